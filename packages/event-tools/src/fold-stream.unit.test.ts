import { memoryEventStore } from '@trm/adapter-memory'
import type { EventStore } from '@trm/ports'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldStream, type Fold } from './fold-stream.ts'
import { createSnapshots } from './snapshots.ts'

type State = { readonly seen: readonly string[]; readonly sum: number }

/** Depends on every event and on their order, and differs from version to version. */
const foldOf = (version: number): Fold<State> => ({
  name: 'sample',
  version,
  initial: { seen: [], sum: version },
  evolve: ({ seen, sum }, { id, data }) => ({
    seen: [...seen, id],
    sum: (sum * 31 + Number(data['n']) + version) % 1_000_003,
  }),
})

const STREAMS = ['one', 'two']

/** What can happen between two folds. */
const happening = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('append'), stream: fc.nat(1), n: fc.nat() }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('fold'), stream: fc.nat(1), n: fc.nat(1) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('forget'), stream: fc.nat(1), n: fc.nat() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('restore'), stream: fc.nat(1), n: fc.nat() }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('end'), stream: fc.nat(1), n: fc.nat() }) },
)

describe('a fold with snapshots', () => {
  it('comes to what a full replay comes to, whatever happened and wherever snapshots were taken', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(happening, { maxLength: 80 }),
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 3 }),
        async (happenings, snapshotAfter, kept) => {
          let store = memoryEventStore()
          const snapshots = createSnapshots(kept)
          for (const { kind, stream, n } of happenings) {
            const streamId = STREAMS[stream] ?? ''
            if (kind === 'append') await append(store, streamId, n)
            // Snapshots of a store that was lost and begun anew are still around.
            else if (kind === 'restore') store = memoryEventStore()
            else if (kind === 'forget') snapshots.clear()
            else if (kind === 'end') await end(store, streamId)
            else
              expect(
                await foldStream(store, streamId, foldOf(n), { snapshots, snapshotAfter }),
              ).toStrictEqual(await foldStream(store, streamId, foldOf(n)))
          }
        },
      ),
      { numRuns: 300 },
    )
  })

  it('reads only what came after the snapshot', async () => {
    const { store, reads } = countingStore()
    const snapshots = createSnapshots(10)
    for (let n = 0; n < 10; n++) await append(store, 'one', n)
    const options = { snapshots, snapshotAfter: 5 }
    await foldStream(store, 'one', foldOf(1), options)
    await append(store, 'one', 10)
    reads.length = 0
    const { state, revision } = await foldStream(store, 'one', foldOf(1), options)
    expect(reads).toStrictEqual([9n, 10n])
    expect(revision).toBe(10n)
    expect(state.seen).toHaveLength(11)
  })

  it('takes no notice of a snapshot that another version made', async () => {
    const { store, reads } = countingStore()
    const snapshots = createSnapshots(10)
    for (let n = 0; n < 3; n++) await append(store, 'one', n)
    await foldStream(store, 'one', foldOf(1), { snapshots, snapshotAfter: 1 })
    reads.length = 0
    const { state } = await foldStream(store, 'one', foldOf(2), { snapshots, snapshotAfter: 1 })
    expect(reads).toStrictEqual([0n, 1n, 2n])
    expect(state).toStrictEqual((await foldStream(store, 'one', foldOf(2))).state)
  })

  it('takes no notice of a snapshot of another history', async () => {
    const snapshots = createSnapshots(10)
    const options = { snapshots, snapshotAfter: 1 }
    const [lost, restored] = [memoryEventStore(), memoryEventStore()]
    for (let n = 0; n < 3; n++) await append(lost, 'one', n)
    await foldStream(lost, 'one', foldOf(1), options)
    for (let n = 0; n < 5; n++) await append(restored, 'one', n)
    const full = await foldStream(restored, 'one', foldOf(1))
    expect(await foldStream(restored, 'one', foldOf(1), options)).toStrictEqual(full)
  })

  it('replays a stream whose events grow too old', async () => {
    const { store, reads } = countingStore()
    const snapshots = createSnapshots(10)
    for (let n = 0; n < 3; n++) await append(store, 'one', n)
    await foldStream(store, 'one', foldOf(1), { snapshots, snapshotAfter: 1 })
    await store.writeMetadata('one', { maxAgeMs: 3_600_000 })
    reads.length = 0
    await foldStream(store, 'one', foldOf(1), { snapshots, snapshotAfter: 1 })
    expect(reads).toStrictEqual([0n, 1n, 2n])
  })

  it('shares nothing with who was given a state', async () => {
    const store = memoryEventStore()
    const snapshots = createSnapshots(10)
    for (let n = 0; n < 3; n++) await append(store, 'one', n)
    const options = { snapshots, snapshotAfter: 1 }
    const { state } = await foldStream(store, 'one', foldOf(1), options)
    Reflect.set(state.seen, 0, 'vandal')
    expect((await foldStream(store, 'one', foldOf(1), options)).state.seen).not.toContain('vandal')
  })

  it('is at the beginning where there is no stream', async () => {
    const snapshots = createSnapshots(1)
    expect(await foldStream(memoryEventStore(), 'none', foldOf(3), { snapshots })).toStrictEqual({
      state: { seen: [], sum: 3 },
      revision: 'no-stream',
    })
  })
})

async function revisionOf(store: EventStore, streamId: string): Promise<bigint | 'no-stream'> {
  for await (const { revision } of store.readStream(streamId, { direction: 'backwards', limit: 1 }))
    return revision
  return 'no-stream'
}

/** Where the stream has ended, nothing is appended. */
async function append(store: EventStore, streamId: string, n: number): Promise<void> {
  const event = { id: crypto.randomUUID(), type: 'SomethingHappened', data: { n } }
  await store.append(streamId, [event], await revisionOf(store, streamId))
}

async function end(store: EventStore, streamId: string): Promise<void> {
  await store.tombstone(streamId, await revisionOf(store, streamId))
}

/** A store that notes the revisions that are read from it. */
function countingStore() {
  const store = memoryEventStore()
  const reads: bigint[] = []
  const counting: EventStore = {
    ...store,
    async *readStream(streamId, options) {
      for await (const event of store.readStream(streamId, options)) {
        reads.push(event.revision)
        yield event
      }
    },
  }
  return { store: counting, reads }
}
