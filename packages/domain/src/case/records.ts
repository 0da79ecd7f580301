import type { EventId } from '@trm/kernel'

// The parts of a case's state are records by event id. These change one entry and leave the rest alone.

/** The record with one entry added or replaced. */
export function withEntry<Id extends string, Value>(
  record: Readonly<Record<Id, Value>>,
  id: Id,
  value: Value,
): Readonly<Record<Id, Value>> {
  return { ...record, [id]: value }
}

/** The record with an entry that is there changed; the same record where there is none. */
export function withChange<Id extends string, Value>(
  record: Readonly<Record<Id, Value>>,
  id: Id,
  change: (value: Value) => Value,
): Readonly<Record<Id, Value>> {
  const value = record[id] as Value | undefined
  return value === undefined ? record : { ...record, [id]: change(value) }
}

/** The entries of a record by event id, which the compiler takes for text. */
export function entriesOf<Value>(
  record: Readonly<Record<EventId, Value>>,
): readonly [EventId, Value][] {
  return Object.entries(record) as [EventId, Value][]
}

/** The items of both, each once, in the order of their first occurrence. */
export function union<Item>(left: readonly Item[], right: readonly Item[]): readonly Item[] {
  return [...new Set([...left, ...right])]
}
