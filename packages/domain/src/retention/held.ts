import type { Instant, OrganisationId } from '@trm/kernel'
import type { CaseEvent } from '../case/events.ts'
import type { CaseState } from '../case/state.ts'
import type { SectionName } from '../vocabulary/lists.ts'

/** An event as this organisation holds it. */
export type HeldEvent = {
  readonly event: CaseEvent
  /** When it came into the own log; of an own event when it was recorded. */
  readonly heldSince: Instant
}

/** A case as this organisation holds it. */
export type HeldCase = {
  readonly self: OrganisationId
  readonly state: CaseState
  /** In the order in which they came into the own log. */
  readonly held: readonly HeldEvent[]
}

/**
 * The events whose value of a section is here, as the own log says: neither erased by what was recorded after
 * it, nor in answer to what was taken back. It is the record that counts; where a crash came before what it
 * says was done, the next start does it.
 */
export function holdersOf(section: SectionName, kept: HeldCase): readonly HeldEvent[] {
  const { held, self } = kept
  const erased = held.findLastIndex(
    ({ event }) =>
      event.type === 'PersonalDataErased' &&
      event.author === self &&
      event.facts.sections.includes(section),
  )
  return held
    .slice(erased + 1)
    .filter(
      ({ event }) =>
        event.sections.some(({ name }) => name === section) && !wasTakenBack(event, section, kept),
    )
}

/** Whether this organisation answered `erased` to the end of the clause under which it was given the value. */
function wasTakenBack(
  { author, grants }: CaseEvent,
  section: SectionName,
  { state, self }: HeldCase,
): boolean {
  const basis = grants.find(({ to }) => to === self)?.basis
  if (author === self || basis?.kind !== 'consent') return false
  return Object.values(state.narrowings).some(
    ({ consent, clause, sections, answers }) =>
      answers[self] === 'erased' &&
      consent === basis.consent &&
      (clause === undefined || (clause === basis.clause && sections.includes(section))),
  )
}
