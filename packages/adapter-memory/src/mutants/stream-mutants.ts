import { fail, ok } from '@trm/kernel'
import type { EventStore } from '@trm/ports'
import type { EventStoreState, StoredEvent } from '../event-store-state.ts'
import { storeMutant, type StoreMutant } from './mutant.ts'

type Events = Parameters<EventStore['append']>[1]

/** Broken promises about what a stream says of itself, and about its end. */
export const streamMutants: readonly StoreMutant[] = [
  storeMutant(
    'knows an age that nobody wrote',
    'reads no metadata where nobody wrote any',
    (store) => ({
      readMetadata: async (streamId) => ({
        maxAgeMs: 60_000,
        ...(await store.readMetadata(streamId)),
      }),
    }),
  ),

  storeMutant(
    'adds to metadata in the place of replacing it',
    'replaces metadata as a whole, each stream its own',
    (store) => ({
      writeMetadata: async (streamId, metadata) =>
        store.writeMetadata(streamId, { ...(await store.readMetadata(streamId)), ...metadata }),
    }),
  ),

  storeMutant(
    'keeps one metadata for all streams',
    'replaces metadata as a whole, each stream its own',
    (store) => ({
      readMetadata: () => store.readMetadata('all'),
      writeMetadata: (_, metadata) => store.writeMetadata('all', metadata),
    }),
  ),

  storeMutant(
    'drops metadata of a stream that has not begun',
    'takes metadata before the first event',
    (store, state) => ({
      writeMetadata: async (streamId, metadata) => {
        if (state.streams.has(streamId)) await store.writeMetadata(streamId, metadata)
      },
    }),
  ),

  storeMutant(
    'writes metadata into the stream',
    'takes metadata before the first event',
    (store) => ({
      writeMetadata: async (streamId, metadata) => {
        await store.writeMetadata(streamId, metadata)
        await store.append(streamId, [metadataEvent()], 'no-stream')
      },
    }),
  ),

  storeMutant('writes metadata into the log', 'keeps metadata out of the log', (store) => ({
    writeMetadata: async (streamId, metadata) => {
      await store.writeMetadata(streamId, metadata)
      await store.append(
        `${streamId}-metadata-${crypto.randomUUID()}`,
        [metadataEvent()],
        'no-stream',
      )
    },
  })),

  storeMutant(
    'forgets metadata at a restart',
    'has the metadata after a restart',
    (store, state) => ({
      close: () => {
        state.metadata.clear()
        return store.close()
      },
    }),
  ),

  storeMutant('reads nothing of a stream with an age', 'reads what is not too old', (store) => ({
    async *readStream(streamId, options) {
      const { maxAgeMs } = await store.readMetadata(streamId)
      if (maxAgeMs === undefined) yield* store.readStream(streamId, options)
    },
  })),

  storeMutant('reads what is too old', 'leaves out what is too old, and goes on counting', () => {
    const written = new Map<string, Awaited<ReturnType<EventStore['readMetadata']>>>()
    return {
      readMetadata: (streamId) => Promise.resolve(written.get(streamId) ?? {}),
      writeMetadata: (streamId, metadata) => {
        written.set(streamId, metadata)
        return Promise.resolve()
      },
    }
  }),

  storeMutant(
    'counts anew when the old ones are gone',
    'leaves out what is too old, and goes on counting',
    (store, state) => ({
      append: async (streamId, events, expected) => {
        await forgetUnreadable(store, state, streamId)
        return store.append(streamId, events, expected)
      },
    }),
  ),

  storeMutant(
    'counts what it leaves out towards the limit',
    'leaves the young ones of a stream when the old ones go',
    (store, state) => ({
      async *readStream(streamId, { limit = Infinity, ...options } = {}) {
        const from = options.from ?? 0n
        const hidden = (state.streams.get(streamId)?.length ?? 0) - (await count(store, streamId))
        const left = options.direction === 'backwards' ? limit : limit - hidden + Number(from)
        yield* store.readStream(streamId, { ...options, limit: Math.max(0, left) })
      },
    }),
  ),

  storeMutant(
    'hides a whole stream when its first event is too old',
    'leaves the young ones of a stream when the old ones go',
    (store, state) => ({
      async *readStream(streamId, options) {
        const length = state.streams.get(streamId)?.length ?? 0
        if ((await count(store, streamId)) === length) yield* store.readStream(streamId, options)
      },
    }),
  ),

  storeMutant(
    'takes any number for an age',
    'treats an age that is no whole number of seconds as a bug',
    (_, state) => ({
      writeMetadata: (streamId, metadata) => {
        state.metadata.set(streamId, metadata)
        return Promise.resolve()
      },
    }),
  ),

  storeMutant('reads on after a tombstone', 'ends a stream: it reads as empty', (store, state) => ({
    async *readStream(streamId, options) {
      const wasEnded = state.tombstones.delete(streamId)
      for await (const event of store.readStream(streamId, options)) yield event
      if (wasEnded) state.tombstones.add(streamId)
    },
  })),

  storeMutant(
    'takes a new beginning after a tombstone',
    'refuses whatever comes after a tombstone, whatever it expects',
    (store, state) => ({
      append: (streamId: string, events: Events, expected) => {
        if (expected === 'no-stream' && state.tombstones.delete(streamId))
          state.streams.delete(streamId)
        return store.append(streamId, events, expected)
      },
    }),
  ),

  storeMutant(
    'looks at the ids before the tombstone',
    'refuses whatever comes after a tombstone, whatever it expects',
    (store, state) => ({
      append: async (streamId, events, expected) => {
        const wasEnded = state.tombstones.delete(streamId)
        const known = events.some(({ id }) => state.ids.has(id))
        if (!wasEnded || known) return store.append(streamId, events, expected)
        state.tombstones.add(streamId)
        return store.append(streamId, events, expected)
      },
    }),
  ),

  storeMutant(
    'ends a stream twice',
    'refuses whatever comes after a tombstone, whatever it expects',
    (store, state) => ({
      tombstone: async (streamId, expected) =>
        state.tombstones.has(streamId) ? ok(null) : store.tombstone(streamId, expected),
    }),
  ),

  storeMutant(
    'ends a stream at any revision',
    'ends only the history that was decided on',
    (store, state) => ({
      tombstone: (streamId) =>
        store.tombstone(streamId, state.streams.get(streamId)?.at(-1)?.revision ?? 'no-stream'),
    }),
  ),

  storeMutant('ends only what has begun', 'ends a stream that has not begun', (store, state) => ({
    tombstone: async (streamId, expected) =>
      state.streams.has(streamId)
        ? store.tombstone(streamId, expected)
        : fail({ kind: 'revision-conflict', actual: 'no-stream' }),
  })),

  storeMutant('ends the store with a stream', 'ends one stream and no other', (store, state) => ({
    tombstone: async (streamId, expected) => {
      for (const other of state.streams.keys()) if (other !== streamId) state.tombstones.add(other)
      return store.tombstone(streamId, expected)
    },
  })),

  storeMutant('writes tombstones into the log', 'adds nothing to the log', (store) => ({
    tombstone: async (streamId, expected) => {
      const ended = await store.tombstone(streamId, expected)
      await store.append(`${streamId}-end`, [metadataEvent()], 'no-stream')
      return ended
    },
  })),

  storeMutant(
    'ends a stream between the check and the append',
    'lets either the tombstone or the append win, never both',
    (_, state) => ({
      tombstone: async (streamId) => {
        await Promise.resolve()
        state.tombstones.add(streamId)
        return ok(null)
      },
    }),
  ),

  storeMutant(
    'forgets tombstones at a restart',
    'has a tombstone after a restart',
    (store, state) => ({
      close: () => {
        state.tombstones.clear()
        return store.close()
      },
    }),
  ),

  storeMutant('ends streams when it is closed', 'refuses every use after it is closed', () => ({
    tombstone: () => Promise.resolve(ok(null)),
  })),
]

function metadataEvent() {
  return { id: crypto.randomUUID(), type: 'MetadataWritten', data: {} }
}

async function count(store: EventStore, streamId: string): Promise<number> {
  let events = 0
  for await (const _ of store.readStream(streamId)) events++
  return events
}

async function forgetUnreadable(
  store: EventStore,
  { streams, ids }: EventStoreState,
  streamId: string,
): Promise<void> {
  const readable = new Set<string>()
  for await (const { id } of store.readStream(streamId)) readable.add(id)
  const isReadable = ({ id }: StoredEvent): boolean => readable.has(id)
  const kept = (streams.get(streamId) ?? []).filter(isReadable)
  for (const { id } of streams.get(streamId) ?? []) if (!readable.has(id)) ids.delete(id)
  if (kept.length === 0) streams.delete(streamId)
  else streams.set(streamId, kept)
}
