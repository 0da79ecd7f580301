import { expect } from 'vitest'
import type { EventStore, ExpectedRevision } from '../src/index.ts'
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
  storeCase,
  streamOf,
  type EventStoreCase,
} from './event-store-harness.ts'

const ENDED = { ok: true, value: null }
const REFUSED = { ok: false, failure: { kind: 'stream-tombstoned' } }

/** Ending a stream for good. */
export const tombstoneCases: readonly EventStoreCase[] = [
  storeCase('ends a stream: it reads as empty', async (store) => {
    const streamId = newStream()
    await appended(store, streamId, newEvents(3), 'no-stream')
    expect(await store.tombstone(streamId, 2n)).toStrictEqual(ENDED)
    expect(await streamOf(store, streamId)).toStrictEqual([])
    expect(await collect(store.readStream(streamId, { direction: 'backwards' }))).toStrictEqual([])
    expect(await collect(store.readStream(streamId, { from: 1n, limit: 1 }))).toStrictEqual([])
  }),

  storeCase('refuses whatever comes after a tombstone, whatever it expects', async (store) => {
    const streamId = newStream()
    const [first, second] = [newEvent(), newEvent()]
    const elsewhere = newEvent()
    await appended(store, newStream(), [elsewhere], 'no-stream')
    await appended(store, streamId, [first], 'no-stream')
    await appended(store, streamId, [second], 0n)
    expect(await store.tombstone(streamId, 1n)).toStrictEqual(ENDED)
    const after = await marker(store)
    const expectations: readonly ExpectedRevision[] = ['no-stream', 0n, 1n, 2n, 7n]
    for (const expected of expectations) {
      expect(await store.append(streamId, [newEvent()], expected)).toStrictEqual(REFUSED)
      expect(await store.tombstone(streamId, expected)).toStrictEqual(REFUSED)
    }
    expect(await store.append(streamId, [first], 'no-stream')).toStrictEqual(REFUSED)
    expect(await store.append(streamId, [second], 0n)).toStrictEqual(REFUSED)
    expect(await store.append(streamId, [elsewhere], 1n)).toStrictEqual(REFUSED)
    expect(await collect(store.readAll({ after }))).toStrictEqual([])
  }),

  storeCase('ends only the history that was decided on', async (store) => {
    const streamId = newStream()
    const events = newEvents(2)
    await expectConflict(store, streamId, 0n, 'no-stream')
    await appended(store, streamId, events, 'no-stream')
    await expectConflict(store, streamId, 'no-stream', 1n)
    await expectConflict(store, streamId, 0n, 1n)
    await expectConflict(store, streamId, 2n, 1n)
    expectRecorded(await streamOf(store, streamId), streamId, events)
    await appended(store, streamId, newEvents(1), 1n)
  }),

  storeCase('ends a stream that has not begun', async (store) => {
    const streamId = newStream()
    expect(await store.tombstone(streamId, 'no-stream')).toStrictEqual(ENDED)
    expect(await store.append(streamId, [newEvent()], 'no-stream')).toStrictEqual(REFUSED)
    expect(await streamOf(store, streamId)).toStrictEqual([])
  }),

  storeCase('ends one stream and no other', async (store) => {
    const [ended, other] = [newStream(), newStream()]
    const events = newEvents(2)
    await appended(store, ended, newEvents(2), 'no-stream')
    await appended(store, other, events, 'no-stream')
    expect(await store.tombstone(ended, 1n)).toStrictEqual(ENDED)
    const more = newEvents(1)
    await appended(store, other, more, 1n)
    expectRecorded(await streamOf(store, other), other, [...events, ...more])
  }),

  storeCase('adds nothing to the log', async (store) => {
    const streamId = newStream()
    await appended(store, streamId, newEvents(1), 'no-stream')
    const after = await marker(store)
    expect(await store.tombstone(streamId, 0n)).toStrictEqual(ENDED)
    const last = newEvent()
    await appended(store, newStream(), [last], 'no-stream')
    expect(idsOf(await collect(store.readAll({ after })))).toStrictEqual([last.id])
  }),

  storeCase('lets either the tombstone or the append win, never both', async (store) => {
    for (let round = 0; round < 10; round++) {
      const streamId = newStream()
      await appended(store, streamId, newEvents(1), 'no-stream')
      const [appending, ending] = await Promise.all([
        store.append(streamId, [newEvent()], 0n),
        store.tombstone(streamId, 0n),
      ])
      if (appending.ok)
        expect(ending).toStrictEqual({
          ok: false,
          failure: { kind: 'revision-conflict', actual: 1n },
        })
      else {
        expect(appending).toStrictEqual(REFUSED)
        expect(ending).toStrictEqual(ENDED)
      }
      expect(await streamOf(store, streamId)).toHaveLength(appending.ok ? 2 : 0)
    }
  }),

  conformanceCase('has a tombstone after a restart', async ({ store, reopen }) => {
    const streamId = newStream()
    await appended(store, streamId, newEvents(2), 'no-stream')
    expect(await store.tombstone(streamId, 1n)).toStrictEqual(ENDED)
    const restarted = await reopen()
    expect(await streamOf(restarted, streamId)).toStrictEqual([])
    expect(await restarted.append(streamId, [newEvent()], 1n)).toStrictEqual(REFUSED)
  }),
]

async function expectConflict(
  store: EventStore,
  streamId: string,
  expected: ExpectedRevision,
  actual: ExpectedRevision,
): Promise<void> {
  expect(await store.tombstone(streamId, expected)).toStrictEqual({
    ok: false,
    failure: { kind: 'revision-conflict', actual },
  })
}
