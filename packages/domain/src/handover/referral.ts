import { fail, ok, type EventId, type Instant, type OrganisationId, type Result } from '@trm/kernel'
import { hasCustody } from '../case/custody.ts'
import { draft } from '../case/draft.ts'
import type { DecidersOf } from '../case/process.ts'
import type { Rejection } from '../case/rejections.ts'
import type { CaseState } from '../case/state.ts'
import type { handoverCommands } from './commands.ts'
import { findReferral, findStandingReferral, otherSide } from './find-referral.ts'
import type { ReferralState } from './state.ts'

type Commands = Pick<
  typeof handoverCommands,
  | 'OfferReferral'
  | 'MarkReferralSeen'
  | 'AskForMoreInformation'
  | 'GiveMoreInformation'
  | 'AcceptReferral'
  | 'DeclineReferral'
  | 'ExpireReferral'
  | 'WithdrawReferral'
  | 'ConfirmReferralWithdrawal'
  | 'ExchangeContact'
  | 'AssignRoles'
>

export const referralDeciders: DecidersOf<Commands> = {
  /** The offer carries a preview; an identity follows acceptance (`ContactExchanged`), not before. */
  OfferReferral(state, { type: _type, sections, ...facts }, { now, self }) {
    if (!hasCustody(state, self)) return fail({ kind: 'not-your-case' })
    if (facts.to === self) return fail({ kind: 'referral-to-self' })
    // Services never wait for a formal decision: from `presumed` on, whatever an authority says.
    if (state.identification === 'potential') return fail({ kind: 'not-presumed' })
    if (facts.respondBy <= now) return fail({ kind: 'response-deadline-passed' })
    if (facts.arrivalFrom >= facts.arrivalUntil) return fail({ kind: 'empty-window' })
    return ok(
      draft('ReferralOffered', {
        occurredAt: now,
        facts,
        sections,
        recipients: [{ to: facts.to, purpose: 'handover', needs: ['needs'] }],
      }),
    )
  },

  /** A person has looked at it: another fact than its having been delivered. */
  MarkReferralSeen(state, { referral }, { now, self }) {
    const found = findReferral(state, referral, self, 'to')
    if (!found.ok) return found
    if (found.value.seen !== undefined) return fail({ kind: 'already-done' })
    const recipients = otherSide(found.value, self)
    return ok(draft('ReferralSeen', { occurredAt: now, facts: { referral }, recipients }))
  },

  AskForMoreInformation(state, { referral, topics }, { now, self }) {
    const found = findUndecided(state, referral, self, now)
    if (!found.ok) return found
    const recipients = otherSide(found.value, self)
    const facts = { referral, topics }
    return ok(draft('MoreInformationAsked', { occurredAt: now, facts, recipients }))
  },

  GiveMoreInformation(state, { question: id, sections }, { now, self }) {
    const question = state.questions[id]
    const referral = question && state.referrals[question.referral]
    if (referral?.by !== self || question?.by === self) return fail({ kind: 'question-unknown' })
    if (question?.answered !== undefined) return fail({ kind: 'already-answered' })
    if (referral.withdrawal !== undefined)
      return fail({ kind: 'already-decided', outcome: 'withdrawn' })
    // Who has declined, or did not answer, needs to know nothing more about her.
    if (referral.decision !== undefined && referral.decision.kind !== 'accepted')
      return fail({ kind: 'already-decided', outcome: referral.decision.kind })
    return ok(
      draft('MoreInformationGiven', {
        occurredAt: now,
        facts: { question: id },
        sections,
        recipients: otherSide(referral, self, 'handover', ['needs']),
      }),
    )
  },

  AcceptReferral(state, { referral, firstContactBy, sections }, { now, self }) {
    const found = findUndecided(state, referral, self, now)
    if (!found.ok) return found
    if (sections.needs?.['assignedWorker'] === undefined) {
      return fail({ kind: 'section-required', section: 'needs' })
    }
    return ok(
      draft('ReferralAccepted', {
        occurredAt: now,
        facts: { referral, firstContactBy },
        sections,
        recipients: otherSide(found.value, self, 'handover', ['needs']),
      }),
    )
  },

  DeclineReferral(state, { referral, reason }, { now, self }) {
    const found = findUndecided(state, referral, self, now)
    if (!found.ok) return found
    const recipients = otherSide(found.value, self)
    return ok(
      draft('ReferralDeclined', { occurredAt: now, facts: { referral, reason }, recipients }),
    )
  },

  /** No answer by the deadline is an answer, too, and somebody has to act on it. */
  ExpireReferral(state, { referral }, { now, self }) {
    const found = findReferral(state, referral, self, 'by')
    if (!found.ok) return found
    const ended = outcomeOf(found.value)
    if (ended !== undefined) return fail({ kind: 'already-decided', outcome: ended })
    if (now < found.value.respondBy) return fail({ kind: 'not-due-yet' })
    const recipients = otherSide(found.value, self)
    return ok(draft('ReferralExpired', { occurredAt: now, facts: { referral }, recipients }))
  },

  /** From now on nothing more is told; it is over when the other side has confirmed. */
  WithdrawReferral(state, { referral, reason }, { now, self }) {
    const found = findReferral(state, referral, self, 'by')
    if (!found.ok) return found
    const { decision, withdrawal } = found.value
    if (withdrawal !== undefined) return fail({ kind: 'already-decided', outcome: 'withdrawn' })
    if (decision !== undefined && decision.kind !== 'accepted')
      return fail({ kind: 'already-decided', outcome: decision.kind })
    const recipients = otherSide(found.value, self)
    const facts = { referral, reason }
    return ok(draft('ReferralWithdrawn', { occurredAt: now, facts, recipients }))
  },

  ConfirmReferralWithdrawal(state, { withdrawal }, { now, self }) {
    const referral = Object.values(state.referrals).find(
      (each) => each.withdrawal?.event === withdrawal,
    )
    if (referral?.to !== self) return fail({ kind: 'withdrawal-unknown' })
    if (referral.withdrawal?.confirmed !== undefined) return fail({ kind: 'already-done' })
    return ok(
      draft('ReferralWithdrawalConfirmed', {
        occurredAt: now,
        facts: { withdrawal },
        recipients: otherSide(referral, self),
      }),
    )
  },

  /** Contact first, not a file: who the person is and how she can safely be reached. */
  ExchangeContact(state, { referral, sections }, { now, self }) {
    const found = findStandingReferral(state, referral, self, 'by')
    if (!found.ok) return found
    if (sections.contact === undefined) {
      return fail({ kind: 'section-required', section: 'contact' })
    }
    return ok(
      draft('ContactExchanged', {
        occurredAt: now,
        facts: { referral },
        sections,
        recipients: otherSide(found.value, self, 'handover', ['identity', 'contact']),
      }),
    )
  },

  /** Who does what, by when, with which means; agreed again whenever it changes. */
  AssignRoles(state, { referral, tasks }, { now, self }) {
    const found = findStandingReferral(state, referral, self, 'either')
    if (!found.ok) return found
    const { by, to } = found.value
    const stranger = tasks.find((task) => task.by !== by && task.by !== to)
    if (stranger !== undefined)
      return fail({ kind: 'task-for-stranger', organisation: stranger.by })
    if (tasks.some(({ due }) => due <= now)) return fail({ kind: 'response-deadline-passed' })
    const recipients = otherSide(found.value, self)
    return ok(draft('RolesAssigned', { occurredAt: now, facts: { referral, tasks }, recipients }))
  },
}

function findUndecided(
  state: CaseState,
  id: EventId,
  self: OrganisationId,
  now: Instant,
): Result<ReferralState, Rejection> {
  const found = findReferral(state, id, self, 'to')
  if (!found.ok) return found
  const outcome = outcomeOf(found.value)
  if (outcome !== undefined) return fail({ kind: 'already-decided', outcome })
  if (found.value.respondBy <= now) return fail({ kind: 'response-deadline-passed' })
  return found
}

/** How it ended: what was decided first, or that it is being taken back. */
function outcomeOf({ decision, withdrawal }: ReferralState) {
  return decision?.kind ?? (withdrawal === undefined ? undefined : 'withdrawn')
}
