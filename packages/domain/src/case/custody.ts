import type { OrganisationId } from '@trm/kernel'
import type { CaseState } from './state.ts'

/**
 * Who has custody of the case, as far as this organisation knows: who opened it, until custody moved
 * with both signatures. Undefined for one that was sent a part of a case and does not know.
 */
export function custodianOf({ opened, custody }: CaseState): OrganisationId | undefined {
  return custody?.to ?? opened?.by
}

/** Whether the organisation has custody. */
export function hasCustody(state: CaseState, organisation: OrganisationId): boolean {
  return custodianOf(state) === organisation
}

/**
 * Whether the author has custody or has had it. What it recorded before it learned that custody had moved is
 * no less said: others have been told things on the strength of it.
 */
export function hasHadCustody(state: CaseState, author: OrganisationId): boolean {
  const { opened, custodyProposals } = state
  return (
    hasCustody(state, author) ||
    opened?.by === author ||
    Object.values(custodyProposals).some(
      ({ by, to, taken }) => taken !== undefined && (by === author || to === author),
    )
  )
}

/**
 * Whether an event of this author about the case as a whole counts: the custodian's does. Who was sent a part
 * and does not know the custodian hears whoever brought the case here, with a consent that it took or a
 * referral that it offered; not everybody who knows its reference, which goes along with every question
 * for a place.
 */
export function mayBeCustodian(state: CaseState, author: OrganisationId): boolean {
  const custodian = custodianOf(state)
  return custodian === undefined ? hasBroughtCase(state, author) : custodian === author
}

function hasBroughtCase({ consents, referrals }: CaseState, author: OrganisationId): boolean {
  return (
    Object.values(consents).some(({ by }) => by === author) ||
    Object.values(referrals).some(({ by }) => by === author)
  )
}
