import { openSqliteEventReader } from '@trm/adapter-sqlite'
import { join } from 'node:path'
import { median, perSecond, say, timedInTurns, type Figure } from '../figures.ts'
import { insertPlain, openPlain, removeDatabase, scanPlain } from './plain-sqlite.ts'
import { clock } from './samples.ts'

/** Every way goes first three times. */
const ROUNDS = 9

/** Why the goal of reading stands where it does, for whoever looks at the table. */
export const WHY_PARSED = `Reading hands out data that has been parsed, so that damage is found where it is read. Parsing takes
about as long as SQLite takes for the row: no reader that does it comes near a scan that leaves the text
alone. The goal is therefore set beside a scan that parses, too; the other scan is there for comparison.
Both are the fastest that a few plain lines make: one statement, rows as arrays, integers as numbers.`

/** Reading the whole store, beside a scan of the rows with and without parsing what is in them. */
export async function benchReading(folder: string, count: number): Promise<readonly Figure[]> {
  const file = join(folder, 'read.db')
  const database = await openPlain(file)
  insertPlain(database, count, 1_000)
  const reader = await openSqliteEventReader({ file, clock })
  say(`reading, ${ROUNDS} rounds`)
  const { ours, parsed, bare } = await timedInTurns(ROUNDS, {
    ours: async () => {
      let read = 0
      for await (const _ of reader.readAll()) read++
      requireAll(read, count)
    },
    parsed: () => requireAll(scanPlain(database, true), count),
    bare: () => requireAll(scanPlain(database, false), count),
  })
  await reader.close()
  database.close()
  removeDatabase(file)
  const beside = (scan: readonly number[], what: string): Figure => ({
    what: `reading / row scan that ${what}`,
    ours: perSecond(count, median(ours)),
    beside: perSecond(count, median(scan)),
    reached: median(scan.map((elapsed, round) => elapsed / (ours[round] ?? Number.NaN))),
  })
  return [
    { ...beside(parsed, 'parses the data, as reading does'), goal: { atLeast: 0.8 } },
    beside(bare, 'leaves the data as text'),
  ]
}

function requireAll(read: number, count: number): void {
  if (read !== count) throw new Error('not everything was read')
}
