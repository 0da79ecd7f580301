import { DatabaseSync, type SQLOutputValue } from 'node:sqlite'

/** One record of the log. Everybody sees the same position; a stream's revisions have no gaps. */
export type LogRecord = {
  readonly position: bigint
  readonly streamId: string
  readonly revision: bigint
  readonly eventId: string
  readonly type: string
  readonly isJson: boolean
  readonly data: Uint8Array
  readonly metadata: Uint8Array
  /** Milliseconds since 1970. */
  readonly createdMs: number
}

export type Proposed = Pick<LogRecord, 'eventId' | 'type' | 'isJson' | 'data' | 'metadata'>

/** A part of the log, oldest first: from a place, inclusive, and at most `limit` records. */
export type Page = { readonly from: bigint; readonly limit: number }

/** The records of a server, in memory or in a file. Synchronous: nothing comes between two calls. */
export type EventLog = {
  /** Adds records to one stream, in one transaction. @returns the last of them */
  add(streamId: string, firstRevision: bigint, events: readonly Proposed[]): LogRecord
  /** Of a stream, by revision. */
  readStream(streamId: string, page: Page, isBackwards?: boolean): readonly LogRecord[]
  /** Of all streams, by position. */
  readAll(page: Page, isBackwards?: boolean): readonly LogRecord[]
  /** The record of an event in a stream, by the event's id. */
  find(streamId: string, eventId: string): LogRecord | undefined
  /** Calls back after every addition, until the answered function is called. */
  onAdded(listener: () => void): () => void
  close(): void
}

/** The revision of a tombstone. @see EventStore.Core, EventNumber.DeletedStream */
export const TOMBSTONE_REVISION = 2n ** 63n - 1n

/** What the log puts around the data of a record: positions are places in a file, not numbers in a row. */
const RECORD_OVERHEAD = 96n

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  CREATE TABLE IF NOT EXISTS record (
    position INTEGER PRIMARY KEY, stream TEXT NOT NULL, revision INTEGER NOT NULL,
    event TEXT NOT NULL, type TEXT NOT NULL, json INTEGER NOT NULL,
    data BLOB NOT NULL, metadata BLOB NOT NULL, created INTEGER NOT NULL,
    UNIQUE (stream, revision)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS event_of_stream ON record (event, stream);`

/** Opens the log in a file, or in memory without one. */
export function openEventLog(file = ':memory:'): EventLog {
  const database = new DatabaseSync(file)
  database.exec(SCHEMA)
  const insert = database.prepare('INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const select = (sql: string) => {
    const statement = database.prepare(`SELECT * FROM record WHERE ${sql} LIMIT ?`)
    statement.setReadBigInts(true)
    return statement
  }
  const streamForwards = select('stream = ? AND revision >= ? ORDER BY revision')
  const streamBackwards = select('stream = ? AND revision <= ? ORDER BY revision DESC')
  const allForwards = select('position >= ? ORDER BY position')
  const allBackwards = select('position <= ? ORDER BY position DESC')
  const byEvent = select('stream = ? AND event = ?')
  const listeners = new Set<() => void>()

  let next = nextPosition(allBackwards.all(TOMBSTONE_REVISION, 1).map(toRecord).at(0))

  return {
    add(streamId, firstRevision, events) {
      let last: LogRecord | undefined
      database.exec('BEGIN IMMEDIATE')
      for (const [index, event] of events.entries()) {
        const revision = firstRevision + BigInt(index)
        last = { ...event, streamId, revision, position: next, createdMs: Date.now() }
        insert.run(
          last.position,
          streamId,
          revision,
          event.eventId,
          event.type,
          event.isJson ? 1 : 0,
          event.data,
          event.metadata,
          last.createdMs,
        )
        next = nextPosition(last)
      }
      database.exec('COMMIT')
      for (const listener of listeners) listener()
      if (last === undefined) throw new RangeError('an addition has at least one event')
      return last
    },
    readStream: (streamId, { from, limit }, isBackwards = false) =>
      (isBackwards ? streamBackwards : streamForwards).all(streamId, from, limit).map(toRecord),
    readAll: ({ from, limit }, isBackwards = false) =>
      (isBackwards ? allBackwards : allForwards).all(from, limit).map(toRecord),
    find: (streamId, eventId) => byEvent.all(streamId, eventId, 1).map(toRecord).at(0),
    onAdded(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => {
      database.close()
    },
  }
}

function nextPosition(last: LogRecord | undefined): bigint {
  return last === undefined ? 0n : last.position + RECORD_OVERHEAD + BigInt(last.data.length)
}

function toRecord(row: Record<string, SQLOutputValue>): LogRecord {
  return {
    position: row['position'] as bigint,
    streamId: row['stream'] as string,
    revision: row['revision'] as bigint,
    eventId: row['event'] as string,
    type: row['type'] as string,
    isJson: row['json'] === 1n,
    data: row['data'] as Uint8Array,
    metadata: row['metadata'] as Uint8Array,
    createdMs: Number(row['created']),
  }
}
