import { writeSync } from 'node:fs'
import { openSqliteEventStore } from '../event-store.ts'
import { newEvent, systemClock } from './samples.ts'

/** Appends the given number of events of 200 kB, says `ready` and stays open until it is killed. */
const [, , file = '', count = ''] = process.argv
const store = await openSqliteEventStore({ file, clock: systemClock })
const filling = 'x'.repeat(200_000)
for (let written = 0; written < Number(count); written++) {
  const event = newEvent({ filling })
  await store.append(`stream-${event.id}`, [event], 'no-stream')
}
writeSync(1, 'ready\n')
process.stdin.resume()
