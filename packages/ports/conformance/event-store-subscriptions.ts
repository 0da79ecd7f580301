import { expect } from 'vitest'
import type { EventStore, RecordedEvent } from '../src/index.ts'
import {
  appended,
  collect,
  idsOf,
  marker,
  newEvent,
  newEvents,
  newStream,
  outcomeOf,
  storeCase,
  streamOf,
  take,
  vandalize,
  type EventStoreCase,
} from './event-store-harness.ts'
import { SEVERAL_PAGES } from './event-store-reads.ts'

/** Following the log: history, then what is appended, once each, until the signal aborts. */
export const subscriptionCases: readonly EventStoreCase[] = [
  storeCase('delivers the history and then what is appended', async (store, signal) => {
    const streamId = newStream()
    const after = await marker(store)
    await appended(store, streamId, newEvents(2), 'no-stream')
    const subscription = iterate(store.subscribe({ after, signal }))
    const seen = [await subscription.next(), await subscription.next()]
    const waiting = subscription.next()
    await appended(store, streamId, newEvents(2), 1n)
    seen.push(await waiting, await subscription.next())
    expect(seen).toStrictEqual(await streamOf(store, streamId))
  }),

  storeCase('follows from the very beginning without a checkpoint', async (store, signal) => {
    await appended(store, newStream(), newEvents(2), 'no-stream')
    const history = await collect(store.readAll())
    expect(await take(store.subscribe({ signal }), history.length)).toStrictEqual(history)
  }),

  storeCase(
    'neither skips nor repeats while appends race the end of history',
    async (store, signal) => {
      const after = await marker(store)
      await appended(store, newStream(), newEvents(SEVERAL_PAGES), 'no-stream')
      const writers = 8
      const perWriter = 40
      const following = take(
        store.subscribe({ after, signal }),
        SEVERAL_PAGES + writers * perWriter,
      )
      await Promise.all(Array.from({ length: writers }, () => writeOneByOne(store, perWriter)))
      const seen = await following
      expect(idsOf(seen)).toStrictEqual(idsOf(await collect(store.readAll({ after }))))
      expect(seen).toHaveLength(SEVERAL_PAGES + writers * perWriter)
    },
  ),

  storeCase('goes on after the checkpoint it is given', async (store, signal) => {
    const after = await marker(store)
    await appended(store, newStream(), newEvents(5), 'no-stream')
    const first = await take(store.subscribe({ after, signal }), 2)
    const checkpoint = first[1]?.position ?? after
    await appended(store, newStream(), newEvents(2), 'no-stream')
    const second = await take(store.subscribe({ after: checkpoint, signal }), 5)
    expect([...first, ...second]).toStrictEqual(await collect(store.readAll({ after })))
  }),

  storeCase(
    'waits at the end of history when the checkpoint is the last event',
    async (store, signal) => {
      const after = await marker(store)
      const subscription = iterate(store.subscribe({ after, signal }))
      const waiting = subscription.next()
      const event = newEvent()
      await appended(store, newStream(), [event], 'no-stream')
      expect(await waiting).toMatchObject({ id: event.id })
    },
  ),

  storeCase('delivers nothing of a refused append', async (store, signal) => {
    const streamId = newStream()
    const after = await marker(store)
    const following = take(store.subscribe({ after, signal }), 2)
    const [first, last] = [newEvent(), newEvent()]
    await appended(store, streamId, [first], 'no-stream')
    expect((await store.append(streamId, [newEvent()], 'no-stream')).ok).toBe(false)
    expect((await store.append(streamId, [newEvent(), first], 0n)).ok).toBe(false)
    await appended(store, streamId, [first], 'no-stream')
    await appended(store, streamId, [last], 0n)
    expect(idsOf(await following)).toStrictEqual([first.id, last.id])
  }),

  storeCase('ends quietly when the signal aborts while it waits', async (store, signal) => {
    const after = await marker(store)
    await appended(store, newStream(), newEvents(1), 'no-stream')
    const leaving = new AbortController()
    const subscription = iterate(
      store.subscribe({ after, signal: AbortSignal.any([signal, leaving.signal]) }),
    )
    expect(await subscription.next()).toBeDefined()
    const waiting = subscription.next()
    leaving.abort()
    expect(await outcomeOf(waiting)).toBeUndefined()
    expect(await outcomeOf(subscription.next())).toBeUndefined()
  }),

  storeCase(
    'ends quietly when the signal aborts in the middle of history',
    async (store, signal) => {
      const after = await marker(store)
      await appended(store, newStream(), newEvents(5), 'no-stream')
      const leaving = new AbortController()
      const subscription = iterate(
        store.subscribe({ after, signal: AbortSignal.any([signal, leaving.signal]) }),
      )
      expect(await subscription.next()).toBeDefined()
      leaving.abort()
      expect(await outcomeOf(subscription.next())).toBeUndefined()
    },
  ),

  storeCase('delivers nothing when the signal has aborted before', async (store) => {
    const after = await marker(store)
    await appended(store, newStream(), newEvents(1), 'no-stream')
    const subscription = store.subscribe({ after, signal: AbortSignal.abort() })
    expect(await outcomeOf(collect(subscription))).toStrictEqual([])
  }),

  storeCase('serves two subscribers each with everything', async (store, signal) => {
    const after = await marker(store)
    const streamId = newStream()
    await appended(store, streamId, newEvents(3), 'no-stream')
    const untouched = take(store.subscribe({ after, signal }), 6)
    const vandalized = takeAndVandalize(store.subscribe({ after, signal }), 6)
    await appended(store, streamId, newEvents(3), 2n)
    expect(await vandalized).toHaveLength(6)
    expect(await untouched).toStrictEqual(await streamOf(store, streamId))
  }),

  storeCase('goes on for one subscriber when another leaves', async (store, signal) => {
    const after = await marker(store)
    const leaving = new AbortController()
    const left = collect(
      store.subscribe({ after, signal: AbortSignal.any([signal, leaving.signal]) }),
    )
    const staying = take(store.subscribe({ after, signal }), 2)
    leaving.abort()
    expect(await outcomeOf(left)).toStrictEqual([])
    const events = newEvents(2)
    await appended(store, newStream(), events, 'no-stream')
    expect(idsOf(await staying)).toStrictEqual(idsOf(events))
  }),

  storeCase('lets writers go on while a subscriber is slow', async (store, signal) => {
    const after = await marker(store)
    await appended(store, newStream(), newEvents(1), 'no-stream')
    const subscription = iterate(store.subscribe({ after, signal }))
    const seen = [await subscription.next()]
    // Nobody asks for the next event until every writer has its answer.
    await Promise.all([
      appended(store, newStream(), newEvents(SEVERAL_PAGES), 'no-stream'),
      writeOneByOne(store, 20),
      writeOneByOne(store, 20),
    ])
    while (seen.length < 1 + SEVERAL_PAGES + 40) seen.push(await subscription.next())
    expect(seen).toStrictEqual(await collect(store.readAll({ after })))
  }),
]

/** Appends one event after the other to a stream of its own. */
async function writeOneByOne(store: EventStore, count: number): Promise<void> {
  const streamId = newStream()
  for (let written = 0; written < count; written++)
    await appended(store, streamId, newEvents(1), written === 0 ? 'no-stream' : BigInt(written - 1))
}

/** Steps by hand: `undefined` is the end of the iteration. */
function iterate<Item>(source: AsyncIterable<Item>): { next(): Promise<Item | undefined> } {
  const iterator = source[Symbol.asyncIterator]()
  return {
    async next() {
      const step = await iterator.next()
      return step.done === true ? undefined : step.value
    },
  }
}

async function takeAndVandalize(
  source: AsyncIterable<RecordedEvent>,
  count: number,
): Promise<readonly RecordedEvent[]> {
  const events: RecordedEvent[] = []
  for await (const event of source) {
    vandalize(event.data)
    events.push(event)
    if (events.length === count) break
  }
  return events
}
