import type { EventOf } from '../case/events.ts'
import type { EvolversOf } from '../case/process.ts'
import { union, withChange, withEntry } from '../case/records.ts'
import type { CaseState } from '../case/state.ts'
import { withStep } from '../handover/evolve.ts'
import type { returnEvents } from './events.ts'

export const returnEvolvers: EvolversOf<typeof returnEvents> = {
  RiskAssessed: withRiskAssessment,
  ReturnDecided: (state, event) =>
    withStep(state, event, 'by', (referral) => ({ ...referral, returnDecided: event.id })),
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

function withRiskAssessment(
  state: CaseState,
  { id, author, facts: { about, subjects } }: EventOf<'RiskAssessed'>,
): CaseState {
  const assessment = { by: author, ...(about !== undefined && { about }), subjects }
  const assessed = {
    ...state,
    riskAssessments: withEntry(state.riskAssessments, id, assessment),
  }
  if (about === undefined) return assessed
  const referrals = withChange(state.referrals, about, (referral) =>
    referral.by === author || referral.to === author
      ? { ...referral, riskAssessedBy: union(referral.riskAssessedBy, [author]) }
      : referral,
  )
  return { ...assessed, referrals }
}
