import type { EventId, OrganisationId } from '@trm/kernel'
import type { IntendedRecipient } from '../case/events.ts'
import type { CaseState } from '../case/state.ts'
import { toldOfConsent } from '../consent/holder.ts'

/**
 * Who has to learn of a change of her age: everybody else who takes part in a consent that has not ended,
 * once.
 */
export function toldOfAge(state: CaseState, self: OrganisationId): readonly IntendedRecipient[] {
  const parties = new Map<OrganisationId, IntendedRecipient>()
  for (const [consent, { ended }] of Object.entries(state.consents)) {
    if (ended !== undefined) continue
    for (const party of toldOfConsent(state, consent as EventId, self))
      if (!parties.has(party.to)) parties.set(party.to, party)
  }
  return [...parties.values()]
}
