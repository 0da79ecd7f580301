import { fail, ok, type EventId, type OrganisationId, type Result } from '@trm/kernel'
import type { Rejection } from '../case/commands.ts'
import type { CaseState, ReferralState } from '../case/state.ts'

/** Which side of a referral may act: the one that offers, the one that receives, or each of them. */
export type ActingSide = 'by' | 'to' | 'either'

/** The referral, for a side that may act on it. To a stranger it does not exist. */
export function findReferral(
  state: CaseState,
  id: EventId,
  self: OrganisationId,
  side: ActingSide,
): Result<ReferralState, Rejection> {
  const referral = state.referrals[id]
  if (referral === undefined || (referral.by !== self && referral.to !== self)) {
    return fail({ kind: 'referral-unknown' })
  }
  if (side !== 'either' && referral[side] !== self) return fail({ kind: 'not-your-referral' })
  return ok(referral)
}

/** The same for what follows acceptance. */
export function findAcceptedReferral(
  state: CaseState,
  id: EventId,
  self: OrganisationId,
  side: ActingSide,
): Result<ReferralState, Rejection> {
  const found = findReferral(state, id, self, side)
  if (!found.ok) return found
  return found.value.decision?.kind === 'accepted' ? found : fail({ kind: 'not-accepted' })
}
