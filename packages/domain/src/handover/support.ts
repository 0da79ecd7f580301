import { fail, ok, type EventId, type OrganisationId, type Result } from '@trm/kernel'
import { draft } from '../case/draft.ts'
import type { DecidersOf } from '../case/process.ts'
import type { Rejection } from '../case/rejections.ts'
import type { CaseState } from '../case/state.ts'
import type { handoverCommands } from './commands.ts'
import { findAcceptedReferral, otherSide } from './find-referral.ts'
import type { ReferralState } from './state.ts'

type Commands = Pick<
  typeof handoverCommands,
  'StartSupport' | 'ReviewSupport' | 'GiveFeedback' | 'EndSupport'
>

export const supportDeciders: DecidersOf<Commands> = {
  /** Within one country nobody travels: support needs an accepted referral and nothing else. */
  StartSupport(state, { referral, services, occurredAt }, { now, self }) {
    const found = findAcceptedReferral(state, referral, self, 'to')
    if (!found.ok) return found
    if (isAwaited(found.value)) return fail({ kind: 'not-arrived' })
    if (found.value.supportStarted !== undefined) return fail({ kind: 'already-done' })
    if (occurredAt > now) return fail({ kind: 'in-the-future' })
    const recipients = otherSide(found.value, self, 'assistance')
    return ok(draft('SupportStarted', { occurredAt, facts: { referral, services }, recipients }))
  },

  ReviewSupport(state, { referral, outcome, sections }, { now, self }) {
    const found = findSupported(state, referral, self)
    if (!found.ok) return found
    if (found.value.supportEnded !== undefined) return fail({ kind: 'support-ended' })
    const recipients = otherSide(found.value, self, 'assistance', ['needs'])
    const facts = { referral, outcome }
    return ok(draft('SupportReviewed', { occurredAt: now, facts, sections, recipients }))
  },

  /** What the organisation that referred has always waited for: how it went. */
  GiveFeedback(state, { referral, outcome, sections }, { now, self }) {
    const found = findSupported(state, referral, self)
    if (!found.ok) return found
    const recipients = otherSide(found.value, self, 'assistance', ['needs'])
    const facts = { referral, outcome }
    return ok(draft('FeedbackGiven', { occurredAt: now, facts, sections, recipients }))
  },

  EndSupport(state, { referral, reason, occurredAt }, { now, self }) {
    const found = findSupported(state, referral, self)
    if (!found.ok) return found
    if (found.value.supportEnded !== undefined) return fail({ kind: 'already-done' })
    if (occurredAt > now) return fail({ kind: 'in-the-future' })
    const recipients = otherSide(found.value, self, 'assistance')
    return ok(draft('SupportEnded', { occurredAt, facts: { referral, reason }, recipients }))
  },
}

/** Whether she is to come on a planned journey and has not arrived. */
function isAwaited({ travelPlanned, departed, arrived }: ReferralState): boolean {
  return arrived === undefined && (travelPlanned !== undefined || departed !== undefined)
}

function findSupported(
  state: CaseState,
  referral: EventId,
  self: OrganisationId,
): Result<ReferralState, Rejection> {
  const found = findAcceptedReferral(state, referral, self, 'to')
  if (!found.ok) return found
  return found.value.supportStarted === undefined ? fail({ kind: 'support-not-started' }) : found
}
