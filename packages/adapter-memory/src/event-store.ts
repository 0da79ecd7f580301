import { invariant, plusMilliseconds, toInstant } from '@trm/kernel'
import {
  StoreUnavailableError,
  type Clock,
  type EventStore,
  type RecordedEvent,
  type StreamMetadata,
  type SubscribeOptions,
} from '@trm/ports'
import { appendEvents, endStream } from './append.ts'
import {
  newEventStoreState,
  toRecordedEvent,
  type EventStoreState,
  type StoredEvent,
} from './event-store-state.ts'
import { createWaiters } from './waiters.ts'

export type MemoryEventStoreOptions = {
  /** What outlives the store: two stores on one state, one after the other, are a restart. */
  readonly state?: EventStoreState
  readonly clock?: Clock
}

const SECOND_MS = 1_000
const systemClock: Clock = { now: () => toInstant(new Date()) }

/** An event store in memory, for tests. It keeps every promise of the port but the disk. */
export function memoryEventStore({
  state = newEventStoreState(),
  clock = systemClock,
}: MemoryEventStoreOptions = {}): EventStore {
  const waiters = createWaiters()
  let closed = false

  function requireOpen(): void {
    if (closed) throw new StoreUnavailableError('STORE_CLOSED')
  }

  /** One copy at a time, so that a reader who leaves early costs nothing. */
  async function* handOut(events: readonly StoredEvent[]): AsyncGenerator<RecordedEvent> {
    for (const event of events) {
      await Promise.resolve()
      requireOpen()
      yield toRecordedEvent(event)
    }
  }

  function readableEvents(streamId: string): readonly StoredEvent[] {
    if (state.tombstones.has(streamId)) return []
    const events = state.streams.get(streamId) ?? []
    const { maxAgeMs } = metadataOf(streamId)
    if (maxAgeMs === undefined) return events
    const oldest = plusMilliseconds(clock.now(), -maxAgeMs)
    return events.filter(({ recordedAt }) => recordedAt >= oldest)
  }

  function metadataOf(streamId: string): StreamMetadata {
    return state.metadata.get(streamId) ?? {}
  }

  async function* follow({ after = 0n, signal }: SubscribeOptions): AsyncGenerator<RecordedEvent> {
    let seen = after
    while (!signal.aborted) {
      requireOpen()
      // Positions count from 1 without gaps: an event's position is where the rest of the log begins.
      const next = state.log[Number(seen)]
      if (next === undefined) {
        await waiters.wait(signal)
      } else {
        seen = next.position
        yield toRecordedEvent(next)
      }
    }
  }

  return {
    append: async (streamId, events, expected) => {
      requireOpen()
      const outcome = appendEvents(state, streamId, events, expected, clock.now())
      if (outcome.ok) waiters.wakeAll()
      return Promise.resolve(outcome)
    },

    async *readStream(streamId, { from, direction = 'forwards', limit } = {}) {
      requireOpen()
      const stream = readableEvents(streamId)
      const events =
        direction === 'forwards'
          ? stream.filter(({ revision }) => revision >= (from ?? 0n))
          : stream.filter(({ revision }) => from === undefined || revision <= from).reverse()
      yield* handOut(events.slice(0, limit))
    },

    async *readAll({ after = 0n, limit } = {}) {
      requireOpen()
      yield* handOut(state.log.slice(Number(after)).slice(0, limit))
    },

    subscribe: follow,

    readMetadata: async (streamId) => {
      requireOpen()
      return { ...metadataOf(streamId) }
    },

    writeMetadata: async (streamId, metadata) => {
      requireOpen()
      requireWholeSeconds(metadata)
      state.metadata.set(streamId, { ...metadata })
    },

    tombstone: async (streamId, expected) => {
      requireOpen()
      return endStream(state, streamId, expected)
    },

    close: () => {
      closed = true
      waiters.wakeAll()
      return Promise.resolve()
    },
  }
}

function requireWholeSeconds({ maxAgeMs = SECOND_MS }: StreamMetadata): void {
  invariant(
    Number.isSafeInteger(maxAgeMs) && maxAgeMs > 0 && maxAgeMs % SECOND_MS === 0,
    'writeMetadata: maxAgeMs is a positive number of whole seconds',
  )
}
