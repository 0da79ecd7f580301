import { TOMBSTONE_REVISION, type EventLog, type LogRecord, type Proposed } from './event-log.ts'
import { isVisible, SOFT_DELETED, visibilityOf } from './visibility.ts'

/** What a writer expects of a stream. @see streams.proto, AppendReq.Options */
export type Expected = 'any' | 'no-stream' | 'stream-exists' | bigint

export type WriteOutcome =
  /** `revision` is undefined where nothing was appended to a stream that has never existed. */
  | {
      readonly kind: 'written'
      readonly revision: bigint | undefined
      readonly position: bigint | undefined
    }
  /** `actual` is undefined for a stream that has never existed. */
  | { readonly kind: 'wrong-expected-version'; readonly actual: bigint | undefined }
  | { readonly kind: 'stream-deleted' }

export type StreamState = {
  /** Undefined for a stream that has never been written to. */
  readonly last: bigint | undefined
  readonly isTombstoned: boolean
  /** Hidden by its metadata until it is written to again. */
  readonly isSoftDeleted: boolean
}

/** Where a stream stands; a stream's metadata ends with it. */
export function stateOf(log: EventLog, streamId: string): StreamState {
  const original = streamId.startsWith('$$') ? streamId.slice(2) : streamId
  return {
    last: lastOf(log, streamId)?.revision,
    isTombstoned: lastOf(log, original)?.revision === TOMBSTONE_REVISION,
    isSoftDeleted: visibilityOf(log, streamId).truncateBefore === SOFT_DELETED,
  }
}

/**
 * Appends as the server decides it: a tombstone refuses everything; the same event ids at the places
 * that the expectation names are the same append again; otherwise the expectation must hold.
 *
 * @see EventStore.Core, IndexWriter.CheckCommit
 */
export function append(
  log: EventLog,
  streamId: string,
  events: readonly Proposed[],
  expected: Expected,
): WriteOutcome {
  const state = stateOf(log, streamId)
  if (state.isTombstoned) return { kind: 'stream-deleted' }
  const there = events.length === 0 ? undefined : findRepeat(log, streamId, events, expected)
  if (there !== undefined) return repeated(log, there)
  if (!holds(expected, state)) return { kind: 'wrong-expected-version', actual: state.last }
  // An append of nothing is one: a real server answers with where the stream stands.
  if (events.length === 0) return { kind: 'written', revision: state.last, position: undefined }
  const first = (state.last ?? -1n) + 1n
  const answer = written(log.add(streamId, first, events))
  if (state.isSoftDeleted) setTruncateBefore(log, streamId, Number(first))
  return answer
}

/** Ends a stream for good, also one that has never existed. */
export function tombstone(log: EventLog, streamId: string, expected: Expected): WriteOutcome {
  const state = stateOf(log, streamId)
  if (state.isTombstoned) return { kind: 'stream-deleted' }
  if (!holds(expected, state)) return { kind: 'wrong-expected-version', actual: state.last }
  return written(log.add(streamId, TOMBSTONE_REVISION, [systemEvent('$streamDeleted', {})]))
}

/** Hides a stream's events; it goes on counting when it is written to again. */
export function softDelete(log: EventLog, streamId: string, expected: Expected): WriteOutcome {
  const state = stateOf(log, streamId)
  if (state.isTombstoned) return { kind: 'stream-deleted' }
  if (!holds(expected, state) || state.last === undefined)
    return { kind: 'wrong-expected-version', actual: state.last }
  return written(setTruncateBefore(log, streamId, Number(SOFT_DELETED)))
}

/** An event as the server writes them itself. */
export function systemEvent(type: string, content: object): Proposed {
  const data = new TextEncoder().encode(JSON.stringify(content))
  return { eventId: crypto.randomUUID(), type, isJson: true, data, metadata: new Uint8Array() }
}

function setTruncateBefore(log: EventLog, streamId: string, truncateBefore: number): LogRecord {
  const metastream = `$$${streamId}`
  const next = (lastOf(log, metastream)?.revision ?? -1n) + 1n
  return log.add(metastream, next, [systemEvent('$metadata', { $tb: truncateBefore })])
}

function lastOf(log: EventLog, streamId: string): LogRecord | undefined {
  return log.readStream(streamId, { from: TOMBSTONE_REVISION, limit: 1 }, true).at(0)
}

function holds(expected: Expected, { last, isSoftDeleted }: StreamState): boolean {
  switch (expected) {
    case 'any':
      return true
    case 'no-stream':
      return last === undefined || isSoftDeleted
    case 'stream-exists':
      return last !== undefined && !isSoftDeleted
    default:
      return last === expected
  }
}

/** The last record of an append that is there already: for an exact expectation, at the very revisions. */
function findRepeat(
  log: EventLog,
  streamId: string,
  events: readonly Proposed[],
  expected: Expected,
): LogRecord | undefined {
  if (expected === 'any' || expected === 'stream-exists') {
    const there = events.map(({ eventId }) => log.find(streamId, eventId))
    return there.includes(undefined) ? undefined : there.at(-1)
  }
  const from = expected === 'no-stream' ? 0n : expected + 1n
  const there = log.readStream(streamId, { from, limit: events.length })
  const isSame = events.every(({ eventId }, index) => there[index]?.eventId === eventId)
  return isSame ? there.at(-1) : undefined
}

/** A repeat whose records nobody may see any more has no position to tell. */
function repeated(log: EventLog, record: LogRecord): WriteOutcome {
  const isShown = isVisible(record, visibilityOf(log, record.streamId))
  return {
    kind: 'written',
    revision: record.revision,
    position: isShown ? record.position : undefined,
  }
}

function written({ revision, position }: LogRecord): WriteOutcome {
  return { kind: 'written', revision, position }
}
