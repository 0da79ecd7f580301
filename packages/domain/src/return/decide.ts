import { fail, ok, type EventId, type OrganisationId, type Result } from '@trm/kernel'
import type { CommandContext } from '../case/commands.ts'
import { hasCustody } from '../case/custody.ts'
import { draft } from '../case/draft.ts'
import type { IntendedRecipient } from '../case/events.ts'
import type { DecidersOf } from '../case/process.ts'
import type { Rejection } from '../case/rejections.ts'
import type { CaseState } from '../case/state.ts'
import { findNotReconfirmed } from '../consent/reconfirmation.ts'
import { returnTrip } from '../consent/trips.ts'
import { findAcceptedReferral, findStandingReferral, otherSide } from '../handover/find-referral.ts'
import { isChild } from '../opening/child.ts'
import { testimonyParties } from '../testimony/parties.ts'
import { serving } from '../vocabulary/organisation-groups.ts'
import type { ReturnReason } from '../vocabulary/process-lists.ts'
import { missingForChild } from './child-return.ts'
import type { returnCommands } from './commands.ts'

export const returnDeciders: DecidersOf<typeof returnCommands> = {
  /** Repeated as often as it takes; each organisation assesses for itself and shares the result. */
  AssessRisk(state, { about, subjects, sections }, { now, self }) {
    const recipients = findRiskReaders(state, about, self)
    if (!recipients.ok) return recipients
    if (sections.risk === undefined) return fail({ kind: 'section-required', section: 'risk' })
    const facts = { ...(about !== undefined && { about }), subjects }
    return ok(
      draft('RiskAssessed', { occurredAt: now, facts, sections, recipients: recipients.value }),
    )
  },

  /** Never without an assessment by an organisation that serves the person, and never the only option. */
  DecideReturn(state, { type: _type, ...facts }, context) {
    const found = findStandingReferral(state, facts.referral, context.self, 'by')
    if (!found.ok) return found
    const flaw = findAssessmentFlaw(state, facts.assessments, context)
    if (flaw !== undefined) return fail(flaw)
    const childFlaw = findChildFlaw(state, facts.reason)
    if (childFlaw !== undefined) return fail(childFlaw)
    const recipients = otherSide(found.value, context.self, 'return')
    return ok(draft('ReturnDecided', { occurredAt: context.now, facts, recipients }))
  },

  /**
   * Never without a risk assessment by the organisation here and the one that receives. An adult who goes home
   * with the help of those who serve her has decided for herself (3:L752); for a child, and where an
   * authority plans, the decision is recorded first. What may be told of it she is asked anew.
   */
  PlanReturnTravel(state, { referral, sections }, context) {
    const { now, self } = context
    const found = findStandingReferral(state, referral, self, 'by')
    if (!found.ok) return found
    const { by, to, riskAssessedBy, contactExchanged, returnDecided } = found.value
    const missing = [by, to].find((party) => !riskAssessedBy.includes(party))
    if (missing !== undefined) return fail({ kind: 'risk-not-assessed', by: missing })
    if (contactExchanged === undefined) return fail({ kind: 'contact-not-exchanged' })
    if (returnDecided === undefined && (isChild(state) || !isServing(self, context)))
      return fail({ kind: 'return-not-decided' })
    const childFlaw = findChildFlaw(state, returnDecided?.reason)
    if (childFlaw !== undefined) return fail(childFlaw)
    if (sections.travel === undefined) return fail({ kind: 'section-required', section: 'travel' })
    const notReconfirmed = findNotReconfirmed(state, returnTrip(state, referral), context)
    if (notReconfirmed !== undefined) return fail(notReconfirmed)
    const recipients = otherSide(found.value, self, 'return', ['travel'])
    return ok(
      draft('ReturnTravelPlanned', { occurredAt: now, facts: { referral }, sections, recipients }),
    )
  },

  ConfirmDeparture(state, { referral, occurredAt }, { now, self }) {
    const found = findAcceptedReferral(state, referral, self, 'by')
    if (!found.ok) return found
    if (found.value.travelPlanned === undefined) return fail({ kind: 'travel-not-planned' })
    if (found.value.departed !== undefined) return fail({ kind: 'already-done' })
    if (occurredAt > now) return fail({ kind: 'in-the-future' })
    const recipients = otherSide(found.value, self, 'return')
    return ok(draft('DepartureConfirmed', { occurredAt, facts: { referral }, recipients }))
  },

  /**
   * She may be on the bus although the referral is being taken back: safety wins for logistics. And she may
   * simply be there, whatever anybody said of a plan or a departure.
   */
  ConfirmArrival(state, { referral, occurredAt }, { now, self }) {
    const found = findAcceptedReferral(state, referral, self, 'to')
    if (!found.ok) return found
    if (found.value.arrived !== undefined) return fail({ kind: 'already-done' })
    if (occurredAt > now) return fail({ kind: 'in-the-future' })
    const recipients = otherSide(found.value, self, 'return')
    return ok(draft('ArrivalConfirmed', { occurredAt, facts: { referral }, recipients }))
  },

  /** Absence is normal: she may come later, elsewhere or never. */
  RecordPersonNotSeen(state, { subject, occurredAt }, { now, self }) {
    const relay = state.relays[subject]
    if (relay?.to === self) {
      if (occurredAt > now) return fail({ kind: 'in-the-future' })
      const recipients = [{ to: relay.by, purpose: 'handover', needs: [] }] as const
      return ok(draft('PersonNotSeen', { occurredAt, facts: { subject }, recipients }))
    }
    const found = findAcceptedReferral(state, subject, self, 'to')
    if (!found.ok) return found
    if (found.value.arrived !== undefined) return fail({ kind: 'already-done' })
    if (occurredAt > now) return fail({ kind: 'in-the-future' })
    const recipients = otherSide(found.value, self, 'return')
    return ok(draft('PersonNotSeen', { occurredAt, facts: { subject }, recipients }))
  },

  AgreeReintegrationPlan(state, { referral, sections }, { now, self }) {
    const found = findAcceptedReferral(state, referral, self, 'to')
    if (!found.ok) return found
    if (sections.needs === undefined) return fail({ kind: 'section-required', section: 'needs' })
    const recipients = otherSide(found.value, self, 'reintegration', ['needs'])
    const facts = { referral }
    return ok(draft('ReintegrationPlanAgreed', { occurredAt: now, facts, sections, recipients }))
  },
}

/** With whom an assessment is shared: the other side, the parties to a testimony, or nobody. */
function findRiskReaders(
  state: CaseState,
  about: EventId | undefined,
  self: OrganisationId,
): Result<readonly IntendedRecipient[], Rejection> {
  if (about === undefined) {
    return hasCustody(state, self) ? ok([]) : fail({ kind: 'not-your-case' })
  }
  if (state.testimonies[about] !== undefined) {
    const parties = testimonyParties(state, about, self)
    if (parties === undefined) return fail({ kind: 'testimony-unknown' })
    return ok(parties.map((to) => ({ to, purpose: 'testimony', needs: ['risk'] })))
  }
  const found = findStandingReferral(state, about, self, 'either')
  return found.ok ? ok(otherSide(found.value, self, 'handover', ['risk'])) : found
}

function findAssessmentFlaw(
  state: CaseState,
  assessments: readonly EventId[],
  context: CommandContext,
): Rejection | undefined {
  const found = assessments.map((id) => state.riskAssessments[id])
  if (found.some((assessment) => assessment === undefined)) return { kind: 'assessment-unknown' }
  return found.some((assessment) => assessment && isServing(assessment.by, context))
    ? undefined
    : { kind: 'risk-without-cso' }
}

function isServing(organisation: OrganisationId, { kindOf }: CommandContext): boolean {
  const kinds: readonly string[] = serving
  return kinds.includes(kindOf(organisation) ?? '')
}

/** What stands against the return of a child, for this reason, as things are now. Of an adult nothing. */
function findChildFlaw(state: CaseState, reason: ReturnReason | undefined): Rejection | undefined {
  if (!isChild(state)) return undefined
  if (reason === 'migrationControl') return { kind: 'migration-control-is-no-reason' }
  const missing = missingForChild(state)
  return missing && { kind: 'child-return-condition', missing }
}
