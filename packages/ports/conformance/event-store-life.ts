import { expect } from 'vitest'
import { StoreUnavailableError, type EventStore } from '../src/index.ts'
import { conformanceCase } from './case.ts'
import {
  appended,
  collect,
  expectRecorded,
  marker,
  newEvent,
  newEvents,
  newStream,
  outcomeOf,
  storeCase,
  streamOf,
  type EventStoreCase,
} from './event-store-harness.ts'

/** Closing and coming back: what was acknowledged is there, and nothing works on a closed store. */
export const lifeCases: readonly EventStoreCase[] = [
  conformanceCase('has everything after a restart and goes on from there', async (harness) => {
    const streamId = newStream()
    const after = await marker(harness.store)
    const events = newEvents(3)
    const answer = await appended(harness.store, streamId, events, 'no-stream')
    const before = await collect(harness.store.readAll({ after }))

    const restarted = await harness.reopen()
    expect(await collect(restarted.readAll({ after }))).toStrictEqual(before)
    expect(await restarted.append(streamId, [newEvent()], 'no-stream')).toStrictEqual({
      ok: false,
      failure: { kind: 'revision-conflict', actual: 2n },
    })
    const more = newEvents(2)
    const continued = await appended(restarted, streamId, more, 2n)
    expect(continued.position).toBeGreaterThan(answer.position)
    expectRecorded(await streamOf(restarted, streamId), streamId, [...events, ...more])
  }),

  conformanceCase('finishes appends under way before it closes', async ({ store, reopen }) => {
    const streams = Array.from({ length: 100 }, () => ({ id: newStream(), events: newEvents(2) }))
    const appending = streams.map(({ id, events }) => store.append(id, events, 'no-stream'))
    const closing = store.close()
    const outcomes = await Promise.all(appending)
    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(streams.length)
    await closing
    const restarted = await reopen()
    for (const { id, events } of streams) expectRecorded(await streamOf(restarted, id), id, events)
  }),

  storeCase('refuses every use after it is closed', async (store, signal) => {
    await appended(store, newStream(), newEvents(1), 'no-stream')
    await store.close()
    await expectClosed(store.append(newStream(), [newEvent()], 'no-stream'))
    await expectClosed(collect(store.readStream(newStream())))
    await expectClosed(collect(store.readAll()))
    await expectClosed(collect(store.subscribe({ signal })))
    await expectClosed(store.readMetadata(newStream()))
    await expectClosed(store.writeMetadata(newStream(), {}))
    await expectClosed(store.tombstone(newStream(), 'no-stream'))
  }),

  storeCase('refuses an append that comes while it closes', async (store) => {
    const closing = store.close()
    await expectClosed(store.append(newStream(), [newEvent()], 'no-stream'))
    await closing
  }),

  storeCase(
    'ends a subscription that waits with an error when it closes',
    async (store, signal) => {
      const after = await marker(store)
      const waiting = expectClosed(collect(store.subscribe({ after, signal })))
      await closeOnceWaiting(store)
      await waiting
    },
  ),

  storeCase('ends a reader in the middle with an error when it closes', async (store) => {
    const streamId = newStream()
    await appended(store, streamId, newEvents(3), 'no-stream')
    const reader = store.readStream(streamId)[Symbol.asyncIterator]()
    expect(await reader.next()).toMatchObject({ done: false })
    await store.close()
    await expectClosed(reader.next())
  }),

  storeCase('closes twice as it closes once', async (store) => {
    await Promise.all([store.close(), store.close()])
    await store.close()
    await expectClosed(collect(store.readAll()))
  }),
]

/** Any answer to an append comes after the subscriber had its chance to begin waiting. */
async function closeOnceWaiting(store: EventStore): Promise<void> {
  const streamId = newStream()
  await store.append(streamId, [newEvent()], 0n)
  await store.append(streamId, [newEvent()], 0n)
  await store.close()
}

async function expectClosed(use: Promise<unknown>): Promise<void> {
  const outcome = await outcomeOf(use)
  expect(outcome).toBeInstanceOf(StoreUnavailableError)
  expect(outcome).toMatchObject({ code: 'STORE_CLOSED' })
}
