import { decide } from '../case/decide.ts'
import { foldCase } from '../case/evolve.ts'
import type { CaseEvent } from '../case/events.ts'
import {
  commandTypes,
  eventDefinitions,
  eventTypes,
  type EventType,
} from '../definition/catalogue.ts'
import { referencesIn } from '../definition/field.ts'
import { allAccess } from './all-rows.ts'
import type { Attempt } from './rows.ts'

/**
 * The types of events that can only come about where an event of the given type has happened: found by what
 * leads to them, not by what they are called. A type is free of it when some attempt that is allowed leads to
 * it from a history that is free of it: in what is held, and in what this points at and somebody else holds.
 */
export function typesPresupposing(type: EventType): ReadonlySet<EventType> {
  const led = commandTypes.flatMap((command) => allAccess[command].allowed.flatMap(ledBy))
  const free = new Set<string>()
  for (let before = -1; before < free.size;) {
    before = free.size
    for (const { to, from } of led)
      if (to !== type && from.every((oneOf) => oneOf.some((each) => free.has(each)))) free.add(to)
  }
  return new Set(eventTypes.filter((each) => !free.has(each)))
}

/** What the attempt leads to, and from which events: each is of one of some types. */
function ledBy([history, command, context]: Attempt) {
  const decision = decide(foldCase(history), command, context)
  if (!decision.ok) return []
  const held = history.map(({ type }): readonly string[] => [type])
  return [
    {
      to: decision.value.type,
      from: [...held, ...history.flatMap((event) => missingIn(event, history))],
    },
  ]
}

/** What the event points at and is not there; a reference to anything at all says nothing. */
function missingIn({ type, facts }: CaseEvent, history: readonly CaseEvent[]) {
  return referencesIn(eventDefinitions[type].facts, facts).flatMap(({ event, to }) =>
    to.length === 0 || history.some(({ id }) => id === event) ? [] : [to],
  )
}
