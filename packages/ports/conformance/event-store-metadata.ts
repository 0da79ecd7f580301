import { InvariantError } from '@trm/kernel'
import { expect } from 'vitest'
import type { EventStore, StreamMetadata } from '../src/index.ts'
import { conformanceCase } from './case.ts'
import {
  appended,
  collect,
  expectRecorded,
  idsOf,
  marker,
  newEvent,
  newEvents,
  newStream,
  outcomeOf,
  storeCase,
  streamOf,
  take,
  until,
  type EventStoreCase,
} from './event-store-harness.ts'

const HOUR_MS = 3_600_000
const SHORTEST_MS = 1_000

/** What a stream says about itself, and the age from which its events are not read any more. */
export const metadataCases: readonly EventStoreCase[] = [
  storeCase('reads no metadata where nobody wrote any', async (store) => {
    const streamId = newStream()
    expect(await store.readMetadata(streamId)).toStrictEqual({})
    await appended(store, streamId, newEvents(1), 'no-stream')
    expect(await store.readMetadata(streamId)).toStrictEqual({})
  }),

  storeCase('replaces metadata as a whole, each stream its own', async (store) => {
    const [one, other] = [newStream(), newStream()]
    const written: readonly StreamMetadata[] = [{ maxAgeMs: HOUR_MS }, { maxAgeMs: 7_000 }, {}]
    await store.writeMetadata(other, { maxAgeMs: 2 * HOUR_MS })
    for (const metadata of written) {
      await store.writeMetadata(one, metadata)
      expect(await store.readMetadata(one)).toStrictEqual(metadata)
    }
    expect(await store.readMetadata(other)).toStrictEqual({ maxAgeMs: 2 * HOUR_MS })
  }),

  storeCase('takes metadata before the first event', async (store) => {
    const streamId = newStream()
    await store.writeMetadata(streamId, { maxAgeMs: HOUR_MS })
    expect(await streamOf(store, streamId)).toStrictEqual([])
    const events = newEvents(2)
    expect((await store.append(streamId, [newEvent()], 0n)).ok).toBe(false)
    await appended(store, streamId, events, 'no-stream')
    expectRecorded(await streamOf(store, streamId), streamId, events)
    expect(await store.readMetadata(streamId)).toStrictEqual({ maxAgeMs: HOUR_MS })
  }),

  storeCase('keeps metadata out of the log', async (store, signal) => {
    const streamId = newStream()
    const after = await marker(store)
    const [first, second] = [newEvent(), newEvent()]
    await store.writeMetadata(streamId, { maxAgeMs: HOUR_MS })
    await appended(store, streamId, [first], 'no-stream')
    await store.writeMetadata(streamId, {})
    await appended(store, streamId, [second], 0n)
    const ids = idsOf([first, second])
    expect(idsOf(await collect(store.readAll({ after })))).toStrictEqual(ids)
    expect(idsOf(await take(store.subscribe({ after, signal }), 2))).toStrictEqual(ids)
  }),

  conformanceCase('has the metadata after a restart', async ({ store, reopen }) => {
    const streamId = newStream()
    await store.writeMetadata(streamId, { maxAgeMs: HOUR_MS })
    const restarted = await reopen()
    expect(await restarted.readMetadata(streamId)).toStrictEqual({ maxAgeMs: HOUR_MS })
  }),

  storeCase('reads what is not too old', async (store) => {
    const streamId = newStream()
    const events = newEvents(3)
    await appended(store, streamId, events, 'no-stream')
    await store.writeMetadata(streamId, { maxAgeMs: HOUR_MS })
    expectRecorded(await streamOf(store, streamId), streamId, events)
    const backwards = await collect(store.readStream(streamId, { direction: 'backwards' }))
    expect(backwards.map(({ revision }) => revision)).toStrictEqual([2n, 1n, 0n])
  }),

  storeCase('leaves out what is too old, and goes on counting', async (store) => {
    const streamId = newStream()
    const old = newEvents(3)
    const created = await appended(store, streamId, old, 'no-stream')
    await store.writeMetadata(streamId, { maxAgeMs: SHORTEST_MS })
    await untilEmpty(store, streamId)
    expect(await store.append(streamId, [newEvent()], 'no-stream')).toStrictEqual({
      ok: false,
      failure: { kind: 'revision-conflict', actual: 2n },
    })
    expect(await appended(store, streamId, old, 'no-stream')).toStrictEqual(created)

    const fresh = newEvents(2)
    expect((await appended(store, streamId, fresh, 2n)).revision).toBe(4n)
    // The fresh ones age as well. What was too old may come back now, unless it has been compacted.
    await store.writeMetadata(streamId, {})
    const read = await streamOf(store, streamId)
    expectRecorded(read.slice(-2), streamId, fresh, 3n)
  }),

  storeCase('leaves the young ones of a stream when the old ones go', async (store) => {
    const streamId = newStream()
    await appended(store, streamId, newEvents(2), 'no-stream')
    await store.writeMetadata(streamId, { maxAgeMs: 2 * SHORTEST_MS })
    await untilEmpty(store, streamId)
    const young = newEvents(2)
    await appended(store, streamId, young, 1n)
    expectRecorded(await streamOf(store, streamId), streamId, young, 2n)
    const backwards = await collect(store.readStream(streamId, { direction: 'backwards' }))
    expect(backwards.map(({ revision }) => revision)).toStrictEqual([3n, 2n])
    const windows = [{ from: 0n, limit: 1 }, { from: 1n, limit: 1 }, { limit: 1 }] as const
    for (const window of windows) {
      const read = await collect(store.readStream(streamId, window))
      expect(read.map(({ revision }) => revision)).toStrictEqual([2n])
    }
  }),

  storeCase('treats an age that is no whole number of seconds as a bug', async (store) => {
    const streamId = newStream()
    for (const maxAgeMs of [0, -1_000, 999, 1_500, Number.NaN, Infinity, 2 ** 53]) {
      const outcome = await outcomeOf(store.writeMetadata(streamId, { maxAgeMs }))
      expect(outcome).toBeInstanceOf(InvariantError)
    }
    expect(await store.readMetadata(streamId)).toStrictEqual({})
  }),
]

/** Waits for the store's own clock. */
function untilEmpty(store: EventStore, streamId: string): Promise<void> {
  return until(async () => (await streamOf(store, streamId)).length === 0)
}
