import type { OrganisationId } from '@trm/kernel'
import { mayBeCustodian } from '../case/custody.ts'
import type { CaseState } from '../case/state.ts'
import type { GuardianState } from './state.ts'

/** Whether the organisation receives under a referral that stands: both countries see to a return. */
export function isReceivingSide({ referrals }: CaseState, organisation: OrganisationId): boolean {
  return Object.values(referrals).some(
    ({ to, decision, withdrawal }) =>
      to === organisation && decision?.kind === 'accepted' && withdrawal === undefined,
  )
}

/** Whether what an author says about a child's care counts: the custodian's or a receiving side's word. */
export function mayCareFor(state: CaseState, author: OrganisationId): boolean {
  return mayBeCustodian(state, author) || isReceivingSide(state, author)
}

/** Whether there were guardians, and none of them may decide for the child any more. */
export function isEveryGuardianExcluded(state: CaseState): boolean {
  return Object.keys(state.guardians).length > 0 && standingGuardians(state).length === 0
}

/** The guardians who are not excluded. */
export function standingGuardians({ guardians }: CaseState): readonly GuardianState[] {
  return Object.values(guardians).filter(({ excluded }) => excluded === undefined)
}
