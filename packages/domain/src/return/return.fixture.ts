import type { CaseEvent } from '../case/events.ts'
import { caseEvent, story, upTo, upToWithout } from '../test-support/case-events.ts'
import { commands as told } from '../test-support/commands.ts'
import type { AccessRows, Attempt, ReachedRows } from '../test-support/rows.ts'
import { sampleCommand } from '../test-support/samples.ts'
import {
  as,
  at,
  belgrade,
  court,
  idOf,
  skopje,
  vienna,
  viennaOffice,
} from '../test-support/world.ts'
import type { returnCommands } from './commands.ts'
import type { returnRejections } from './rejections.ts'

const referral = story.offered.id

export const events = {
  /** An assessment by an authority, which serves nobody. */
  byOffice: caseEvent('RiskAssessed', 'riskOfOffice', viennaOffice, 9, { subjects: ['person'] }),
  decided: caseEvent('ReturnDecided', 'returnDecided', vienna, 11, {
    referral,
    reason: 'ownWish',
    isVoluntary: true,
    alternatives: ['stay', 'asylum'],
    assessments: [story.riskHere.id],
  }),
  notSeen: caseEvent('PersonNotSeen', 'notSeen', belgrade, 13, { subject: referral }),
  plan: caseEvent('ReintegrationPlanAgreed', 'plan', belgrade, 16, { referral }),
  bestInterests: caseEvent('BestInterestsDetermined', 'bestInterests', vienna, 10, {
    solution: 'returnToOrigin',
    considered: ['returnToOrigin', 'localIntegration'],
    childWasHeard: true,
  }),
  care: caseEvent('CareArranged', 'care', belgrade, 10, { kind: 'fosterFamily' }),
  receiver: caseEvent('ReceiverAppointed', 'receiver', belgrade, 10, { kind: 'socialServices' }),
} as const satisfies Readonly<Record<string, CaseEvent>>

/** Everything up to the decision, for somebody who may be a child; what is named is missing. */
export function childUpTo(...missing: readonly CaseEvent[]): readonly CaseEvent[] {
  const opened: CaseEvent = { ...story.opened, facts: { ageStatus: 'presumedChild' } }
  const { bestInterests, care, receiver } = events
  return [opened, ...upToWithout('riskThere', 'opened'), bestInterests, care, receiver].filter(
    ({ id }) => missing.every((event) => event.id !== id),
  )
}

export const commands = {
  ...told,
  DecideReturn: sampleCommand('DecideReturn', events.decided.facts),
  RecordPersonNotSeen: sampleCommand('RecordPersonNotSeen', {
    subject: referral,
    occurredAt: at(12.5),
  }),
  AgreeReintegrationPlan: sampleCommand('AgreeReintegrationPlan', {
    referral,
    sections: { needs: { plan: ['training'] } },
  }),
} as const

const c = commands

export const returnReached: ReachedRows<typeof returnRejections> = {
  'risk-not-assessed': [upTo('contact'), c.PlanReturnTravel, as(vienna, 11)],
  'risk-without-cso': [
    [...upTo('riskThere'), events.byOffice],
    { ...c.DecideReturn, assessments: [events.byOffice.id] },
    as(vienna, 11),
  ],
  'assessment-unknown': [
    upTo('riskThere'),
    { ...c.DecideReturn, assessments: [idOf('nowhere')] },
    as(vienna, 11),
  ],
  'contact-not-exchanged': [
    upToWithout('riskThere', 'contact'),
    c.PlanReturnTravel,
    as(vienna, 11),
  ],
  'child-return-condition': [childUpTo(events.care), c.DecideReturn, as(vienna, 11)],
  'migration-control-is-no-reason': [
    childUpTo(),
    { ...c.DecideReturn, reason: 'migrationControl' },
    as(vienna, 11),
  ],
  'return-not-decided': [childUpTo(), c.PlanReturnTravel, as(vienna, 12)],
  'travel-not-planned': [upTo('riskThere'), c.ConfirmDeparture, as(vienna, 12)],
  'not-arrived': [upTo('departed'), c.StartSupport, as(belgrade, 14)],
}

type Returning = Extract<Attempt[1], { readonly type: keyof typeof returnCommands }>

function stepOf(
  side: 'offering' | 'receiving',
  history: readonly CaseEvent[],
  command: Returning,
  minute: number,
) {
  const [self, other] = side === 'offering' ? [vienna, belgrade] : [belgrade, vienna]
  return {
    allowed: [[history, command, as(self, minute)]],
    refused: [
      [history, command, as(other, minute), 'not-your-referral'],
      [history, command, as(skopje, minute), 'referral-unknown'],
      [history, command, as(viennaOffice, minute), 'referral-unknown'],
      [[], command, as(self, minute), 'referral-unknown'],
    ],
  } as const
}

const forItself = sampleCommand('AssessRisk', {
  subjects: ['staff'],
  sections: { risk: { assessments: [{ level: 'low' }] } },
})

export const returnAccess: AccessRows<typeof returnCommands> = {
  AssessRisk: {
    allowed: [
      [upTo('accepted'), c.AssessRisk, as(vienna, 9)],
      [upTo('accepted'), c.AssessRisk, as(belgrade, 9)],
      [upTo('opened'), forItself, as(vienna, 9)],
    ],
    refused: [
      [upTo('accepted'), c.AssessRisk, as(skopje, 9), 'referral-unknown'],
      [upTo('accepted'), c.AssessRisk, as(court, 9), 'referral-unknown'],
      [upTo('accepted'), forItself, as(belgrade, 9), 'not-your-case'],
      [[], forItself, as(vienna, 9), 'not-your-case'],
    ],
  },
  DecideReturn: stepOf('offering', upTo('riskThere'), c.DecideReturn, 11),
  PlanReturnTravel: stepOf('offering', upTo('riskThere'), c.PlanReturnTravel, 11),
  ConfirmDeparture: stepOf('offering', upTo('planned'), c.ConfirmDeparture, 12),
  ConfirmArrival: stepOf('receiving', upTo('departed'), c.ConfirmArrival, 13),
  RecordPersonNotSeen: stepOf('receiving', upTo('departed'), c.RecordPersonNotSeen, 13),
  AgreeReintegrationPlan: stepOf('receiving', upTo('accepted'), c.AgreeReintegrationPlan, 16),
}
