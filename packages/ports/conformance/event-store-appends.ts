import { InvariantError, parseStrictJson, type Json, type JsonObject } from '@trm/kernel'
import { expect } from 'vitest'
import type { EventStore, NewEvent } from '../src/index.ts'
import {
  appended,
  collect,
  expectIncreasing,
  expectRecorded,
  idsOf,
  marker,
  newEvent,
  newEvents,
  newStream,
  outcomeOf,
  storeCase,
  streamOf,
  vandalize,
  type EventStoreCase,
} from './event-store-harness.ts'

const RACERS = 10

/** Appending: revisions, conflicts, races, and data that comes back as it was handed in. */
export const appendCases: readonly EventStoreCase[] = [
  storeCase('numbers a new stream from 0 and answers with the last event', async (store) => {
    const streamId = newStream()
    const events = newEvents(3)
    const answer = await appended(store, streamId, events, 'no-stream')
    const recorded = await streamOf(store, streamId)
    expectRecorded(recorded, streamId, events)
    expect(answer).toStrictEqual({ revision: 2n, position: recorded.at(-1)?.position })
  }),

  storeCase('continues a stream at the expected revision', async (store) => {
    const streamId = newStream()
    const first = newEvents(2)
    const second = newEvents(2)
    const before = await appended(store, streamId, first, 'no-stream')
    const answer = await appended(store, streamId, second, 1n)
    const recorded = await streamOf(store, streamId)
    expectRecorded(recorded, streamId, [...first, ...second])
    expect(answer).toStrictEqual({ revision: 3n, position: recorded.at(-1)?.position })
    expect(answer.position).toBeGreaterThan(before.position)
  }),

  storeCase('refuses to create a stream that is there, and says where it stands', async (store) => {
    const streamId = newStream()
    const events = newEvents(2)
    await appended(store, streamId, events, 'no-stream')
    await expectConflict(store, streamId, 'no-stream', 1n)
    expectRecorded(await streamOf(store, streamId), streamId, events)
  }),

  storeCase('refuses to continue a stream that is not there', async (store) => {
    const streamId = newStream()
    await expectConflict(store, streamId, 0n, 'no-stream')
    expect(await streamOf(store, streamId)).toStrictEqual([])
  }),

  storeCase('refuses a revision that is past and one that is still to come', async (store) => {
    const streamId = newStream()
    const events = newEvents(3)
    await appended(store, streamId, events, 'no-stream')
    await expectConflict(store, streamId, 1n, 2n)
    await expectConflict(store, streamId, 3n, 2n)
    expectRecorded(await streamOf(store, streamId), streamId, events)
  }),

  storeCase('leaves nothing of a refused append, so that its ids stay free', async (store) => {
    const streamId = newStream()
    const start = await marker(store)
    const first = newEvent()
    const refused = newEvents(2)
    await appended(store, streamId, [first], 'no-stream')
    expect((await store.append(streamId, refused, 'no-stream')).ok).toBe(false)
    expect(idsOf(await collect(store.readAll({ after: start })))).toStrictEqual([first.id])
    await appended(store, streamId, refused, 0n)
    expectRecorded(await streamOf(store, streamId), streamId, [first, ...refused])
  }),

  storeCase('gives back any JSON as it was handed in', async (store) => {
    const streamId = newStream()
    const events = awkwardData.map((data) => newEvent('AwkwardDataHandedIn', data))
    const [first = newEvent(), ...rest] = events
    await appended(store, streamId, [first, ...rest], 'no-stream')
    const recorded = await streamOf(store, streamId)
    expectRecorded(recorded, streamId, events)
    expect(recorded.map((event) => JSON.stringify(event.data))).toStrictEqual(
      awkwardData.map((data) => JSON.stringify(data)),
    )
  }),

  storeCase('is not changed by what the caller does to what it handed in', async (store) => {
    const streamId = newStream()
    const data = { names: ['first'], place: { city: 'one' } }
    const events: [NewEvent, ...NewEvent[]] = [newEvent('SomethingHappened', data), newEvent()]
    const handedIn = structuredClone(events)
    const appending = store.append(streamId, events, 'no-stream')
    vandalize(data)
    data.names.push('second')
    events.pop()
    expect((await appending).ok).toBe(true)
    vandalize(data)
    expectRecorded(await streamOf(store, streamId), streamId, handedIn)
  }),

  storeCase('keeps streams apart whose names look alike', async (store) => {
    const streamId = newStream()
    const names = [streamId, streamId.toUpperCase(), `${streamId}-1`, streamId.slice(0, -1)]
    for (const name of names) {
      const event = newEvent()
      await appended(store, name, [event], 'no-stream')
      expectRecorded(await streamOf(store, name), name, [event])
    }
  }),

  storeCase('lets exactly one of several racing writers win', async (store) => {
    const streamId = newStream()
    const first = newEvent()
    await appended(store, streamId, [first], 'no-stream')
    const racers = Array.from({ length: RACERS }, () => newEvent())
    const outcomes = await Promise.all(racers.map((event) => store.append(streamId, [event], 0n)))
    const winner = racers.filter((_, index) => outcomes[index]?.ok === true)
    expect(winner).toHaveLength(1)
    expect(outcomes.filter((outcome) => !outcome.ok)).toStrictEqual(
      Array.from({ length: RACERS - 1 }, () => ({
        ok: false,
        failure: { kind: 'revision-conflict', actual: 1n },
      })),
    )
    expectRecorded(await streamOf(store, streamId), streamId, [first, ...winner])
  }),

  storeCase('lets exactly one of several racing creators win', async (store) => {
    const streamId = newStream()
    const racers = Array.from({ length: RACERS }, () => newEvents(2))
    const outcomes = await Promise.all(
      racers.map((events) => store.append(streamId, events, 'no-stream')),
    )
    const winner = racers.filter((_, index) => outcomes[index]?.ok === true)
    expect(winner).toHaveLength(1)
    expectRecorded(await streamOf(store, streamId), streamId, winner.flat())
  }),

  storeCase('appends to many streams at once', async (store) => {
    const start = await marker(store)
    const streams = Array.from({ length: 100 }, () => ({ id: newStream(), events: newEvents(3) }))
    const answers = await Promise.all(
      streams.map(({ id, events }) => appended(store, id, events, 'no-stream')),
    )
    for (const [index, { id, events }] of streams.entries()) {
      const recorded = await streamOf(store, id)
      expectRecorded(recorded, id, events)
      expect(answers[index]).toStrictEqual({ revision: 2n, position: recorded[2]?.position })
    }
    const all = await collect(store.readAll({ after: start }))
    expect(all).toHaveLength(300)
    expectIncreasing(all.map((event) => event.position))
  }),

  storeCase('treats a malformed event as a bug and appends nothing', async (store) => {
    const streamId = newStream()
    const malformed: readonly NewEvent[] = [
      { ...newEvent(), id: '' },
      { ...newEvent(), id: 'a'.repeat(65) },
      { ...newEvent(), id: 'with space' },
      { ...newEvent(), id: 'line\n' },
      { ...newEvent(), type: '' },
      { ...newEvent(), type: 'notPascal' },
      { ...newEvent(), type: 'With-Hyphen' },
      { ...newEvent(), type: 'A'.repeat(65) },
    ]
    for (const event of malformed) {
      const outcome = await outcomeOf(store.append(streamId, [newEvent(), event], 'no-stream'))
      expect(outcome).toBeInstanceOf(InvariantError)
    }
    expect(await streamOf(store, streamId)).toStrictEqual([])
  }),
]

async function expectConflict(
  store: EventStore,
  streamId: string,
  expected: bigint | 'no-stream',
  actual: bigint | 'no-stream',
): Promise<void> {
  expect(await store.append(streamId, [newEvent()], expected)).toStrictEqual({
    ok: false,
    failure: { kind: 'revision-conflict', actual },
  })
}

const awkwardData: readonly JsonObject[] = [
  {},
  { '': '', ' ': ' ', null: null, true: true, false: false },
  { deep: [[[{ list: [[], {}, [null]] }]]] },
  { largest: Number.MAX_SAFE_INTEGER, smallest: Number.MIN_SAFE_INTEGER, tiny: 5e-324, tenth: 0.1 },
  { order: 1, b: 2, a: 3, 10: 4, 9: 5 },
  {
    text: 'Čačak, Ђурђевдан, Gjirokastër, \u{1f9ed}, e\u0301, \u2028\u2029\u0000\u001f\u007f\ufeff',
  },
  { quotes: '"\\\'`${}; DROP TABLE event; --' },
  { long: 'x'.repeat(200_000) },
  fromText('{"__proto__":{"polluted":true},"constructor":1,"toJSON":"no"}'),
]

/** A literal cannot have a member of that name. */
function fromText(text: string): JsonObject {
  const parsed = parseStrictJson(text)
  const value: Json = parsed.ok ? parsed.value : null
  expect(value).toBeTypeOf('object')
  return value as JsonObject
}
