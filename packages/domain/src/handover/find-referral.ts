import { fail, ok, type EventId, type OrganisationId, type Result } from '@trm/kernel'
import type { IntendedRecipient } from '../case/events.ts'
import type { Rejection } from '../case/rejections.ts'
import type { CaseState } from '../case/state.ts'
import type { Purpose, SectionName } from '../vocabulary/lists.ts'
import type { ReferralState } from './state.ts'

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

/** The same for what follows acceptance, as long as both sides have not agreed that it is over. */
export function findAcceptedReferral(
  state: CaseState,
  id: EventId,
  self: OrganisationId,
  side: ActingSide,
): Result<ReferralState, Rejection> {
  const found = findReferral(state, id, self, side)
  if (!found.ok) return found
  const { decision, withdrawal } = found.value
  if (decision?.kind !== 'accepted') return fail({ kind: 'not-accepted' })
  return withdrawal?.confirmed === undefined
    ? found
    : fail({ kind: 'already-decided', outcome: 'withdrawn' })
}

/**
 * The same for what tells the other side more about the person: a referral that is being taken back is
 * none any more, though the other side has not confirmed it. Privacy wins for content.
 */
export function findStandingReferral(
  state: CaseState,
  id: EventId,
  self: OrganisationId,
  side: ActingSide,
): Result<ReferralState, Rejection> {
  const found = findAcceptedReferral(state, id, self, side)
  if (!found.ok || found.value.withdrawal === undefined) return found
  return fail({ kind: 'already-decided', outcome: 'withdrawn' })
}

/** The other side of a referral, as a recipient. */
export function otherSide(
  referral: ReferralState,
  self: OrganisationId,
  purpose: Purpose = 'handover',
  needs: readonly SectionName[] = [],
): readonly IntendedRecipient[] {
  return [{ to: referral.by === self ? referral.to : referral.by, purpose, needs }]
}
