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

/** What it takes to tell whether one more event comes after all that are held. */
export type CausalFront = {
  /** The latest of them by the time they were recorded; undefined where there is none. */
  readonly latest: CaseEvent | undefined
  /** Those that are not held, and that something which is held comes after. */
  readonly awaited: ReadonlySet<EventId>
}

/** That of these events, in whatever order. */
export function causalFrontOf(events: readonly CaseEvent[]): CausalFront {
  const held = new Set(events.map(({ id }) => id))
  const causes = new Set(events.flatMap(causesOf))
  const [latest] = [...events].sort((left, right) => earlierFirst(right, left))
  return { latest, awaited: causes.difference(held) }
}

/** Whether an event comes after all that are held in their causal order, and moves none of them. */
export function comesLast({ latest, awaited }: CausalFront, event: CaseEvent): boolean {
  return (latest === undefined || earlierFirst(latest, event) < 0) && !awaited.has(event.id)
}

/** The front with an event that comes last. @param isHeld whether an event is among those before. */
export function advanced(
  { awaited }: CausalFront,
  event: CaseEvent,
  isHeld: (id: EventId) => boolean,
): CausalFront {
  const missing = causesOf(event).filter((cause) => !isHeld(cause))
  return {
    latest: event,
    awaited: missing.length === 0 ? awaited : new Set([...awaited, ...missing]),
  }
}

/** The events that an event's facts point at. */
export function referencesOf({ type, facts }: CaseEvent): readonly EventId[] {
  return referencesIn(eventDefinitions[type].facts, facts).map(({ event }) => event)
}

/** Events do not change, and it is asked of each more than once. */
const causes = new WeakMap<CaseEvent, readonly EventId[]>()

function causesOf(event: CaseEvent): readonly EventId[] {
  const known = causes.get(event)
  if (known !== undefined) return known
  const chained = event.grants.flatMap(({ prev }) => (prev === undefined ? [] : [prev]))
  const found = [...referencesOf(event), ...chained]
  causes.set(event, found)
  return found
}

function earlierFirst(left: CaseEvent, right: CaseEvent): number {
  const isOpening = left.type === 'CaseOpened'
  if (isOpening !== (right.type === 'CaseOpened')) return isOpening ? -1 : 1
  if (left.recordedAt !== right.recordedAt) return left.recordedAt < right.recordedAt ? -1 : 1
  return left.id < right.id ? -1 : left.id > right.id ? 1 : 0
}
