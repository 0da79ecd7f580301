import { caseEvent, story, upTo, upToWithout } from '../test-support/case-events.ts'
import { commands as c } from '../test-support/commands.ts'
import type { AccessRows, ReachedRows } from '../test-support/rows.ts'
import { sampleCommand } from '../test-support/samples.ts'
import { as, belgrade, court, idOf, skopje, vienna } from '../test-support/world.ts'
import type { returnCommands } from './commands.ts'
import type { returnRejections } from './rejections.ts'

const referral = idOf('offered')
const [here] = [story.riskHere.id]

export const decideReturn = sampleCommand('DecideReturn', {
  referral,
  reason: 'ownWish',
  isVoluntary: true,
  alternatives: ['stay'],
  assessments: [here],
})
export const notSeen = sampleCommand('RecordPersonNotSeen', { subject: referral })
export const agreePlan = sampleCommand('AgreeReintegrationPlan', {
  referral,
  sections: { needs: { services: ['education'] } },
})
export const becameChild = caseEvent('AgeStatusChanged', 'becameChild', vienna, 10.5, {
  ageStatus: 'presumedChild',
  evidence: 'doubt',
})
/** An assessment that nobody who serves her has made. */
export const byCourt = caseEvent('RiskAssessed', 'byCourt', court, 10, {
  subjects: ['proceedings'],
})

export const returnReached: ReachedRows<typeof returnRejections> = {
  'risk-not-assessed': [upTo('contact'), c.PlanReturnTravel, as(vienna, 11)],
  'risk-without-cso': [
    [...upTo('riskThere'), byCourt],
    { ...decideReturn, assessments: [byCourt.id] },
    as(vienna, 11),
  ],
  'assessment-unknown': [
    upTo('riskThere'),
    { ...decideReturn, assessments: [idOf('nowhere')] },
    as(vienna, 11),
  ],
  'contact-not-exchanged': [
    upToWithout('riskThere', 'contact'),
    c.PlanReturnTravel,
    as(vienna, 11),
  ],
  'child-return-condition': [[...upTo('riskThere'), becameChild], decideReturn, as(vienna, 11)],
  'migration-control-is-no-reason': [
    [...upTo('riskThere'), becameChild],
    { ...decideReturn, reason: 'migrationControl' },
    as(vienna, 11),
  ],
  'travel-not-planned': [upTo('riskThere'), c.ConfirmDeparture, as(vienna, 12)],
  'not-departed': [upTo('planned'), c.ConfirmArrival, as(belgrade, 13)],
  'not-arrived': [upTo('departed'), c.StartSupport, as(belgrade, 14)],
}

const rows = (
  command: AccessRows<typeof returnCommands>['AssessRisk']['allowed'][number][1],
  history: ReturnType<typeof upTo>,
  minute: number,
  [may, mayNot]: readonly [typeof vienna, typeof vienna],
) =>
  ({
    allowed: [[history, command, as(may, minute)]],
    refused: [
      [history, command, as(mayNot, minute), 'not-your-referral'],
      [history, command, as(skopje, minute), 'referral-unknown'],
    ],
  }) as const

const offering = [vienna, belgrade] as const
const receiving = [belgrade, vienna] as const

export const returnAccess: AccessRows<typeof returnCommands> = {
  AssessRisk: {
    allowed: [
      [upTo('accepted'), c.AssessRisk, as(vienna, 9)],
      [upTo('accepted'), c.AssessRisk, as(belgrade, 9)],
    ],
    refused: [[upTo('accepted'), c.AssessRisk, as(skopje, 9), 'referral-unknown']],
  },
  DecideReturn: rows(decideReturn, upTo('riskThere'), 11, offering),
  PlanReturnTravel: rows(c.PlanReturnTravel, upTo('riskThere'), 11, offering),
  ConfirmDeparture: rows(c.ConfirmDeparture, upTo('planned'), 12, offering),
  ConfirmArrival: rows(c.ConfirmArrival, upTo('departed'), 13, receiving),
  RecordPersonNotSeen: rows(notSeen, upTo('departed'), 13, receiving),
  AgreeReintegrationPlan: rows(agreePlan, upTo('supported'), 16, receiving),
}
