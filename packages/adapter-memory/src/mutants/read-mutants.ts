import { toInstant } from '@trm/kernel'
import type { RecordedEvent } from '@trm/ports'
import { toRecordedEvent } from '../event-store-state.ts'
import { storeMutant, type StoreMutant } from './mutant.ts'

/** Broken promises about reading. */
export const readMutants: readonly StoreMutant[] = [
  storeMutant(
    'begins one revision late',
    'reads the asked window of a stream, in both directions',
    (store) => ({
      readStream: (streamId, { from, ...options } = {}) =>
        store.readStream(streamId, from === undefined ? options : { ...options, from: from + 1n }),
    }),
  ),

  storeMutant(
    'ignores the limit of a stream',
    'reads the asked window of a stream, in both directions',
    (store) => ({
      readStream: (streamId, { limit: _, ...options } = {}) => store.readStream(streamId, options),
    }),
  ),

  storeMutant(
    'takes a limit of none for no limit',
    'reads the asked window of a stream, in both directions',
    (store) => ({
      readStream: (streamId, { limit, ...options } = {}) =>
        store.readStream(streamId, { ...options, ...(limit && { limit }) }),
    }),
  ),

  storeMutant(
    'always reads forwards',
    'reads the asked window of a stream, in both directions',
    (store) => ({
      readStream: (streamId, options = {}) =>
        store.readStream(streamId, { ...options, direction: 'forwards' }),
    }),
  ),

  storeMutant(
    'hands out the same object to everyone',
    'hands out copies: changing one changes nothing inside',
    (store) => {
      const handedOut = new Map<string, RecordedEvent>()
      return {
        readStream: (streamId, options) => shared(handedOut, store.readStream(streamId, options)),
        readAll: (options) => shared(handedOut, store.readAll(options)),
        subscribe: (options) => shared(handedOut, store.subscribe(options)),
      }
    },
  ),

  storeMutant(
    'gives the time of reading as the time of recording',
    'reads the same record in every way of reading',
    (store) => ({
      async *readAll(options) {
        for await (const event of store.readAll(options))
          yield { ...event, recordedAt: toInstant(new Date(0)) }
      },
    }),
  ),

  storeMutant(
    'reads the checkpoint once more',
    'reads the asked window of the whole store',
    (store) => ({
      readAll: ({ after = 1n, ...options } = {}) =>
        store.readAll({ ...options, after: after - 1n }),
    }),
  ),

  storeMutant(
    'ignores the limit of the whole store',
    'reads the asked window of the whole store',
    (store) => ({
      readAll: ({ limit: _, ...options } = {}) => store.readAll(options),
    }),
  ),

  storeMutant(
    'reads the whole store stream by stream',
    'reads all streams by position, in the order of appending',
    (_, state) => ({
      async *readAll({ after = 0n, limit } = {}) {
        const events = [...state.streams.values()].flat().filter(({ position }) => position > after)
        for (const event of events.slice(0, limit))
          yield await Promise.resolve(toRecordedEvent(event))
      },
    }),
  ),

  storeMutant(
    'reads one page of the whole store',
    'reads a stream of several pages whole',
    (store) => ({
      readAll: ({ limit = 500, ...options } = {}) =>
        store.readAll({ ...options, limit: Math.min(limit, 500) }),
    }),
  ),
]

async function* shared(
  handedOut: Map<string, RecordedEvent>,
  events: AsyncIterable<RecordedEvent>,
): AsyncGenerator<RecordedEvent> {
  for await (const event of events) {
    const first = handedOut.get(event.id) ?? event
    handedOut.set(event.id, first)
    yield first
  }
}
