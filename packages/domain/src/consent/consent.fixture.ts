import type { CaseEvent } from '../case/events.ts'
import { caseEvent, clauses, grantTo, story, upTo } from '../test-support/case-events.ts'
import { commands as ofJourney, events as ofReturn } from '../return/return.fixture.ts'
import { commands as told } from '../test-support/commands.ts'
import type { AccessRows, Attempt, ReachedRows } from '../test-support/rows.ts'
import { sampleCommand } from '../test-support/samples.ts'
import { as, at, belgrade, idOf, skopje, vienna, viennaOffice } from '../test-support/world.ts'
import type { consentCommands } from './commands.ts'
import { refusalsAccess, refusalsReached } from './refusals.fixture.ts'
import { reconfirmed } from './reconfirmed.fixture.ts'
import type { consentRejections } from './rejections.ts'

const consent = story.consent.id
const parties = [
  grantTo(belgrade, { basis: { kind: 'notice', about: consent } }),
  grantTo(viennaOffice, { basis: { kind: 'notice', about: consent } }),
]

export const events = {
  withdrawn: caseEvent(
    'DataConsentWithdrawn',
    'consentWithdrawn',
    vienna,
    30,
    { consent },
    { grants: parties },
  ),
  expired: caseEvent(
    'DataConsentExpired',
    'consentExpired',
    vienna,
    1000,
    { consent },
    { grants: parties },
  ),
  clauseExpired: caseEvent(
    'DataConsentClauseExpired',
    'clauseExpired',
    vienna,
    500,
    { consent, clause: 'c1', sections: clauses[0].sections },
    { grants: [grantTo(belgrade, { basis: { kind: 'notice', about: consent } })] },
  ),
  /** She gave it herself, and may be a child. */
  suspendedHers: caseEvent(
    'DataConsentSuspended',
    'suspendedHers',
    vienna,
    41,
    { consent },
    { grants: parties },
  ),
  resumed: caseEvent(
    'DataConsentResumed',
    'resumed',
    vienna,
    61,
    { consent, suspension: idOf('suspendedHers') },
    { grants: parties },
  ),
  child: caseEvent('AgeStatusChanged', 'childNow', vienna, 40, {
    ageStatus: 'presumedChild',
    evidence: 'doubt',
  }),
  adult: caseEvent('AgeStatusChanged', 'adultAgain', vienna, 60, {
    ageStatus: 'verifiedAdult',
    evidence: 'document',
  }),
  /** Taken back of what Vienna, which took the consent, is given by Belgrade. */
  narrowedHere: caseEvent(
    'DataConsentNarrowed',
    'narrowedHere',
    vienna,
    16,
    { consent, clause: 'c2', sections: ['risk'] },
    { grants: [grantTo(belgrade, { basis: { kind: 'notice', about: consent } })] },
  ),
  suspended: caseEvent(
    'DataConsentSuspended',
    'consentSuspended',
    vienna,
    6,
    { consent: idOf('byGuardian') },
    { grants: [grantTo(belgrade, { basis: { kind: 'notice', about: idOf('byGuardian') } })] },
  ),
  disclosureProposed: caseEvent('DisclosureWithoutConsentProposed', 'lawful', belgrade, 20, {
    to: 'police',
    basis: 'legalObligation',
    reason: 'statutoryReport',
    citation: 'law-9',
    sections: ['identity'],
    anonymousWouldDo: false,
    notice: 'told',
    until: at(100),
  }),
  disclosureMade: caseEvent('DisclosureWithoutConsentMade', 'made', belgrade, 21, {
    proposal: idOf('lawful'),
  }),
  held: caseEvent('LegalHoldPlaced', 'held', belgrade, 10, {
    sections: ['contact'],
    citation: 'court-7',
    until: at(2000),
  }),
  lifted: caseEvent('LegalHoldLifted', 'lifted', belgrade, 15, { hold: idOf('held') }),
  guardian: caseEvent('GuardianAppointed', 'guardian', vienna, 1, { kind: 'parent' }),
  excluded: caseEvent('GuardianExcluded', 'excluded', vienna, 1.5, {
    guardian: idOf('guardian'),
    reason: 'suspectedInvolvement',
  }),
} as const satisfies Readonly<Record<string, CaseEvent>>

/** A case of somebody who may be a child. */
export const ofChild: readonly CaseEvent[] = [
  { ...story.opened, facts: { ageStatus: 'presumedChild' } },
  story.presumed,
]

/** A guardian consents for the child, and is excluded afterwards. */
export const byGuardian: CaseEvent = {
  ...story.consent,
  id: idOf('byGuardian'),
  facts: { ...story.consent.facts, giver: 'guardian' },
}
export const guardianExcluded: readonly CaseEvent[] = [
  ...ofChild,
  events.guardian,
  byGuardian,
  { ...events.excluded, recordedAt: at(5) },
]

/** One clause ends before the others. */
export const shorter: CaseEvent = {
  ...story.consent,
  clauses: story.consent.clauses.map((clause) =>
    clause.id === 'c1' ? { ...clause, until: at(500) } : clause,
  ),
}

/** Her age is in doubt, and her holders were told that what she consented to is suspended. */
export const inDoubt: readonly CaseEvent[] = [
  ...upTo('consent'),
  events.child,
  events.suspendedHers,
]

export const commands = {
  ...told,
  ExpireConsentClause: sampleCommand('ExpireConsentClause', { consent, clause: 'c1' }),
  ResumeDataConsent: sampleCommand('ResumeDataConsent', { consent }),
  SuspendDataConsent: sampleCommand('SuspendDataConsent', { consent: byGuardian.id }),
  ReconfirmDataConsent: sampleCommand('ReconfirmDataConsent', reconfirmed.facts),
  WithdrawDataConsent: sampleCommand('WithdrawDataConsent', { consent }),
  ExpireDataConsent: sampleCommand('ExpireDataConsent', { consent }),
  RecordDataConsentRefused: sampleCommand('RecordDataConsentRefused', {
    giver: 'self',
    form: 'oral',
    formVersion: 'v1',
    language: 'sr',
    interpreter: true,
    purposes: ['handover'],
    refusals: [{ id: 'c1', organisation: belgrade, sections: [] }],
  }),
  AnswerWithdrawal: sampleCommand('AnswerAsHolder', {
    narrowing: events.withdrawn.id,
    answer: 'erased',
    sections: ['identity', 'contact', 'needs', 'risk', 'travel'],
  }),
  AnswerAsTaker: sampleCommand('AnswerAsTaker', {
    narrowing: idOf('narrowedHere'),
    to: belgrade,
    answer: 'erased',
  }),
  ProposeDisclosureWithoutConsent: sampleCommand(
    'ProposeDisclosureWithoutConsent',
    events.disclosureProposed.facts,
  ),
  ConfirmDisclosureWithoutConsent: sampleCommand('ConfirmDisclosureWithoutConsent', {
    proposal: events.disclosureProposed.id,
  }),
  RecordErasure: sampleCommand('RecordErasure', {
    sections: ['contact', 'notes'],
    authority: 'retentionEnded',
  }),
  PlaceLegalHold: sampleCommand('PlaceLegalHold', events.held.facts),
  LiftLegalHold: sampleCommand('LiftLegalHold', events.lifted.facts),
} as const

const c = commands
const [toBelgrade] = clauses

const narrowedHistory = [...upTo('consent'), events.narrowedHere]

export const consentReached: ReachedRows<typeof consentRejections> = {
  'consent-unknown': [upTo('presumed'), c.NarrowDataConsent, as(vienna, 2)],
  'clause-unknown': [upTo('consent'), { ...c.NarrowDataConsent, clause: 'c9' }, as(vienna, 3)],
  'not-your-consent': [upTo('consent'), c.NarrowDataConsent, as(belgrade, 3)],
  'no-clauses': [upTo('presumed'), { ...c.GiveDataConsent, clauses: [] }, as(vienna, 2)],
  'duplicate-clause': [
    upTo('presumed'),
    { ...c.GiveDataConsent, clauses: [toBelgrade, toBelgrade] },
    as(vienna, 2),
  ],
  'clause-between-others': [
    upTo('presumed'),
    { ...c.GiveDataConsent, clauses: [{ ...toBelgrade, discloser: skopje }] },
    as(vienna, 2),
  ],
  'guardian-required': [ofChild, c.GiveDataConsent, as(vienna, 2)],
  'guardian-excluded': [
    [...ofChild, events.guardian, events.excluded],
    { ...c.GiveDataConsent, giver: 'guardian' },
    as(vienna, 2),
  ],
  ...refusalsReached,
  'consent-is-suspended': [[...inDoubt, events.adult], c.ReconfirmDataConsent, as(vienna, 61)],
  'consent-not-reconfirmed': [
    [...upTo('riskThere'), ofReturn.decided],
    ofJourney.PlanReturnTravel,
    as(vienna, 12),
  ],
  'nothing-to-narrow': [upTo('narrowed'), c.NarrowDataConsent, as(vienna, 17)],
  'whole-consent-ends': [upTo('consent'), c.ExpireConsentClause, as(vienna, 1000)],
  'only-suspended': [
    inDoubt,
    { ...c.AnswerWithdrawal, narrowing: events.suspendedHers.id },
    as(belgrade, 42),
  ],
  'already-withdrawn': [
    [...upTo('consent'), events.withdrawn],
    c.WithdrawDataConsent,
    as(vienna, 31),
  ],
  'narrowing-unknown': [upTo('consent'), c.AnswerAsHolder, as(belgrade, 17)],
  'not-a-holder': [upTo('narrowed'), c.AnswerAsHolder, as(vienna, 17)],
  'not-disclosed-by': [narrowedHistory, { ...c.AnswerAsTaker, to: viennaOffice }, as(vienna, 17)],
  'already-answered': [upTo('erased'), c.AnswerAsHolder, as(belgrade, 18)],
  'answer-incomplete': [upTo('narrowed'), { ...c.AnswerAsHolder, sections: [] }, as(belgrade, 17)],
  'anonymous-would-do': [
    upTo('consent'),
    { ...c.ProposeDisclosureWithoutConsent, anonymousWouldDo: true },
    as(belgrade, 20),
  ],
  'beyond-time-limit': [
    upTo('consent'),
    { ...c.ProposeDisclosureWithoutConsent, until: at(60 * 24 * 31) },
    as(belgrade, 20),
  ],
  'not-for-safety': [
    upTo('consent'),
    { ...c.ProposeDisclosureWithoutConsent, basis: 'vitalInterests', sections: ['exploitation'] },
    as(belgrade, 20),
  ],
  'proposal-of-disclosure-unknown': [
    upTo('consent'),
    c.ConfirmDisclosureWithoutConsent,
    as(belgrade, 21),
  ],
  'under-legal-hold': [[...upTo('contact'), events.held], c.RecordErasure, as(belgrade, 20)],
  'hold-unknown': [[...upTo('contact'), events.held], c.LiftLegalHold, as(vienna, 20)],
}

type OfConsent = Extract<Attempt[1], { readonly type: keyof typeof consentCommands }>

/** What follows on a consent: who took it does it, and only its parties know of it. */
function takers(command: OfConsent, minute: number) {
  const history = upTo('consent')
  return {
    allowed: [[history, command, as(vienna, minute)]],
    refused: [
      [history, command, as(belgrade, minute), 'not-your-consent'],
      [history, command, as(viennaOffice, minute), 'not-your-consent'],
      [history, command, as(skopje, minute), 'consent-unknown'],
      [[], command, as(vienna, minute), 'consent-unknown'],
    ],
  } as const
}

/** What the custodian does. */
function custodial(command: OfConsent) {
  return {
    allowed: [[upTo('opened'), command, as(vienna, 2)]],
    refused: [
      [upTo('opened'), command, as(belgrade, 2), 'not-your-case'],
      [upTo('opened'), command, as(skopje, 2), 'not-your-case'],
      [[story.offered], command, as(belgrade, 2), 'case-unknown'],
      [[], command, as(vienna, 2), 'case-unknown'],
    ],
  } as const
}

/** What everybody who holds something does for itself. */
function holders(command: OfConsent) {
  return {
    allowed: [
      [upTo('contact'), command, as(vienna, 20)],
      [[story.consent, story.contact], command, as(belgrade, 20)],
    ],
    refused: [[[], command, as(belgrade, 20), 'case-unknown']],
  } as const
}

const held = [...upTo('contact'), events.held]
const retained = [
  ...upTo('narrowed'),
  events.held,
  { ...story.erased, facts: { ...story.erased.facts, answer: 'retained' } },
] as const

export const consentAccess: AccessRows<typeof consentCommands> = {
  GiveDataConsent: custodial(c.GiveDataConsent),
  NarrowDataConsent: takers(c.NarrowDataConsent, 16),
  ReconfirmDataConsent: takers(c.ReconfirmDataConsent, 20),
  WithdrawDataConsent: takers(c.WithdrawDataConsent, 30),
  RecordDataConsentRefused: custodial(c.RecordDataConsentRefused),
  ...refusalsAccess,
  ExpireDataConsent: takers(c.ExpireDataConsent, 1000),
  ExpireConsentClause: {
    allowed: [[[...upTo('presumed'), shorter], c.ExpireConsentClause, as(vienna, 500)]],
    refused: [
      [upTo('consent'), c.ExpireConsentClause, as(belgrade, 500), 'not-your-consent'],
      [upTo('consent'), c.ExpireConsentClause, as(viennaOffice, 500), 'not-your-consent'],
      [upTo('consent'), c.ExpireConsentClause, as(skopje, 500), 'consent-unknown'],
      [[], c.ExpireConsentClause, as(vienna, 500), 'consent-unknown'],
    ],
  },
  ResumeDataConsent: {
    allowed: [[[...inDoubt, events.adult], c.ResumeDataConsent, as(vienna, 61)]],
    refused: [
      [inDoubt, c.ResumeDataConsent, as(belgrade, 61), 'not-your-consent'],
      [inDoubt, c.ResumeDataConsent, as(skopje, 61), 'consent-unknown'],
      [[], c.ResumeDataConsent, as(vienna, 61), 'consent-unknown'],
    ],
  },
  SuspendDataConsent: {
    allowed: [[guardianExcluded, c.SuspendDataConsent, as(vienna, 6)]],
    refused: [
      [guardianExcluded, c.SuspendDataConsent, as(belgrade, 6), 'not-your-consent'],
      [guardianExcluded, c.SuspendDataConsent, as(skopje, 6), 'consent-unknown'],
      [[], c.SuspendDataConsent, as(vienna, 6), 'consent-unknown'],
    ],
  },
  AnswerAsHolder: {
    allowed: [
      [upTo('narrowed'), c.AnswerAsHolder, as(belgrade, 17)],
      [retained, c.AnswerAsHolder, as(belgrade, 2000)],
      [[...upTo('consent'), events.withdrawn], c.AnswerWithdrawal, as(belgrade, 31)],
      [[...upTo('consent'), events.withdrawn], c.AnswerWithdrawal, as(viennaOffice, 31)],
    ],
    refused: [
      [upTo('narrowed'), c.AnswerAsHolder, as(vienna, 17), 'not-a-holder'],
      [upTo('narrowed'), c.AnswerAsHolder, as(viennaOffice, 17), 'narrowing-unknown'],
      [upTo('narrowed'), c.AnswerAsHolder, as(skopje, 17), 'narrowing-unknown'],
      [[], c.AnswerAsHolder, as(belgrade, 17), 'narrowing-unknown'],
    ],
  },
  AnswerAsTaker: {
    allowed: [
      [narrowedHistory, c.AnswerAsTaker, as(vienna, 17)],
      [
        [...upTo('consent'), events.withdrawn],
        { ...c.AnswerAsTaker, narrowing: events.withdrawn.id },
        as(vienna, 31),
      ],
    ],
    refused: [
      [narrowedHistory, c.AnswerAsTaker, as(belgrade, 17), 'not-your-consent'],
      [narrowedHistory, c.AnswerAsTaker, as(viennaOffice, 17), 'narrowing-unknown'],
      [narrowedHistory, c.AnswerAsTaker, as(skopje, 17), 'narrowing-unknown'],
      [[], c.AnswerAsTaker, as(vienna, 17), 'narrowing-unknown'],
    ],
  },
  ProposeDisclosureWithoutConsent: holders(c.ProposeDisclosureWithoutConsent),
  ConfirmDisclosureWithoutConsent: {
    allowed: [
      [
        [...upTo('contact'), events.disclosureProposed],
        c.ConfirmDisclosureWithoutConsent,
        as(belgrade, 21),
      ],
    ],
    refused: [vienna, skopje].map((self) => [
      [...upTo('contact'), events.disclosureProposed],
      c.ConfirmDisclosureWithoutConsent,
      as(self, 21),
      'proposal-of-disclosure-unknown',
    ]),
  },
  RecordErasure: holders(c.RecordErasure),
  PlaceLegalHold: holders(c.PlaceLegalHold),
  LiftLegalHold: {
    allowed: [[held, c.LiftLegalHold, as(belgrade, 15)]],
    refused: [
      [held, c.LiftLegalHold, as(vienna, 15), 'hold-unknown'],
      [held, c.LiftLegalHold, as(skopje, 15), 'hold-unknown'],
      [upTo('contact'), c.LiftLegalHold, as(belgrade, 15), 'hold-unknown'],
    ],
  },
}
