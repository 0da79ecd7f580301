import type { DatabaseSync } from 'node:sqlite'
import type { Instant } from '@trm/kernel'

/** Where an event lies, and which append brought it there. */
export type EventPlace = {
  readonly streamId: string
  readonly revision: bigint
  readonly position: bigint
  readonly appendFirst: bigint
  readonly appendLast: bigint
}

/** An event as it is written; its data is JSON text. */
export type EventRow = Omit<EventPlace, 'position'> & {
  readonly id: string
  readonly type: string
  readonly data: string
  readonly recordedAt: Instant
}

/** An event as it is read. */
export type StoredEvent = Omit<EventRow, 'appendFirst' | 'appendLast'> & {
  readonly position: bigint
}

/** The statements that read the event table. All run at once and throw what SQLite throws. */
export type EventTable = {
  lastRevision(streamId: string): bigint | undefined
  /** 0 while there is none. */
  lastPosition(): bigint
  /** Events of a stream from a revision to a later one, both inclusive, recorded then or later. */
  forwards(
    streamId: string,
    from: bigint,
    to: bigint,
    oldest: string,
    limit: number,
  ): readonly StoredEvent[]
  /** Events of a stream from a revision towards its beginning, inclusive, recorded then or later. */
  backwards(streamId: string, from: bigint, oldest: string, limit: number): readonly StoredEvent[]
  /** Events of all streams after a position up to another, which is included. */
  between(after: bigint, to: bigint, limit: number): readonly StoredEvent[]
}

/** The statements of the writer. */
export type WritableEventTable = EventTable & {
  find(id: string): EventPlace | undefined
  /** @returns the position that the event got; undefined, and nothing is written, when its id is taken. */
  insert(event: EventRow): bigint | undefined
}

const EVENT = 'SELECT id, type, data, stream_id, revision, position, recorded_at FROM event'

/** The columns of `EVENT`, in its order. The table is STRICT, so each has the type of its definition. */
type SelectedRow = [
  id: string,
  type: string,
  data: string,
  streamId: string,
  revision: bigint,
  position: bigint,
  recordedAt: Instant,
]

export function eventTable(database: DatabaseSync): EventTable {
  const last = (query: string) => database.prepare(query, { readBigInts: true })
  // A row that comes as an object has its keys made anew: as an array it comes in half the time.
  const prepare = (query: string) =>
    database.prepare(query, { readBigInts: true, returnArrays: true })
  const lastRevision = last('SELECT max(revision) AS last FROM event WHERE stream_id = ?')
  const lastPosition = last('SELECT max(position) AS last FROM event')
  const forwards = prepare(
    `${EVENT} WHERE stream_id = ? AND revision BETWEEN ? AND ? AND recorded_at >= ?
     ORDER BY revision LIMIT ?`,
  )
  const backwards = prepare(
    `${EVENT} WHERE stream_id = ? AND revision <= ? AND recorded_at >= ?
     ORDER BY revision DESC LIMIT ?`,
  )
  const between = prepare(`${EVENT} WHERE position > ? AND position <= ? ORDER BY position LIMIT ?`)

  return {
    lastRevision: (streamId) => lastOf(lastRevision.get(streamId)),
    lastPosition: () => lastOf(lastPosition.get()) ?? 0n,
    forwards: (...window) => toStoredEvents(forwards.all(...window)),
    backwards: (...window) => toStoredEvents(backwards.all(...window)),
    between: (...window) => toStoredEvents(between.all(...window)),
  }
}

function toStoredEvents(rows: unknown): readonly StoredEvent[] {
  return (rows as SelectedRow[]).map(
    ([id, type, data, streamId, revision, position, recordedAt]) => ({
      id,
      type,
      data,
      streamId,
      revision,
      position,
      recordedAt,
    }),
  )
}

export function writableEventTable(database: DatabaseSync): WritableEventTable {
  const find = database.prepare(
    `SELECT stream_id AS streamId, revision, position, append_first AS appendFirst,
       append_last AS appendLast FROM event WHERE id = ?`,
    { readBigInts: true },
  )
  const insert = database.prepare(
    `INSERT INTO event (id, type, data, stream_id, revision, append_first, append_last, recorded_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
  )
  return {
    ...eventTable(database),
    find: (id) => find.get(id) as EventPlace | undefined,
    insert: (event) => {
      const { changes, lastInsertRowid } = insert.run(
        event.id,
        event.type,
        event.data,
        event.streamId,
        event.revision,
        event.appendFirst,
        event.appendLast,
        event.recordedAt,
      )
      return changes === 0 ? undefined : BigInt(lastInsertRowid)
    },
  }
}

function lastOf(row: Record<string, unknown> | undefined): bigint | undefined {
  const last = row?.['last']
  return typeof last === 'bigint' ? last : undefined
}
