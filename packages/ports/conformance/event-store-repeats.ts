import { expect } from 'vitest'
import type { EventStore, NewEvent } from '../src/index.ts'
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

/** Asking again: the same answer for the same append, and a refusal for anything that only resembles it. */
export const repeatCases: readonly EventStoreCase[] = [
  storeCase('answers a repeated append as it did the first time', async (store) => {
    const streamId = newStream()
    const events = newEvents(3)
    const answer = await appended(store, streamId, events, 'no-stream')
    expect(await appended(store, streamId, events, 'no-stream')).toStrictEqual(answer)
    const more = newEvents(2)
    const second = await appended(store, streamId, more, 2n)
    expect(await appended(store, streamId, more, 2n)).toStrictEqual(second)
    // Whoever repeats one may have recorded something else then.
    expect(await store.append(streamId, more, 2n)).toStrictEqual({ ok: true, value: second })
    expectRecorded(await streamOf(store, streamId), streamId, [...events, ...more])
  }),

  storeCase('answers a repeat also after others have appended', async (store) => {
    const streamId = newStream()
    const first = newEvents(2)
    const second = newEvents(2)
    const third = newEvents(2)
    const created = await appended(store, streamId, first, 'no-stream')
    const continued = await appended(store, streamId, second, 1n)
    await appended(store, streamId, third, 3n)
    await marker(store)
    expect(await appended(store, streamId, first, 'no-stream')).toStrictEqual(created)
    expect(await appended(store, streamId, second, 1n)).toStrictEqual(continued)
    expectRecorded(await streamOf(store, streamId), streamId, [...first, ...second, ...third])
  }),

  storeCase('records an append once that is repeated at the same time', async (store) => {
    const streamId = newStream()
    const events = newEvents(2)
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => appended(store, streamId, events, 'no-stream')),
    )
    expect(new Set(answers.map(({ position }) => position))).toHaveLength(1)
    expect(new Set(answers.map(({ revision }) => revision))).toStrictEqual(new Set([1n]))
    expectRecorded(await streamOf(store, streamId), streamId, events)
  }),

  storeCase('decides a repeat by the ids and keeps what was recorded first', async (store) => {
    const streamId = newStream()
    const event = newEvent('FirstHappened', { telling: 'first' })
    const answer = await appended(store, streamId, [event], 'no-stream')
    const retold: NewEvent = { id: event.id, type: 'SecondHappened', data: { telling: 'second' } }
    expect(await appended(store, streamId, [retold], 'no-stream')).toStrictEqual(answer)
    expectRecorded(await streamOf(store, streamId), streamId, [event])
  }),

  conformanceCase('answers a repeat after a restart', async ({ store, reopen }) => {
    const streamId = newStream()
    const events = newEvents(2)
    const answer = await appended(store, streamId, events, 'no-stream')
    const restarted = await reopen()
    expect(await appended(restarted, streamId, events, 'no-stream')).toStrictEqual(answer)
    expectRecorded(await streamOf(restarted, streamId), streamId, events)
  }),

  storeCase('refuses an append that repeats only a part of another', async (store) => {
    const streamId = newStream()
    const [a, b, c] = [newEvent(), newEvent(), newEvent()]
    await appended(store, streamId, [a, b], 'no-stream')
    await expectDuplicate(store, streamId, [a], 'no-stream', a.id)
    await expectDuplicate(store, streamId, [b], 'no-stream', b.id)
    await expectDuplicate(store, streamId, [b], 0n, b.id)
    await expectDuplicate(store, streamId, [a, c], 'no-stream', a.id)
    await expectDuplicate(store, streamId, [c, b], 'no-stream', b.id)
    await expectDuplicate(store, streamId, [a, b, c], 'no-stream', a.id)
    await expectDuplicate(store, streamId, [b, c], 0n, b.id)
    await expectDuplicate(store, streamId, [c, a], 1n, a.id)
    await expectDuplicate(store, streamId, [b, a], 'no-stream', b.id)
    expectRecorded(await streamOf(store, streamId), streamId, [a, b])
    await appended(store, streamId, [c], 1n)
  }),

  storeCase('refuses two appends that are repeated as one', async (store) => {
    const streamId = newStream()
    const [a, b] = [newEvent(), newEvent()]
    await appended(store, streamId, [a], 'no-stream')
    await appended(store, streamId, [b], 0n)
    await expectDuplicate(store, streamId, [a, b], 'no-stream', a.id)
    expectRecorded(await streamOf(store, streamId), streamId, [a, b])
  }),

  storeCase('refuses a repeat with another expectation', async (store) => {
    const streamId = newStream()
    const [a, b] = [newEvent(), newEvent()]
    await appended(store, streamId, [a], 'no-stream')
    await appended(store, streamId, [b], 0n)
    await expectDuplicate(store, streamId, [a], 0n, a.id)
    await expectDuplicate(store, streamId, [a], 1n, a.id)
    await expectDuplicate(store, streamId, [b], 'no-stream', b.id)
    await expectDuplicate(store, streamId, [b], 1n, b.id)
    expectRecorded(await streamOf(store, streamId), streamId, [a, b])
  }),

  storeCase('refuses an id that another stream has', async (store) => {
    const [one, other] = [newStream(), newStream()]
    const [taken, free] = [newEvent(), newEvent()]
    await appended(store, one, [taken], 'no-stream')
    await expectDuplicate(store, other, [taken], 'no-stream', taken.id)
    await expectDuplicate(store, other, [free, taken], 'no-stream', taken.id)
    await expectDuplicate(store, other, [taken], 7n, taken.id)
    expect(await streamOf(store, other)).toStrictEqual([])
    await appended(store, other, [free], 'no-stream')
  }),

  storeCase('refuses an append that carries one id twice', async (store) => {
    const streamId = newStream()
    const event = newEvent()
    await expectDuplicate(store, streamId, [newEvent(), event, event], 'no-stream', event.id)
    expect(await streamOf(store, streamId)).toStrictEqual([])
  }),

  storeCase('gives an id to one of two streams that race for it', async (store) => {
    const start = await marker(store)
    const event = newEvent()
    const outcomes = await Promise.all([
      store.append(newStream(), [event], 'no-stream'),
      store.append(newStream(), [event], 'no-stream'),
    ])
    expect(outcomes.filter((outcome) => !outcome.ok)).toStrictEqual([
      { ok: false, failure: { kind: 'duplicate-event-id', id: event.id } },
    ])
    expect(idsOf(await collect(store.readAll({ after: start })))).toStrictEqual([event.id])
  }),
]

async function expectDuplicate(
  store: EventStore,
  streamId: string,
  events: readonly [NewEvent, ...NewEvent[]],
  expected: bigint | 'no-stream',
  id: string,
): Promise<void> {
  expect(await store.append(streamId, events, expected)).toStrictEqual({
    ok: false,
    failure: { kind: 'duplicate-event-id', id },
  })
}
