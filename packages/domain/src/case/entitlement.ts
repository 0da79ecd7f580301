import { eventDefinitions, type EventType } from '../definition/catalogue.ts'
import type { EventDefinition } from '../definition/event-definition.ts'
import type { OrganisationKind, SectionName } from '../vocabulary/lists.ts'

// What the definition of an event says about everybody, whatever happens in a case. A signature by the
// wrong kind of organisation is refused however valid it is; an auditor or a rapporteur authors nothing.

const definitionOf = (type: EventType): EventDefinition => eventDefinitions[type]

/** Whether an organisation of this kind may author events of this type at all. */
export function mayAuthor(kind: OrganisationKind, type: EventType): boolean {
  return definitionOf(type).authors.includes(kind)
}

/** Whether an organisation of this kind may be given events of this type at all. */
export function mayReceive(kind: OrganisationKind, type: EventType): boolean {
  return definitionOf(type).readers.includes(kind)
}

/**
 * Whether events of this type go to other organisations at all. How a case began and what its own
 * organisation made of it stays there: nobody can open or re-open somebody else's case from outside.
 */
export function mayTravel(type: EventType): boolean {
  return definitionOf(type).readers.length > 0
}

/** Whether events of this type may carry this section at all. */
export function mayCarry(type: EventType, section: SectionName): boolean {
  return definitionOf(type).sections.includes(section)
}
