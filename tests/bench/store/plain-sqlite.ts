import { openSqliteEventStore } from '@trm/adapter-sqlite'
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

/** Goes through all rows with all columns, and parses the data or does not. */
export function scanPlain(database: DatabaseSync, parses: boolean): number {
  const rows = database.prepare(
    'SELECT id, type, data, stream_id, revision, position, recorded_at FROM event ORDER BY position',
    { readBigInts: true },
  )
  let count = 0
  for (const row of rows.iterate()) {
    if (parses) JSON.parse(String(row['data']))
    count++
  }
  return count
}
