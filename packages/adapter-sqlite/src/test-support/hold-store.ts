import { writeSync } from 'node:fs'
import { StoreUnavailableError } from '@trm/ports'
import { openSqliteEventStore } from '../event-store.ts'
import { systemClock } from './samples.ts'

/** Opens the store and keeps it open until it is killed; says `open`, or why it cannot. */
const [, , file = ''] = process.argv

try {
  await openSqliteEventStore({ file, clock: systemClock })
  writeSync(1, 'open\n')
  process.stdin.resume()
} catch (error) {
  writeSync(1, `${error instanceof StoreUnavailableError ? error.code : String(error)}\n`)
}
