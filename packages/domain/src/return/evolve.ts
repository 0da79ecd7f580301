import type { EventOf } from '../case/events.ts'
import type { EvolversOf } from '../case/process.ts'
import { union, withChange, withEntry } from '../case/records.ts'
import type { CaseState } from '../case/state.ts'
import { withStep } from '../handover/evolve.ts'
import type { returnEvents } from './events.ts'
import type { RiskAssessmentState } from './state.ts'

export const returnEvolvers: EvolversOf<typeof returnEvents> = {
  RiskAssessed: withRiskAssessment,
  ReturnDecided: (state, event) =>
    withStep(state, event, 'by', (referral) => ({
      ...referral,
      returnDecided: { event: event.id, reason: event.facts.reason },
    })),
  ReturnTravelPlanned: (state, event) =>
    withStep(state, event, 'by', (referral) => ({ ...referral, travelPlanned: event.id })),
  DepartureConfirmed: (state, event) =>
    withStep(state, event, 'by', (referral) => ({ ...referral, departed: event.id })),
  ArrivalConfirmed: (state, event) =>
    withStep(state, event, 'to', (referral) => ({ ...referral, arrived: event.id })),
  PersonNotSeen: (state, { id, author, facts: { subject } }) => ({
    ...state,
    relays: withChange(state.relays, subject, (relay) =>
      relay.to === author ? { ...relay, notSeen: [...relay.notSeen, id] } : relay,
    ),
    referrals: withChange(state.referrals, subject, (referral) =>
      referral.to === author ? { ...referral, notSeen: [...referral.notSeen, id] } : referral,
    ),
  }),
  ReintegrationPlanAgreed: (state, event) =>
    withStep(state, event, 'to', (referral) => ({ ...referral, reintegrationPlan: event.id })),
}

/** Of a referral or a testimony only its parties assess the risk; for nothing in particular anybody may. */
function withRiskAssessment(
  state: CaseState,
  { id, author, facts: { about, subjects } }: EventOf<'RiskAssessed'>,
): CaseState {
  if (about === undefined) return withAssessment(state, id, { by: author, subjects })
  const assessed = withAssessment(state, id, { by: author, about, subjects })
  const referral = state.referrals[about]
  if (referral !== undefined) {
    if (referral.by !== author && referral.to !== author) return state
    const riskAssessedBy = union(referral.riskAssessedBy, [author])
    return {
      ...assessed,
      referrals: withEntry(state.referrals, about, { ...referral, riskAssessedBy }),
    }
  }
  const testimony = state.testimonies[about]
  const isParty = testimony?.by === author || testimony?.with.includes(author) === true
  return isParty ? assessed : state
}

function withAssessment(
  state: CaseState,
  id: EventOf<'RiskAssessed'>['id'],
  assessment: RiskAssessmentState,
): CaseState {
  return { ...state, riskAssessments: withEntry(state.riskAssessments, id, assessment) }
}
