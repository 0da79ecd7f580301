import { openSqliteEventStore } from '@trm/adapter-sqlite'
import { rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { clock, EVENT_TYPE, eventText, STREAMS } from './samples.ts'

/** The tables of the store, used without it: what SQLite itself does on this disk. */
export async function openPlain(file: string): Promise<DatabaseSync> {
  await (await openSqliteEventStore({ file, clock })).close()
  const database = new DatabaseSync(file)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  return database
}

const INSERT = `INSERT INTO event
  (id, type, data, stream_id, revision, append_first, append_last, recorded_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)`

/** Inserts events in groups, a transaction each. @returns how long each transaction took, in ms. */
export function insertPlain(database: DatabaseSync, count: number, group: number): number[] {
  const insert = database.prepare(INSERT)
  const data = eventText()
  const durations: number[] = []
  for (let first = 0; first < count; first += group) {
    const start = performance.now()
    database.exec('BEGIN IMMEDIATE')
    const now = clock.now()
    for (let index = first; index < Math.min(count, first + group); index++) {
      const revision = Math.floor(index / STREAMS)
      const stream = `case-${index % STREAMS}`
      insert.run(crypto.randomUUID(), EVENT_TYPE, data, stream, revision, revision, revision, now)
    }
    database.exec('COMMIT')
    durations.push(performance.now() - start)
  }
  return durations
}

/**
 * Goes through all rows with all columns, and parses the data or does not. It is the fastest scan that
 * a few plain lines make: one statement, rows as arrays, integers as numbers, no row kept.
 *
 * @returns how many rows there were.
 */
export function scanPlain(database: DatabaseSync, parses: boolean): number {
  const statement = database.prepare(
    'SELECT data, id, type, stream_id, revision, position, recorded_at FROM event ORDER BY position',
    { returnArrays: true },
  )
  // The types of the statement know rows as objects only.
  const rows = statement.iterate() as Iterable<unknown> as Iterable<readonly unknown[]>
  let count = 0
  for (const [data] of rows) {
    if (parses) JSON.parse(String(data))
    count++
  }
  return count
}

/** Removes a database that nobody has open, and what lies beside it. */
export function removeDatabase(file: string): void {
  for (const suffix of ['', '-wal', '-shm', '-lock']) rmSync(`${file}${suffix}`, { force: true })
}
