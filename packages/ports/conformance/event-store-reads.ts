import { expect } from 'vitest'
import type { ReadStreamOptions } from '../src/index.ts'
import {
  appended,
  collect,
  expectIncreasing,
  expectRecorded,
  marker,
  newEvents,
  newStream,
  storeCase,
  streamOf,
  take,
  vandalize,
  type EventStoreCase,
} from './event-store-harness.ts'

/** More than any adapter reads at a time. */
export const SEVERAL_PAGES = 700

/** Reading back: windows, directions, the order of the whole store. */
export const readCases: readonly EventStoreCase[] = [
  storeCase('reads a stream that is not there as empty', async (store) => {
    const streamId = newStream()
    expect(await streamOf(store, streamId)).toStrictEqual([])
    expect(await collect(store.readStream(streamId, { direction: 'backwards' }))).toStrictEqual([])
    expect(await collect(store.readStream(streamId, { from: 3n, limit: 2 }))).toStrictEqual([])
  }),

  storeCase('reads the asked window of a stream, in both directions', async (store) => {
    const streamId = newStream()
    await appended(store, streamId, newEvents(5), 'no-stream')
    const windows: readonly [ReadStreamOptions, readonly bigint[]][] = [
      [{}, [0n, 1n, 2n, 3n, 4n]],
      [{ direction: 'forwards' }, [0n, 1n, 2n, 3n, 4n]],
      [{ from: 0n }, [0n, 1n, 2n, 3n, 4n]],
      [{ from: 2n }, [2n, 3n, 4n]],
      [{ from: 4n }, [4n]],
      [{ from: 5n }, []],
      [{ limit: 2 }, [0n, 1n]],
      [{ limit: 9 }, [0n, 1n, 2n, 3n, 4n]],
      [{ limit: 0 }, []],
      [{ from: 1n, limit: 3 }, [1n, 2n, 3n]],
      [{ direction: 'backwards' }, [4n, 3n, 2n, 1n, 0n]],
      [{ direction: 'backwards', limit: 1 }, [4n]],
      [{ direction: 'backwards', limit: 0 }, []],
      [{ direction: 'backwards', from: 2n }, [2n, 1n, 0n]],
      [{ direction: 'backwards', from: 0n }, [0n]],
      [{ direction: 'backwards', from: 99n }, [4n, 3n, 2n, 1n, 0n]],
      [{ direction: 'backwards', from: 3n, limit: 2 }, [3n, 2n]],
    ]
    for (const [options, revisions] of windows) {
      const read = await collect(store.readStream(streamId, options))
      expect(read.map((event) => event.revision)).toStrictEqual(revisions)
    }
  }),

  storeCase('reads the same record in every way of reading', async (store, signal) => {
    const streamId = newStream()
    const after = await marker(store)
    await appended(store, streamId, newEvents(3), 'no-stream')
    const recorded = await streamOf(store, streamId)
    const backwards = await collect(store.readStream(streamId, { direction: 'backwards' }))
    expect(backwards.toReversed()).toStrictEqual(recorded)
    expect(await collect(store.readAll({ after }))).toStrictEqual(recorded)
    expect(await take(store.subscribe({ after, signal }), 3)).toStrictEqual(recorded)
  }),

  storeCase('reads a stream of several pages whole', async (store) => {
    const streamId = newStream()
    const events = newEvents(SEVERAL_PAGES)
    const after = await marker(store)
    await appended(store, streamId, events, 'no-stream')
    const recorded = await streamOf(store, streamId)
    expectRecorded(recorded, streamId, events)
    const backwards = await collect(store.readStream(streamId, { direction: 'backwards' }))
    expect(backwards.toReversed()).toStrictEqual(recorded)
    expect(await collect(store.readAll({ after }))).toStrictEqual(recorded)
    const limit = SEVERAL_PAGES - 1
    expect(await collect(store.readStream(streamId, { limit }))).toHaveLength(limit)
    expect(await collect(store.readAll({ after, limit }))).toHaveLength(limit)
  }),

  storeCase('reads all streams by position, in the order of appending', async (store) => {
    const [one, other] = [newStream(), newStream()]
    const after = await marker(store)
    await appended(store, one, newEvents(1), 'no-stream')
    await appended(store, other, newEvents(2), 'no-stream')
    const { position } = await appended(store, one, newEvents(1), 0n)
    const all = await collect(store.readAll({ after }))
    expect(all.map((event) => [event.streamId, event.revision])).toStrictEqual([
      [one, 0n],
      [other, 0n],
      [other, 1n],
      [one, 1n],
    ])
    expectIncreasing([after, ...all.map((event) => event.position)])
    expect(all[3]?.position).toBe(position)
  }),

  storeCase('reads the asked window of the whole store', async (store) => {
    const streamId = newStream()
    const after = await marker(store)
    await appended(store, streamId, newEvents(4), 'no-stream')
    const all = await collect(store.readAll({ after }))
    expect(all).toHaveLength(4)
    for (const [index, { position }] of all.entries())
      expect(await collect(store.readAll({ after: position }))).toStrictEqual(all.slice(index + 1))
    expect(await collect(store.readAll({ after, limit: 2 }))).toStrictEqual(all.slice(0, 2))
    expect(await collect(store.readAll({ after, limit: 0 }))).toStrictEqual([])
    expect(await collect(store.readAll({ after, limit: 9 }))).toStrictEqual(all)
    const whole = await collect(store.readAll())
    expect(whole.slice(-4)).toStrictEqual(all)
    expect(await collect(store.readAll({ limit: 1 }))).toStrictEqual(whole.slice(0, 1))
  }),

  storeCase('hands out copies: changing one changes nothing inside', async (store, signal) => {
    const streamId = newStream()
    const [event, ...rest] = newEvents(2)
    const data = { list: [1, 2], place: { city: 'one' } }
    const after = await marker(store)
    await appended(store, streamId, [{ ...event, data }, ...rest], 'no-stream')
    const before = structuredClone(await streamOf(store, streamId))
    const handedOut = [
      await streamOf(store, streamId),
      await collect(store.readStream(streamId, { direction: 'backwards' })),
      await collect(store.readAll({ after })),
      await take(store.subscribe({ after, signal }), 2),
    ]
    for (const event of handedOut.flat()) {
      vandalize(event.data)
      Reflect.set(event, 'type', 'VandalCame')
    }
    expect(await streamOf(store, streamId)).toStrictEqual(before)
    expect(await collect(store.readAll({ after }))).toStrictEqual(before)
    expect(await take(store.subscribe({ after, signal }), 2)).toStrictEqual(before)
  }),

  storeCase('goes on after a reader has left early', async (store) => {
    const streamId = newStream()
    const after = await marker(store)
    await appended(store, streamId, newEvents(SEVERAL_PAGES), 'no-stream')
    expect(await take(store.readStream(streamId), 1)).toHaveLength(1)
    expect(await take(store.readAll({ after }), 2)).toHaveLength(2)
    await appended(store, streamId, newEvents(1), BigInt(SEVERAL_PAGES - 1))
    expect(await streamOf(store, streamId)).toHaveLength(SEVERAL_PAGES + 1)
  }),
]
