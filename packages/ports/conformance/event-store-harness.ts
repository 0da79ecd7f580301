import type { Instant, JsonObject } from '@trm/kernel'
import { isInstant } from '@trm/kernel'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import type { Appended, EventStore, NewEvent, RecordedEvent } from '../src/index.ts'
import { conformanceCase, type ConformanceCase, type Harness } from './case.ts'

/**
 * A store for one case. It may hold events already, but while the case runs nobody else appends.
 */
export type EventStoreHarness = Harness & {
  readonly store: EventStore
  /** Closes the store and opens it again on the same data, as a restart of the process does. */
  readonly reopen: () => Promise<EventStore>
}

export type EventStoreCase = ConformanceCase<EventStoreHarness>

/** A case that needs nothing but the store. */
export function storeCase(
  name: string,
  check: (store: EventStore, signal: AbortSignal) => Promise<void>,
): EventStoreCase {
  return conformanceCase(name, ({ store }, signal) => check(store, signal))
}

/** A stream that no other case knows. */
export function newStream(): string {
  return `conformance-${crypto.randomUUID()}`
}

/** An event that no other case knows. */
export function newEvent(type = 'SomethingHappened', data: JsonObject = {}): NewEvent {
  return { id: crypto.randomUUID(), type, data }
}

/** As many events as asked for, at least one, each with its number as data. */
export function newEvents(count: number): readonly [NewEvent, ...NewEvent[]] {
  const rest = Array.from({ length: count - 1 }, (_, index) =>
    newEvent('SomethingHappened', { number: index + 1 }),
  )
  return [newEvent('SomethingHappened', { number: 0 }), ...rest]
}

/** Where an append says that its last event lies. */
type Place = Pick<Appended, 'revision' | 'position'>

/** Appends where nothing stands in the way, and hands out the place; the time, where it is said, is what is read. */
export async function appended(
  store: EventStore,
  streamId: string,
  events: readonly [NewEvent, ...NewEvent[]],
  expected: bigint | 'no-stream',
): Promise<Place> {
  const outcome = await store.append(streamId, events, expected)
  expect(outcome).toMatchObject({ ok: true })
  const { recordedAt, ...place } = (outcome as { readonly value: Appended }).value
  expect(place).toStrictEqual({
    revision: expect.any(BigInt) as bigint,
    position: expect.any(BigInt) as bigint,
  })
  if (recordedAt !== undefined) {
    const from = place.revision
    const read = store.readStream(streamId, { direction: 'backwards', from, limit: 1 })
    expect(await collect(read)).toMatchObject([{ recordedAt }])
  }
  return place
}

/** A new stream with one event: the place from which a case looks at the whole store. */
export async function marker(store: EventStore): Promise<bigint> {
  return (await appended(store, newStream(), [newEvent('MarkerSet')], 'no-stream')).position
}

export async function collect<Item>(source: AsyncIterable<Item>): Promise<readonly Item[]> {
  return take(source, Infinity)
}

/** Takes this many items and leaves the iteration. */
export async function take<Item>(
  source: AsyncIterable<Item>,
  count: number,
): Promise<readonly Item[]> {
  const items: Item[] = []
  if (count === 0) return items
  for await (const item of source) {
    items.push(item)
    if (items.length === count) break
  }
  return items
}

const POLL_MS = 20

/** Comes back when the condition holds. The case's own deadline ends the wait. */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(POLL_MS)
}

/** What a promise came to: its value, or what it was rejected with. */
export function outcomeOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.catch((error: unknown) => error)
}

/** The whole stream, oldest first. */
export function streamOf(store: EventStore, streamId: string): Promise<readonly RecordedEvent[]> {
  return collect(store.readStream(streamId))
}

export function idsOf(events: readonly NewEvent[]): readonly string[] {
  return events.map((event) => event.id)
}

/** Every field of recorded events: what was handed in, its stream, revisions from `first`, order, time. */
export function expectRecorded(
  recorded: readonly RecordedEvent[],
  streamId: string,
  handedIn: readonly NewEvent[],
  first = 0n,
): void {
  expect(recorded).toStrictEqual(
    handedIn.map(({ id, type, data }, index) => ({
      id,
      type,
      data,
      streamId,
      revision: first + BigInt(index),
      position: expect.any(BigInt) as bigint,
      recordedAt: expect.any(String) as Instant,
    })),
  )
  expectIncreasing(recorded.map((event) => event.position))
  for (const { recordedAt } of recorded) expect(recordedAt).toSatisfy(isInstant)
}

export function expectIncreasing(positions: readonly bigint[]): void {
  const sorted = [...new Set(positions)].sort((a, b) => (a < b ? -1 : 1))
  expect(positions).toStrictEqual(sorted)
}

/** Changes the data in place as far as it lets itself be changed. */
export function vandalize(data: JsonObject): void {
  for (const value of Object.values(data))
    if (typeof value === 'object' && value !== null) Reflect.set(value, 'vandal', 'was here')
  Reflect.set(data, 'vandal', 'was here')
}
