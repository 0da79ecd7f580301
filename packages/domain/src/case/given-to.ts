import type { EventId, OrganisationId } from '@trm/kernel'
import type { CaseState } from './state.ts'

// What an event that is held says about who else is concerned by it, as far as this organisation sees: the
// author sees everybody to whom it was given, a recipient itself.

/** Whether the event was given to the organisation. */
export function isGivenTo(
  { known }: CaseState,
  event: EventId,
  organisation: OrganisationId,
): boolean {
  return known[event]?.to.includes(organisation) === true
}

/** Whether the organisation wrote the event or was given it. */
export function isPartyTo(state: CaseState, event: EventId, organisation: OrganisationId): boolean {
  return state.known[event]?.author === organisation || isGivenTo(state, event, organisation)
}

/** Everybody else who wrote the event or was given it, each once. */
export function otherPartiesTo(
  { known }: CaseState,
  event: EventId,
  self: OrganisationId,
): readonly OrganisationId[] {
  const held = known[event]
  if (held === undefined) return []
  return [...new Set([held.author, ...held.to])].filter((each) => each !== self)
}
