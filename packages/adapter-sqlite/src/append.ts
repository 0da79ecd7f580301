import { fail, invariant, ok, type Instant, type Result } from '@trm/kernel'
import type { Appended, AppendFailure, ExpectedRevision, NewEvent } from '@trm/ports'
import type { EventPlace, StoredEvent, WritableEventTable } from './event-table.ts'
import type { StreamHeads } from './stream-heads.ts'

const EVENT_ID = /^[A-Za-z0-9_-]{1,64}$/
const EVENT_TYPE = /^[A-Z][A-Za-z0-9]{0,63}$/

type PendingEvent = { readonly id: string; readonly type: string; readonly data: string }

/** An append that waits for its turn: nothing in it is shared with the caller. */
export type PendingAppend = {
  readonly streamId: string
  readonly expected: ExpectedRevision
  readonly events: readonly PendingEvent[]
}

/** @throws {InvariantError} for an event that the port does not allow. */
export function pendingAppend(
  streamId: string,
  events: readonly NewEvent[],
  expected: ExpectedRevision,
): PendingAppend {
  invariant(events.length > 0, 'append: at least one event')
  for (const { id, type } of events) {
    invariant(EVENT_ID.test(id), 'append: event id is 1 to 64 characters of [A-Za-z0-9_-]')
    invariant(EVENT_TYPE.test(type), 'append: event type is a PascalCase name')
  }
  return {
    streamId,
    expected,
    events: events.map(({ id, type, data }) => ({ id, type, data: JSON.stringify(data) })),
  }
}

/** The transaction in which it is done. */
type AppendTransaction = {
  readonly recordedAt: Instant
  /** What it has written, in the order of the log. */
  readonly written: StoredEvent[]
}

/** Records the events, inside a transaction of the caller, or says why not and changes nothing. */
export function recordAppend(
  table: WritableEventTable,
  heads: StreamHeads,
  { streamId, expected, events }: PendingAppend,
  { recordedAt, written }: AppendTransaction,
): Result<Appended, AppendFailure> {
  const appendFirst = expected === 'no-stream' ? 0n : expected + 1n
  const appendLast = appendFirst + BigInt(events.length - 1)
  const append = { streamId, appendFirst, appendLast }
  const insert = (event: PendingEvent, index: number) => {
    const revision = appendFirst + BigInt(index)
    const position = table.insert({ ...event, ...append, revision, recordedAt })
    if (position !== undefined) written.push({ ...event, streamId, revision, position, recordedAt })
    return position
  }

  const head = heads.get(streamId)
  if (head === 'tombstoned') return fail({ kind: 'stream-tombstoned' })
  // Nearly always: one event, where the stream stands, with a new id. The index finds the id by itself.
  const [only] = events
  if (head === expected && events.length === 1 && only !== undefined) {
    const position = insert(only, 0)
    if (position !== undefined) {
      heads.move(streamId, appendLast)
      return ok({ revision: appendLast, position, recordedAt })
    }
  }

  // The ids come before the revision: whoever asks again does so with a revision that is by now old.
  const known = events.map(({ id }) => table.find(id))
  const last = known.at(-1)
  if (last !== undefined && isRepeat(known, append))
    return ok({ revision: last.revision, position: last.position })
  const taken = events.find(
    ({ id }, index) => known[index] !== undefined || isSecond(events, id, index),
  )
  if (taken !== undefined) return fail({ kind: 'duplicate-event-id', id: taken.id })

  if (head !== expected) return fail({ kind: 'revision-conflict', actual: head })
  const positions = events.map(insert)
  heads.move(streamId, appendLast)
  return ok({ revision: appendLast, position: positions.at(-1) ?? 0n, recordedAt })
}

type AppendPlace = Pick<EventPlace, 'streamId' | 'appendFirst' | 'appendLast'>

/** Whether all the events are in the store, in this order, from this very append. */
function isRepeat(known: readonly (EventPlace | undefined)[], append: AppendPlace): boolean {
  return known.every(
    (place, index) =>
      place?.streamId === append.streamId &&
      place.revision === append.appendFirst + BigInt(index) &&
      place.appendFirst === append.appendFirst &&
      place.appendLast === append.appendLast,
  )
}

function isSecond(events: readonly PendingEvent[], id: string, index: number): boolean {
  return events.findIndex((event) => event.id === id) < index
}
