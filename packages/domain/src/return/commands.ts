import { command } from '../definition/command-definition.ts'
import { returnEvents as events } from './events.ts'

const offering = 'the side that offered the referral'
const returning =
  'the side that offered the referral, where it serves people, is a migration authority or an NRM office'
const receiving = 'the side that received the referral'

export const returnCommands = {
  AssessRisk: command({
    meaning: 'Share an assessment of the risk.',
    source: ['2:L1739', '3:L786'],
    emits: ['RiskAssessed'],
    part: 'either side of an accepted referral, the parties to a testimony, or the custodian for itself',
    sections: ['risk'],
    input: events.RiskAssessed.facts,
  }),
  DecideReturn: command({
    meaning: 'Record the decision that she returns, and what else was considered.',
    source: ['2:L1804'],
    emits: ['ReturnDecided'],
    part: returning,
    input: events.ReturnDecided.facts,
  }),
  PlanReturnTravel: command({
    meaning: 'Plan the journey home.',
    source: ['3:L752'],
    emits: ['ReturnTravelPlanned'],
    part: returning,
    sections: ['travel'],
    input: events.ReturnTravelPlanned.facts,
  }),
  ConfirmDeparture: command({
    meaning: 'Say that she has departed.',
    source: ['3:L752'],
    emits: ['DepartureConfirmed'],
    part: offering,
    isTimed: true,
    input: events.DepartureConfirmed.facts,
  }),
  ConfirmArrival: command({
    meaning: 'Say that she has arrived.',
    source: ['3:L752'],
    emits: ['ArrivalConfirmed'],
    part: receiving,
    isTimed: true,
    whenClosed: 'goesOn',
    input: events.ArrivalConfirmed.facts,
  }),
  RecordPersonNotSeen: command({
    meaning: 'Say that she was awaited and did not come.',
    source: ['3:L604'],
    emits: ['PersonNotSeen'],
    part: 'the side that received the referral, or the hop to which a relay was forwarded',
    isTimed: true,
    whenClosed: 'goesOn',
    input: events.PersonNotSeen.facts,
  }),
  AgreeReintegrationPlan: command({
    meaning: 'Share the plan that was made together with the person.',
    source: ['2:L1722'],
    emits: ['ReintegrationPlanAgreed'],
    part: receiving,
    sections: ['needs'],
    input: events.ReintegrationPlanAgreed.facts,
  }),
} as const
