import { fail, invariant, ok, type Instant, type Result } from '@trm/kernel'
import type { Appended, AppendFailure, ExpectedRevision, NewEvent } from '@trm/ports'
import type { EventStoreState, StoredEvent } from './event-store-state.ts'

const EVENT_ID = /^[A-Za-z0-9_-]{1,64}$/
const EVENT_TYPE = /^[A-Z][A-Za-z0-9]{0,63}$/

/**
 * Records the events or says why not. One synchronous step, so no other append comes in between.
 *
 * @throws {InvariantError} for an event that the port does not allow.
 */
export function appendEvents(
  state: EventStoreState,
  streamId: string,
  events: readonly NewEvent[],
  expected: ExpectedRevision,
  recordedAt: Instant,
): Result<Appended, AppendFailure> {
  requireValid(events)
  if (state.tombstones.has(streamId)) return fail({ kind: 'stream-tombstoned' })
  const first = expected === 'no-stream' ? 0n : expected + 1n
  const append = { first, last: first + BigInt(events.length - 1) }
  const candidates = events.map(({ id, type, data }, index): StoredEvent => ({
    id,
    type,
    json: JSON.stringify(data),
    streamId,
    revision: first + BigInt(index),
    position: BigInt(state.log.length + index + 1),
    recordedAt,
    append,
  }))

  // The ids come before the revision: whoever asks again does so with a revision that is by now old.
  const known = candidates.map(({ id }) => state.ids.get(id))
  const last = known.at(-1)
  if (last !== undefined && known.every((event, index) => isSame(event, candidates[index])))
    return ok({ revision: last.revision, position: last.position })
  const taken = findTaken(state, events)
  if (taken !== undefined) return fail({ kind: 'duplicate-event-id', id: taken })

  const actual = currentRevision(state, streamId)
  if (actual !== expected) return fail({ kind: 'revision-conflict', actual })
  for (const stored of candidates) remember(state, stored)
  return ok({ revision: append.last, position: BigInt(state.log.length), recordedAt })
}

/** Ends the stream or says why not; also one synchronous step. */
export function endStream(
  state: EventStoreState,
  streamId: string,
  expected: ExpectedRevision,
): Result<null, AppendFailure> {
  if (state.tombstones.has(streamId)) return fail({ kind: 'stream-tombstoned' })
  const actual = currentRevision(state, streamId)
  if (actual !== expected) return fail({ kind: 'revision-conflict', actual })
  state.tombstones.add(streamId)
  return ok(null)
}

function currentRevision({ streams }: EventStoreState, streamId: string): ExpectedRevision {
  return streams.get(streamId)?.at(-1)?.revision ?? 'no-stream'
}

function requireValid(events: readonly NewEvent[]): void {
  invariant(events.length > 0, 'append: at least one event')
  for (const { id, type } of events) {
    invariant(EVENT_ID.test(id), 'append: event id is 1 to 64 characters of [A-Za-z0-9_-]')
    invariant(EVENT_TYPE.test(type), 'append: event type is a PascalCase name')
  }
}

/** Whether the event in the store is this candidate, recorded by this very append. */
function isSame(stored: StoredEvent | undefined, candidate: StoredEvent | undefined): boolean {
  return (
    stored !== undefined &&
    stored.streamId === candidate?.streamId &&
    stored.revision === candidate.revision &&
    stored.append.first === candidate.append.first &&
    stored.append.last === candidate.append.last
  )
}

/** The first id that is in the store, or that came earlier in the same append. */
function findTaken(state: EventStoreState, events: readonly NewEvent[]): string | undefined {
  const seen = new Set<string>()
  for (const { id } of events) {
    if (seen.has(id) || state.ids.has(id)) return id
    seen.add(id)
  }
  return undefined
}

function remember({ log, streams, ids }: EventStoreState, stored: StoredEvent): void {
  log.push(stored)
  const stream = streams.get(stored.streamId)
  if (stream === undefined) streams.set(stored.streamId, [stored])
  else stream.push(stored)
  ids.set(stored.id, stored)
}
