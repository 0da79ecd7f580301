import type { NewEvent } from '@trm/ports'

/** An event that no other has the id of. */
export function newEvent(data: NewEvent['data'] = {}): NewEvent {
  return { id: crypto.randomUUID(), type: 'SomethingHappened', data }
}

/** What a promise came to: its value, or what it was rejected with. */
export function outcomeOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.catch((error: unknown) => error)
}

/** Takes this many items and leaves the iteration. */
export async function take<Item>(source: AsyncIterable<Item>, count: number): Promise<Item[]> {
  const items: Item[] = []
  for await (const item of source) {
    items.push(item)
    if (items.length === count) break
  }
  return items
}
