import { toInstant } from '@trm/kernel'
import {
  StoreUnavailableError,
  type Clock,
  type EventStore,
  type RecordedEvent,
  type SubscribeOptions,
} from '@trm/ports'
import { appendEvents } from './append.ts'
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
      const stream = state.streams.get(streamId) ?? []
      const events =
        direction === 'forwards'
          ? stream.slice(Number(from ?? 0n))
          : stream.slice(0, from === undefined ? undefined : Number(from) + 1).reverse()
      yield* handOut(events.slice(0, limit))
    },

    async *readAll({ after = 0n, limit } = {}) {
      requireOpen()
      yield* handOut(state.log.slice(Number(after)).slice(0, limit))
    },

    subscribe: follow,

    close: () => {
      closed = true
      waiters.wakeAll()
      return Promise.resolve()
    },
  }
}
