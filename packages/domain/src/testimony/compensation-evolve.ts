import type { EventId, OrganisationId } from '@trm/kernel'
import { isPartyTo } from '../case/given-to.ts'
import type { EvolversOf } from '../case/process.ts'
import { withChange, withEntry } from '../case/records.ts'
import type { CaseState } from '../case/state.ts'
import type { compensationEvents } from './compensation-events.ts'
import type { ClaimState } from './state.ts'

export const compensationEvolvers: EvolversOf<typeof compensationEvents> = {
  CompensationClaimed: (state, { id, author, facts: { heads } }) => ({
    ...state,
    claims: withEntry(state.claims, id, { by: author, heads, awards: [] }),
  }),
  // An appeal may turn a refusal into an award: the latest outcome counts.
  CompensationAwarded: (state, { id, author, facts: { claim, heads } }) =>
    withClaim(state, claim, author, (claimed) => ({
      ...claimed,
      awards: [...claimed.awards, id],
      outcome: { kind: 'awarded', event: id, heads },
    })),
  CompensationRefused: (state, { id, author, facts: { claim, reason } }) =>
    withClaim(state, claim, author, (claimed) => ({
      ...claimed,
      outcome: { kind: 'refused', event: id, reason },
    })),
  CompensationPaid(state, { id, author, facts: { award } }) {
    const claim = findAwardedClaim(state, award)
    if (claim === undefined) return state
    return withClaim(state, claim, author, (claimed) => ({ ...claimed, paid: claimed.paid ?? id }))
  },
}

/** The claim for which this was awarded, though another outcome may have followed. */
export function findAwardedClaim({ claims }: CaseState, award: EventId): EventId | undefined {
  const found = Object.entries(claims).find(([, { awards }]) => awards.includes(award))
  return found?.[0] as EventId | undefined
}

/** A step of a party to the claim; of anybody else it changes nothing. */
function withClaim(
  state: CaseState,
  claim: EventId,
  author: OrganisationId,
  step: (claimed: ClaimState) => ClaimState,
): CaseState {
  if (!isPartyTo(state, claim, author)) return state
  return { ...state, claims: withChange(state.claims, claim, step) }
}
