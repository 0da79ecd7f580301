import { fail, ok, type EventId, type Instant, type OrganisationId, type Result } from '@trm/kernel'
import type { CommandContext, CommandOf, Rejection } from '../case/commands.ts'
import type { EventDraft, IntendedRecipient } from '../case/events.ts'
import type { CaseState, ReferralState } from '../case/state.ts'
import type { SectionName } from '../vocabulary/lists.ts'
import { findAcceptedReferral, findReferral } from './find-referral.ts'

type Decision = Result<EventDraft, Rejection>

const nothingElse = { sections: {}, clauses: [] } as const

/** Who hears of a step in a handover: the other side of it. */
function toOther(
  referral: ReferralState,
  self: OrganisationId,
  needs: readonly SectionName[] = [],
): readonly IntendedRecipient[] {
  return [{ to: referral.by === self ? referral.to : referral.by, purpose: 'handover', needs }]
}

/** A place is asked for without a word about the person. */
export function askCapacity(
  state: CaseState,
  command: CommandOf<'AskCapacity'>,
  { now, self }: CommandContext,
): Decision {
  if (state.opened?.by !== self) return fail({ kind: 'not-your-case' })
  if (command.to.length === 0) return fail({ kind: 'no-recipients' })
  if (command.respondBy <= now) return fail({ kind: 'response-deadline-passed' })
  const { services, languages, respondBy } = command
  return ok({
    type: 'CapacityAsked',
    occurredAt: now,
    facts: { services, languages, respondBy },
    ...nothingElse,
    recipients: command.to.map((to) => ({ to, purpose: 'handover', needs: [] })),
  })
}

export function answerCapacity(
  state: CaseState,
  command: CommandOf<'AnswerCapacity'>,
  { now, self }: CommandContext,
): Decision {
  const enquiry = state.enquiries[command.enquiry]
  if (enquiry === undefined) return fail({ kind: 'enquiry-unknown' })
  if (enquiry.by === self) return fail({ kind: 'own-enquiry' })
  if (enquiry.answers[self] !== undefined) return fail({ kind: 'already-answered' })
  return ok({
    type: 'CapacityAnswered',
    occurredAt: now,
    facts: { enquiry: command.enquiry, answer: command.answer },
    ...nothingElse,
    recipients: [{ to: enquiry.by, purpose: 'handover', needs: [] }],
  })
}

/** The offer carries a preview; an identity follows acceptance (`ContactExchanged`), not before. */
export function offerReferral(
  state: CaseState,
  command: CommandOf<'OfferReferral'>,
  { now, self }: CommandContext,
): Decision {
  if (state.opened?.by !== self) return fail({ kind: 'not-your-case' })
  if (command.to === self) return fail({ kind: 'referral-to-self' })
  if (state.identification === 'potential' || state.identification === 'notAVictim') {
    return fail({ kind: 'not-presumed' })
  }
  if (command.respondBy <= now) return fail({ kind: 'response-deadline-passed' })
  if (command.arrivalFrom >= command.arrivalUntil) return fail({ kind: 'empty-window' })
  const { type: _type, sections, ...facts } = command
  return ok({
    type: 'ReferralOffered',
    occurredAt: now,
    facts,
    sections,
    clauses: [],
    recipients: [{ to: command.to, purpose: 'handover', needs: ['needs'] }],
  })
}

/** A person has looked at it: another fact than its having been delivered. */
export function markReferralSeen(
  state: CaseState,
  command: CommandOf<'MarkReferralSeen'>,
  { now, self }: CommandContext,
): Decision {
  const found = findReferral(state, command.referral, self, 'to')
  if (!found.ok) return found
  if (found.value.seen !== undefined) return fail({ kind: 'already-done' })
  return ok({
    type: 'ReferralSeen',
    occurredAt: now,
    facts: { referral: command.referral },
    ...nothingElse,
    recipients: toOther(found.value, self),
  })
}

export function acceptReferral(
  state: CaseState,
  command: CommandOf<'AcceptReferral'>,
  { now, self }: CommandContext,
): Decision {
  const found = findUndecided(state, command.referral, self, now)
  if (!found.ok) return found
  if (command.sections.needs?.['assignedWorker'] === undefined) {
    return fail({ kind: 'section-required', section: 'needs' })
  }
  return ok({
    type: 'ReferralAccepted',
    occurredAt: now,
    facts: { referral: command.referral, firstContactBy: command.firstContactBy },
    sections: command.sections,
    clauses: [],
    recipients: toOther(found.value, self, ['needs']),
  })
}

export function declineReferral(
  state: CaseState,
  command: CommandOf<'DeclineReferral'>,
  { now, self }: CommandContext,
): Decision {
  const found = findUndecided(state, command.referral, self, now)
  if (!found.ok) return found
  return ok({
    type: 'ReferralDeclined',
    occurredAt: now,
    facts: { referral: command.referral, reason: command.reason },
    ...nothingElse,
    recipients: toOther(found.value, self),
  })
}

/** Contact first, not a file: who the person is and how she can safely be reached. */
export function exchangeContact(
  state: CaseState,
  command: CommandOf<'ExchangeContact'>,
  { now, self }: CommandContext,
): Decision {
  const found = findAcceptedReferral(state, command.referral, self, 'by')
  if (!found.ok) return found
  if (command.sections.contact === undefined) {
    return fail({ kind: 'section-required', section: 'contact' })
  }
  return ok({
    type: 'ContactExchanged',
    occurredAt: now,
    facts: { referral: command.referral },
    sections: command.sections,
    clauses: [],
    recipients: toOther(found.value, self, ['identity', 'contact']),
  })
}

function findUndecided(
  state: CaseState,
  id: EventId,
  self: OrganisationId,
  now: Instant,
): Result<ReferralState, Rejection> {
  const found = findReferral(state, id, self, 'to')
  if (!found.ok) return found
  const { decision, respondBy } = found.value
  if (decision !== undefined) return fail({ kind: 'already-decided', outcome: decision.kind })
  if (respondBy <= now) return fail({ kind: 'response-deadline-passed' })
  return found
}
