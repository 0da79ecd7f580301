import { memoryEventStore, newEventStoreState } from '@trm/adapter-memory'
import { fail } from '@trm/kernel'
import { digestOfEvents, type EventStore, type NewEvent, type RecordedEvent } from '@trm/ports'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { copyStore } from './copy-store.ts'

const STREAMS = ['case-1', 'case-2', 'journal']
let lastId = 0

const newEvent = (data: NewEvent['data'] = {}): NewEvent => ({
  id: `id-${++lastId}`,
  type: 'SomethingHappened',
  data,
})

/** Appends one event to the stream of that number, wherever it stands. */
async function appendTo(store: EventStore, stream: number, event = newEvent()): Promise<void> {
  const streamId = STREAMS[stream % STREAMS.length] ?? ''
  let expected: bigint | 'no-stream' = 'no-stream'
  for await (const last of store.readStream(streamId, { direction: 'backwards', limit: 1 }))
    expected = last.revision
  expect((await store.append(streamId, [event], expected)).ok).toBe(true)
}

async function storeWith(streams: readonly number[]): Promise<EventStore> {
  const store = memoryEventStore()
  for (const [index, stream] of streams.entries())
    await appendTo(store, stream, newEvent({ index, stream }))
  return store
}

async function eventsOf(store: EventStore): Promise<readonly unknown[]> {
  const events: unknown[] = []
  for await (const { position: _, recordedAt: __, ...event } of store.readAll()) events.push(event)
  return events
}

describe('copying a store', () => {
  it('copies any history in its order, and says its digest', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(2), { maxLength: 60 }),
        fc.integer({ min: 1, max: 9 }),
        async (streams, appendsAtOnce) => {
          const from = await storeWith(streams)
          const to = memoryEventStore()
          const copied = await copyStore({ from, to, appendsAtOnce })
          const digest = await digestOfEvents(from.readAll())
          expect(copied).toStrictEqual({ ok: true, value: { ...digest, resumedAfter: 0 } })
          expect(await eventsOf(to)).toStrictEqual(await eventsOf(from))
        },
      ),
      { numRuns: 60 },
    )
  })

  it('goes on where a copy was cut short, wherever that was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(2), { maxLength: 40 }), fc.nat(40), async (streams, cut) => {
        const from = await storeWith(streams)
        const to = memoryEventStore()
        let left = cut
        const breaking: EventStore = {
          ...to,
          append: (...append) =>
            left-- > 0 ? to.append(...append) : Promise.reject(new Error('cut')),
        }
        await copyStore({ from, to: breaking }).catch(() => undefined) // cut short, mostly
        const resumedAfter = (await eventsOf(to)).length
        expect(resumedAfter).toBe(Math.min(cut, streams.length))
        expect(await copyStore({ from, to })).toMatchObject({ ok: true, value: { resumedAfter } })
        expect(await eventsOf(to)).toStrictEqual(await eventsOf(from))
      }),
      { numRuns: 60 },
    )
  })

  it('brings what was appended since, when it is repeated', async () => {
    const from = await storeWith([0, 1])
    const to = memoryEventStore()
    await copyStore({ from, to })
    await appendTo(from, 0)
    expect(await copyStore({ from, to })).toMatchObject({
      ok: true,
      value: { events: 3, resumedAfter: 2 },
    })
  })

  it('copies what streams say of themselves, and their ends', async () => {
    const from = await storeWith([0, 0, 1, 2])
    await from.writeMetadata('case-2', { maxAgeMs: 5_000 })
    await from.tombstone('case-1', 1n)
    const to = memoryEventStore()
    for (let time = 0; time < 2; time++) {
      expect(await copyStore({ from, to })).toMatchObject({ ok: true, value: { events: 4 } })
      expect(await to.readMetadata('case-2')).toStrictEqual({ maxAgeMs: 5_000 })
      expect(await to.readMetadata('journal')).toStrictEqual({})
      expect(await to.append('case-1', [newEvent()], 1n)).toMatchObject({
        failure: { kind: 'stream-tombstoned' },
      })
    }
    await appendTo(from, 2)
    await appendTo(to, 2)
  })

  it('leaves the source as it is', async () => {
    const from = await storeWith([0, 1])
    const before = await eventsOf(from)
    await copyStore({ from, to: memoryEventStore() })
    expect(await eventsOf(from)).toStrictEqual(before)
    await appendTo(from, 0)
    await appendTo(from, 1)
  })

  it('says how far it is', async () => {
    const from = await storeWith(Array.from({ length: 2_100 }, () => 0))
    const progress: number[] = []
    const to = memoryEventStore()
    await copyStore({ from, to, appendsAtOnce: 64, progress: (events) => progress.push(events) })
    expect(progress).toStrictEqual([1_024, 2_048])
  })
})

describe('copying a store is refused', () => {
  it.each<[string, (to: EventStore, source: readonly RecordedEvent[]) => Promise<unknown>, number]>(
    [
      ['another event', (to) => appendTo(to, 0), 1],
      [
        'an event whose data is another',
        (to, [first]) => appendTo(to, 0, { ...newEvent(), id: first?.id ?? '' }),
        1,
      ],
      [
        'the same event in another stream',
        (to, [first]) => appendTo(to, 1, { ...newEvent(), ...first }),
        1,
      ],
      [
        'another event after those of the source',
        async (to, source) => {
          for (const event of source) await appendTo(to, 0, event)
          await appendTo(to, 0)
        },
        3,
      ],
    ],
  )('into a store with %s', async (_, fill, event) => {
    const from = await storeWith([0, 0])
    const source: RecordedEvent[] = []
    for await (const recorded of from.readAll()) source.push(recorded)
    const to = memoryEventStore()
    await fill(to, source)
    const before = await eventsOf(to)
    expect(await copyStore({ from, to })).toStrictEqual(fail({ kind: 'target-differs', event }))
    expect(await eventsOf(to)).toStrictEqual(before)
  })

  it('from a store that has lost the beginning of a stream', async () => {
    const state = newEventStoreState()
    const from = memoryEventStore({ state })
    for (let event = 0; event < 3; event++) await appendTo(from, 0)
    const compacted: EventStore = {
      ...from,
      async *readAll(options) {
        for await (const event of from.readAll(options)) if (event.revision !== 0n) yield event
      },
    }
    expect(await copyStore({ from: compacted, to: memoryEventStore() })).toStrictEqual(
      fail({ kind: 'source-has-gaps', streamId: 'case-1', revision: 1n }),
    )
  })

  it('when somebody else appends to the target meanwhile', async () => {
    const from = await storeWith([0, 0, 0])
    const to = memoryEventStore()
    const shared: EventStore = {
      ...to,
      append: async (streamId, events, expected) => {
        if (expected === 1n) await appendTo(to, 0)
        return to.append(streamId, events, expected)
      },
    }
    expect(await copyStore({ from, to: shared })).toStrictEqual(
      fail({ kind: 'target-refused', refusal: 'revision-conflict' }),
    )
  })

  it('when the source was written to meanwhile, until it is begun again', async () => {
    const from = await storeWith([0, 1])
    const to = memoryEventStore()
    const inUse: EventStore = {
      ...from,
      // Asked after the last event was copied.
      readMetadata: async (streamId) => {
        if (streamId === 'case-2') await appendTo(from, 0)
        return from.readMetadata(streamId)
      },
    }
    expect(await copyStore({ from: inUse, to })).toStrictEqual(fail({ kind: 'source-grew' }))
    expect(await copyStore({ from, to })).toMatchObject({
      ok: true,
      value: { events: 3, resumedAfter: 2 },
    })
  })

  it('when an empty source was written to meanwhile', async () => {
    const from = memoryEventStore()
    let isLate = false
    const inUse: EventStore = {
      ...from,
      async *readAll(options) {
        if (isLate) await appendTo(from, 0)
        isLate = true
        yield* from.readAll(options)
      },
    }
    const copied = await copyStore({ from: inUse, to: memoryEventStore() })
    expect(copied).toStrictEqual(fail({ kind: 'source-grew' }))
  })

  it('when the target gives back something else than it was given', async () => {
    const from = await storeWith([0, 1])
    const to = memoryEventStore()
    const forgetful: EventStore = {
      ...to,
      append: (streamId, [first, ...rest], expected) =>
        to.append(streamId, [{ ...first, data: {} }, ...rest], expected),
    }
    expect(await copyStore({ from, to: forgetful })).toStrictEqual(fail({ kind: 'digest-differs' }))
  })
})
