import type { EventStore } from '@trm/ports'
import { toRecordedEvent } from '../event-store-state.ts'
import { storeMutant, type StoreMutant } from './mutant.ts'

/** Broken promises about following the log, closing and coming back. */
export const followMutants: readonly StoreMutant[] = [
  storeMutant(
    'ends a subscription with the history',
    'delivers the history and then what is appended',
    (store) => ({
      subscribe: ({ after = 0n }) => store.readAll({ after }),
    }),
  ),

  storeMutant(
    'misses what is appended while a subscription goes live',
    'neither skips nor repeats while appends race the end of history',
    (store, state) => ({
      async *subscribe({ after = 0n, signal }) {
        yield* store.readAll({ after })
        yield* store.subscribe({ after: BigInt(state.log.length), signal })
      },
    }),
  ),

  storeMutant(
    'repeats the last of history when a subscription goes live',
    'neither skips nor repeats while appends race the end of history',
    (store, state) => ({
      async *subscribe({ after = 0n, signal }) {
        const end = BigInt(state.log.length)
        yield* store.readAll({ after })
        yield* store.subscribe({ after: end > after ? end - 1n : end, signal })
      },
    }),
  ),

  storeMutant(
    'ignores the checkpoint of a subscription',
    'goes on after the checkpoint it is given',
    (store) => ({
      subscribe: ({ signal }) => store.subscribe({ signal }),
    }),
  ),

  storeMutant(
    'delivers each event to one of the subscribers',
    'serves two subscribers each with everything',
    (store) => {
      const delivered = new Set<string>()
      return {
        async *subscribe(options) {
          for await (const event of store.subscribe(options)) {
            if (delivered.has(event.id)) continue
            delivered.add(event.id)
            yield event
          }
        },
      }
    },
  ),

  storeMutant(
    'throws when the signal aborts',
    'ends quietly when the signal aborts while it waits',
    (store) => ({
      async *subscribe(options) {
        yield* store.subscribe(options)
        options.signal.throwIfAborted()
      },
    }),
  ),

  storeMutant(
    'does not notice the signal while it waits',
    'ends quietly when the signal aborts while it waits',
    (store) => ({
      async *subscribe({ after = 0n, signal }) {
        const deaf = new AbortController().signal
        for await (const event of store.subscribe({ after, signal: deaf })) {
          if (signal.aborted) return
          yield event
        }
      },
    }),
  ),

  storeMutant(
    'delivers on after the signal',
    'ends quietly when the signal aborts in the middle of history',
    (store) => ({
      async *subscribe(options) {
        let last = options.after ?? 0n
        for await (const event of store.subscribe(options)) {
          last = event.position
          yield event
        }
        yield* store.readAll({ after: last, limit: 1 })
      },
    }),
  ),

  storeMutant('stays open', 'closes twice as it closes once', () => ({
    close: () => Promise.resolve(),
  })),

  storeMutant(
    'still reads when it is closed',
    'refuses every use after it is closed',
    (_, state) => ({
      async *readAll() {
        for (const event of state.log) yield await Promise.resolve(toRecordedEvent(event))
      },
    }),
  ),

  storeMutant(
    'leaves a waiting subscription behind when it closes',
    'ends a subscription that waits with an error when it closes',
    (store) => {
      const never = Promise.withResolvers<never>()
      return {
        async *subscribe(options) {
          try {
            yield* store.subscribe(options)
          } catch {
            await never.promise
          }
        },
      }
    },
  ),

  storeMutant(
    'drops what is under way when it closes',
    'finishes appends under way before it closes',
    (store) => {
      let closing = false
      return {
        append: async (streamId, events, expected) => {
          const copies = structuredClone<Parameters<EventStore['append']>[1]>(events)
          await Promise.resolve()
          return closing
            ? { ok: false, failure: { kind: 'revision-conflict', actual: 'no-stream' } }
            : store.append(streamId, copies, expected)
        },
        close: () => {
          closing = true
          return store.close()
        },
      }
    },
  ),

  storeMutant(
    'forgets everything at a restart',
    'has everything after a restart and goes on from there',
    (store, state) => ({
      close: () => {
        state.log.length = 0
        state.ids.clear()
        state.streams.clear()
        return store.close()
      },
    }),
  ),

  storeMutant(
    'forgets the ids at a restart',
    'answers a repeat after a restart',
    (store, state) => ({
      close: () => {
        state.ids.clear()
        return store.close()
      },
    }),
  ),
]
