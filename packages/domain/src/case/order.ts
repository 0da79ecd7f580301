import type { EventId } from '@trm/kernel'
import { eventDefinitions } from '../definition/catalogue.ts'
import { referencesIn } from '../definition/field.ts'
import type { CaseEvent } from './events.ts'

/**
 * The same set of events in the same order, whatever order they arrived in: an event comes after
 * those it refers to and after its predecessors in the chains between author and recipient. Events
 * that do not depend on each other are ordered by the time they were recorded, then by id; but a case
 * begins with its opening, whatever a clock that was set back says.
 */
export function inCausalOrder(events: readonly CaseEvent[]): readonly CaseEvent[] {
  const waiting = new Map(events.map((event) => [event.id, event] as const))
  const ordered: CaseEvent[] = []
  const byTime = [...waiting.values()].sort(earlierFirst)
  while (waiting.size > 0) {
    // Hashes cannot form a cycle, so there always is a next one; `byTime[0]` is for a forged history.
    const next = byTime.find((event) => causesOf(event).every((cause) => !waiting.has(cause)))
    const event = next ?? byTime[0]
    if (event === undefined) break
    ordered.push(event)
    waiting.delete(event.id)
    byTime.splice(byTime.indexOf(event), 1)
  }
  return ordered
}

/** Whether an event comes after all of these in their causal order, and moves none of them. */
export function comesLast(before: readonly CaseEvent[], event: CaseEvent): boolean {
  return before.every(
    (other) => earlierFirst(other, event) < 0 && !causesOf(other).includes(event.id),
  )
}

/** The events that an event's facts point at. */
export function referencesOf({ type, facts }: CaseEvent): readonly EventId[] {
  return referencesIn(eventDefinitions[type].facts, facts).map(({ event }) => event)
}

function causesOf(event: CaseEvent): readonly EventId[] {
  const chained = event.grants.flatMap(({ prev }) => (prev === undefined ? [] : [prev]))
  return [...referencesOf(event), ...chained]
}

function earlierFirst(left: CaseEvent, right: CaseEvent): number {
  const isOpening = left.type === 'CaseOpened'
  if (isOpening !== (right.type === 'CaseOpened')) return isOpening ? -1 : 1
  if (left.recordedAt !== right.recordedAt) return left.recordedAt < right.recordedAt ? -1 : 1
  return left.id < right.id ? -1 : left.id > right.id ? 1 : 0
}
