import { TrmError, type Instant, type JsonObject, type Result, type SafeDetails } from '@trm/kernel'

/** What a caller hands in. `data` is JSON; nothing personal in `id`, `type` or the stream's name. */
export type NewEvent = {
  /** The idempotency key, unique in the whole store: 1 to 64 characters of `[A-Za-z0-9_-]`. */
  readonly id: string
  /** PascalCase name, 1 to 64 characters. */
  readonly type: string
  readonly data: JsonObject
}

export type RecordedEvent = NewEvent & {
  readonly streamId: string
  /** Place in its stream, from 0, without gaps. */
  readonly revision: bigint
  /** Place in the whole store: strictly increasing, not necessarily without gaps. */
  readonly position: bigint
  /** When the store made it durable. */
  readonly recordedAt: Instant
}

/** `no-stream`: I am creating it. A revision: I decided on exactly this history. There is no "any". */
export type ExpectedRevision = 'no-stream' | bigint

export type Appended = {
  /** Revision of the last of the appended events. */
  readonly revision: bigint
  /** Position of the last of the appended events. */
  readonly position: bigint
  /** What is read of them as `recordedAt`, where the engine says so with this answer; never of a repeat. */
  readonly recordedAt?: Instant
}

export type AppendFailure =
  /** Somebody else appended first: read again and decide again. */
  | { readonly kind: 'revision-conflict'; readonly actual: bigint | 'no-stream' }
  /**
   * One of the ids is in the store already, but not as this very append, or comes twice in this one.
   * `id` is the first of them, in the order of the append.
   */
  | { readonly kind: 'duplicate-event-id'; readonly id: string }
  /** The stream has been ended for good. */
  | { readonly kind: 'stream-tombstoned' }

/** What a stream says about itself. */
export type StreamMetadata = {
  /** Events older than this are not read from the stream any more; whole seconds, in milliseconds. */
  readonly maxAgeMs?: number
}

export type ReadStreamOptions = {
  /** First revision to read, inclusive. Forwards from 0 and backwards from the end by default. */
  readonly from?: bigint
  readonly direction?: 'forwards' | 'backwards'
  /** At most this many events; all by default. */
  readonly limit?: number
}

export type ReadAllOptions = {
  /** Position after which to read, exclusive; from the beginning by default. */
  readonly after?: bigint
  readonly limit?: number
}

export type SubscribeOptions = {
  /** The checkpoint: position after which to go on, exclusive. */
  readonly after?: bigint
  /** Ends the subscription; the iteration then completes without an error. */
  readonly signal: AbortSignal
}

/**
 * The case log. An append is durable on disk when its promise resolves.
 *
 * There is no append to several streams at once: engines differ there. Where two facts must become
 * durable together they are one event (an event carries its own delivery intents).
 */
export interface EventStore {
  /**
   * Appends all events or none, in order, to one stream. The first event of a stream has revision 0.
   *
   * Repeating an append with the same ids, in the same stream and with the same expectation,
   * succeeds with the same revision and position, also after others have appended: a caller that lost the answer may
   * ask again. This is decided by the ids; the data of a repetition is not looked at. A repeat has the
   * same boundaries: a part of an append, or two appends in one, are no repeat of it.
   *
   * What is looked at first decides: whether the stream is tombstoned, then the ids, then the
   * revision. Whoever asks again does so with a revision that is by now old.
   *
   * @throws {StoreUnavailableError} when the outcome is unknown. Retry with the same ids.
   * @throws {InvariantError} for a malformed id or type, or no event at all: a bug of the caller.
   */
  append(
    streamId: string,
    events: readonly [NewEvent, ...NewEvent[]],
    expected: ExpectedRevision,
  ): Promise<Result<Appended, AppendFailure>>

  /**
   * A stream that does not exist, or is tombstoned, reads as empty. Events older than the stream's
   * `maxAgeMs` are left out; the others keep their revisions.
   *
   * @throws {StoreUnavailableError}
   */
  readStream(streamId: string, options?: ReadStreamOptions): AsyncIterable<RecordedEvent>

  /**
   * All streams, oldest first, by position. Events that are too old for their stream, or whose stream
   * is tombstoned, may be among them until the engine compacts.
   *
   * @throws {StoreUnavailableError}
   */
  readAll(options?: ReadAllOptions): AsyncIterable<RecordedEvent>

  /**
   * The history after the checkpoint and then what is appended, in one sequence without gap or
   * repetition. Reads ahead by a bounded number of events, so a slow reader costs no memory. Gives the
   * same events as `readAll`.
   *
   * @throws {StoreUnavailableError} in the iteration; subscribe again after the last position seen.
   */
  subscribe(options: SubscribeOptions): AsyncIterable<RecordedEvent>

  /** Empty for a stream without, or that does not exist. @throws {StoreUnavailableError} */
  readMetadata(streamId: string): Promise<StreamMetadata>

  /**
   * Replaces the metadata; the last writer wins. May come before the first event. It is no event: it
   * takes no revision and nobody reads it in the log.
   *
   * @throws {StoreUnavailableError} when the outcome is unknown. Write it again.
   * @throws {InvariantError} for a `maxAgeMs` that is not a positive number of whole seconds.
   */
  writeMetadata(streamId: string, metadata: StreamMetadata): Promise<void>

  /**
   * Ends a stream for good: it reads as empty, and every later append or tombstone fails with
   * `stream-tombstoned`, repeats included. `readAll` and subscriptions may still give its events until
   * the engine compacts. A stream that does not exist is ended by the expectation `no-stream`.
   *
   * @throws {StoreUnavailableError} when the outcome is unknown. Ask again: a tombstone that is there
   *   answers `stream-tombstoned`.
   */
  tombstone(streamId: string, expected: ExpectedRevision): Promise<Result<null, AppendFailure>>

  /**
   * Waits for what is under way, then releases the engine. Using the store afterwards throws; closing
   * it again does not.
   */
  close(): Promise<void>
}

const messages = {
  STORE_UNAVAILABLE: 'the event store did not answer; the outcome is unknown',
  STORE_CLOSED: 'the event store has been closed',
  STORE_LOCKED: 'the event store is open for writing elsewhere',
  STORE_NEWER_SCHEMA: 'the event store was written by a newer version of this program',
  STORE_OLDER_SCHEMA:
    'the event store is of an older version and has to be opened for writing once',
  STORE_DAMAGED: 'the event store failed its integrity check',
} as const

export type StoreErrorCode = keyof typeof messages

/** Thrown by every {@link EventStore}; `STORE_UNAVAILABLE` alone may be retried. */
export class StoreUnavailableError extends TrmError<StoreErrorCode> {
  override readonly name = 'StoreUnavailableError'
  constructor(code: StoreErrorCode, details: SafeDetails = {}, cause?: unknown) {
    super(code, messages[code], details, cause)
  }
}
