import { fail, ok, type Result } from '@trm/kernel'
import type { CommandContext, CommandOf, Rejection } from '../case/commands.ts'
import type { EventDraft, IntendedRecipient } from '../case/events.ts'
import type { CaseState, ReferralState } from '../case/state.ts'
import type { Purpose, SectionName } from '../vocabulary/lists.ts'
import { findAcceptedReferral } from './find-referral.ts'

type Decision = Result<EventDraft, Rejection>

/** Repeated as often as it takes; each organisation assesses for itself and shares the result. */
export function assessRisk(
  state: CaseState,
  command: CommandOf<'AssessRisk'>,
  { now, self }: CommandContext,
): Decision {
  const found = findAcceptedReferral(state, command.referral, self, 'either')
  if (!found.ok) return found
  if (command.sections.risk === undefined)
    return fail({ kind: 'section-required', section: 'risk' })
  const recipient = { to: otherThan(found.value, self), ...forHandover(['risk']) }
  return ok({
    type: 'RiskAssessed',
    occurredAt: now,
    facts: { referral: command.referral, subjects: command.subjects },
    sections: command.sections,
    clauses: [],
    recipients: [recipient],
  })
}

/** Never without a risk assessment by the organisation here and the one that receives. */
export function planReturnTravel(
  state: CaseState,
  command: CommandOf<'PlanReturnTravel'>,
  { now, self }: CommandContext,
): Decision {
  const found = findAcceptedReferral(state, command.referral, self, 'by')
  if (!found.ok) return found
  const { by, to, riskAssessedBy, contactExchanged } = found.value
  const missing = [by, to].find((party) => !riskAssessedBy.includes(party))
  if (missing !== undefined) return fail({ kind: 'risk-not-assessed', by: missing })
  if (contactExchanged === undefined) return fail({ kind: 'contact-not-exchanged' })
  if (command.sections.travel === undefined) {
    return fail({ kind: 'section-required', section: 'travel' })
  }
  return ok({
    type: 'ReturnTravelPlanned',
    occurredAt: now,
    facts: { referral: command.referral },
    sections: command.sections,
    clauses: [],
    recipients: [{ to, purpose: 'return', needs: ['travel'] }],
  })
}

export function confirmDeparture(
  state: CaseState,
  command: CommandOf<'ConfirmDeparture'>,
  context: CommandContext,
): Decision {
  const found = findAcceptedReferral(state, command.referral, context.self, 'by')
  if (!found.ok) return found
  if (found.value.travelPlanned === undefined) return fail({ kind: 'travel-not-planned' })
  if (found.value.departed !== undefined) return fail({ kind: 'already-done' })
  if (command.occurredAt > context.now) return fail({ kind: 'in-the-future' })
  return ok({
    type: 'DepartureConfirmed',
    occurredAt: command.occurredAt,
    facts: { referral: command.referral },
    sections: {},
    clauses: [],
    recipients: [{ to: found.value.to, ...bare('return') }],
  })
}

export function confirmArrival(
  state: CaseState,
  command: CommandOf<'ConfirmArrival'>,
  context: CommandContext,
): Decision {
  const found = findAcceptedReferral(state, command.referral, context.self, 'to')
  if (!found.ok) return found
  if (found.value.departed === undefined) return fail({ kind: 'not-departed' })
  if (found.value.arrived !== undefined) return fail({ kind: 'already-done' })
  if (command.occurredAt > context.now) return fail({ kind: 'in-the-future' })
  return ok({
    type: 'ArrivalConfirmed',
    occurredAt: command.occurredAt,
    facts: { referral: command.referral },
    sections: {},
    clauses: [],
    recipients: [{ to: found.value.by, ...bare('return') }],
  })
}

export function startSupport(
  state: CaseState,
  command: CommandOf<'StartSupport'>,
  context: CommandContext,
): Decision {
  const found = findAcceptedReferral(state, command.referral, context.self, 'to')
  if (!found.ok) return found
  if (found.value.arrived === undefined) return fail({ kind: 'not-arrived' })
  if (found.value.supportStarted !== undefined) return fail({ kind: 'already-done' })
  if (command.occurredAt > context.now) return fail({ kind: 'in-the-future' })
  return ok({
    type: 'SupportStarted',
    occurredAt: command.occurredAt,
    facts: { referral: command.referral, services: command.services },
    sections: {},
    clauses: [],
    recipients: [{ to: found.value.by, ...bare('assistance') }],
  })
}

/** What the organisation that referred has always waited for: how it went. */
export function giveFeedback(
  state: CaseState,
  command: CommandOf<'GiveFeedback'>,
  { now, self }: CommandContext,
): Decision {
  const found = findAcceptedReferral(state, command.referral, self, 'to')
  if (!found.ok) return found
  if (found.value.supportStarted === undefined) return fail({ kind: 'support-not-started' })
  return ok({
    type: 'FeedbackGiven',
    occurredAt: now,
    facts: { referral: command.referral, outcome: command.outcome },
    sections: command.sections,
    clauses: [],
    recipients: [{ to: found.value.by, purpose: 'assistance', needs: ['needs'] }],
  })
}

function otherThan(referral: ReferralState, self: string) {
  return referral.by === self ? referral.to : referral.by
}

function forHandover(needs: readonly SectionName[]): Omit<IntendedRecipient, 'to'> {
  return { purpose: 'handover', needs }
}

function bare(purpose: Purpose): Omit<IntendedRecipient, 'to'> {
  return { purpose, needs: [] }
}
