import type { OrganisationId } from '@trm/kernel'
import type { CaseCommand } from '../case/commands.ts'
import type { CaseEvent } from '../case/events.ts'
import type { RejectionKind } from '../case/rejections.ts'
import { caseEvent, commitmentTo, grantTo, story } from '../test-support/case-events.ts'
import type { AccessRows, Attempt, ReachedRows } from '../test-support/rows.ts'
import { sampleCommand } from '../test-support/samples.ts'
import {
  as,
  at,
  belgrade,
  belgradeOffice,
  guardianship,
  idOf,
  police,
  skopje,
  vienna,
  viennaOffice,
} from '../test-support/world.ts'
import type { childrenCommands } from './commands.ts'
import type { childrenRejections } from './rejections.ts'

/** Vienna opened the case of somebody who may be a child; Belgrade has accepted the referral. */
export const opened = caseEvent('CaseOpened', 'opened', vienna, 0, { ageStatus: 'presumedChild' })
export const referred: readonly CaseEvent[] = [opened, story.offered, story.accepted]

const child = { sections: [commitmentTo('child')] } as const
const toGuardianship = [grantTo(guardianship)]

export const events = {
  guardian: caseEvent(
    'GuardianAppointed',
    'guardian',
    vienna,
    20,
    { kind: 'appointedPerson' },
    { ...child, grants: toGuardianship },
  ),
  parent: caseEvent('GuardianAppointed', 'parent', vienna, 20, { kind: 'parent' }, child),
  excluded: caseEvent(
    'GuardianExcluded',
    'excluded',
    vienna,
    21,
    { guardian: idOf('guardian'), reason: 'suspectedInvolvement' },
    { grants: toGuardianship },
  ),
  interests: caseEvent(
    'BestInterestsDetermined',
    'interests',
    vienna,
    22,
    {
      considered: ['returnToOrigin', 'localIntegration'],
      solution: 'returnToOrigin',
      childWasHeard: true,
    },
    child,
  ),
  care: caseEvent('CareArranged', 'care', belgrade, 23, { kind: 'fosterFamily' }, child),
  receiver: caseEvent(
    'ReceiverAppointed',
    'receiver',
    belgrade,
    24,
    { kind: 'socialServices' },
    child,
  ),
  familyRisk: caseEvent('RiskAssessed', 'familyRisk', belgrade, 19, {
    about: story.offered.id,
    subjects: ['familyInOrigin'],
  }),
  asked: caseEvent(
    'FocalPointAsked',
    'question',
    viennaOffice,
    25,
    { matter: 'intendedReturn', respondBy: at(500) },
    { grants: [grantTo(belgradeOffice)] },
  ),
  answered: caseEvent('FocalPointAnswered', 'answered', belgradeOffice, 26, {
    question: idOf('question'),
    answer: 'known',
  }),
  verified: caseEvent('AgeStatusChanged', 'verified', vienna, 28, {
    ageStatus: 'verifiedChild',
    evidence: 'document',
  }),
  grown: caseEvent('MajorityReached', 'grown', vienna, 30, {}),
} as const satisfies Readonly<Record<string, CaseEvent>>

const aboutChild = { child: { guardian: 'Example Guardian' } } as const

export const commands = {
  appoint: sampleCommand('AppointGuardian', {
    to: [guardianship],
    kind: 'appointedPerson',
    sections: aboutChild,
  }),
  exclude: sampleCommand('ExcludeGuardian', {
    to: [guardianship],
    ...events.excluded.facts,
  }),
  determine: sampleCommand('DetermineBestInterests', {
    to: [guardianship],
    ...events.interests.facts,
    sections: aboutChild,
  }),
  care: sampleCommand('ArrangeCare', {
    to: [guardianship],
    kind: 'fosterFamily',
    sections: aboutChild,
  }),
  receive: sampleCommand('AppointReceiver', {
    to: [guardianship],
    kind: 'socialServices',
    sections: aboutChild,
  }),
  ask: sampleCommand('AskFocalPoint', {
    to: belgradeOffice,
    ...events.asked.facts,
    sections: { identity: { firstName: 'Example' }, child: { guardian: 'Example Guardian' } },
  }),
  answer: sampleCommand('AnswerFocalPoint', {
    ...events.answered.facts,
    sections: aboutChild,
  }),
  grow: sampleCommand('RecordMajority'),
} as const

const c = commands

export const childrenReached: ReachedRows<typeof childrenRejections> = {
  'not-a-child': [[story.opened], c.appoint, as(vienna, 20)],
  'age-not-verified': [[opened], c.grow, as(vienna, 30)],
  'guardian-unknown': [[opened], c.exclude, as(vienna, 21)],
  'no-guardian': [[opened], { ...c.receive, kind: 'guardian' }, as(vienna, 24)],
  'child-not-heard': [[opened], { ...c.determine, childWasHeard: false }, as(vienna, 22)],
  'solution-not-considered': [
    [opened],
    { ...c.determine, considered: ['localIntegration'] },
    as(vienna, 22),
  ],
  'family-not-assessed': [[opened], { ...c.receive, kind: 'parent' }, as(vienna, 24)],
  'focal-question-unknown': [[opened], c.answer, as(belgradeOffice, 26)],
}

type Refused = readonly [...Attempt, RejectionKind]

/** What whoever has custody does, and those whom it lets. */
function ofCustodian(
  history: readonly CaseEvent[],
  command: CaseCommand,
  minute: number,
  allowed: readonly OrganisationId[] = [vienna],
) {
  const others = [vienna, belgrade, guardianship, viennaOffice, skopje, police].filter(
    (each) => !allowed.includes(each),
  )
  const refused = (self: OrganisationId, held: readonly CaseEvent[]): Refused => [
    held,
    command,
    as(self, minute),
    'not-your-case',
  ]
  return {
    allowed: allowed.map((self): Attempt => [history, command, as(self, minute)]),
    refused: [
      ...others.map((self) => refused(self, history)),
      ...allowed.map((self) => refused(self, [])),
    ],
  }
}

export const childrenAccess: AccessRows<typeof childrenCommands> = {
  AppointGuardian: ofCustodian(referred, c.appoint, 20),
  ExcludeGuardian: ofCustodian([...referred, events.guardian], c.exclude, 21),
  DetermineBestInterests: ofCustodian(referred, c.determine, 22),
  ArrangeCare: ofCustodian(referred, c.care, 23, [vienna, belgrade]),
  AppointReceiver: ofCustodian(referred, c.receive, 24, [vienna, belgrade]),
  AskFocalPoint: {
    allowed: [viennaOffice, guardianship].map((self) => [[opened], c.ask, as(self, 25)]),
    refused: [
      [[opened], c.ask, as(vienna, 25), 'not-in-policy'],
      [[opened], c.ask, as(police, 25), 'not-in-policy'],
      [[], c.ask, as(viennaOffice, 25), 'case-unknown'],
    ],
  },
  AnswerFocalPoint: {
    allowed: [[[events.asked], c.answer, as(belgradeOffice, 26)]],
    refused: [viennaOffice, guardianship, skopje].map((self) => [
      [events.asked],
      c.answer,
      as(self, 26),
      'focal-question-unknown',
    ]),
  },
  RecordMajority: ofCustodian([...referred, events.verified], c.grow, 30),
}
