import type { CaseEvent } from '../case/events.ts'
import { caseEvent, commitmentTo, grantTo } from '../test-support/case-events.ts'
import type { AccessRows, ReachedRows } from '../test-support/rows.ts'
import { copyTo, events as sharing, hasShared } from '../sharing/sharing.fixture.ts'
import { sampleCommand } from '../test-support/samples.ts'
import { as, at, belgrade, idOf, skopje, vienna, viennaOffice } from '../test-support/world.ts'
import type { correctionsCommands } from './commands.ts'
import type { correctionsRejections } from './rejections.ts'

const referral = idOf('offered')

/** Contact details that two organisations were given, one of whom finds a mistake. */
export const events = {
  contact: caseEvent(
    'ContactExchanged',
    'contact',
    vienna,
    8,
    { referral },
    {
      sections: [commitmentTo('identity'), commitmentTo('contact')],
      grants: [belgrade, viennaOffice].map((to) =>
        grantTo(to, { sections: ['identity', 'contact'] }),
      ),
    },
  ),
  reported: caseEvent(
    'MistakeReported',
    'reported',
    belgrade,
    9,
    { about: idOf('contact'), sections: ['contact'] },
    { grants: [grantTo(vienna)] },
  ),
  corrected: caseEvent(
    'CorrectionIssued',
    'corrected',
    vienna,
    10,
    { corrects: idOf('contact'), sections: ['contact'], reason: 'typingError' },
    {
      sections: [commitmentTo('contact', 'right')],
      grants: [belgrade, viennaOffice].map((to) => grantTo(to, { sections: ['contact'] })),
    },
  ),
  acknowledged: caseEvent('CorrectionAcknowledged', 'acknowledged', belgrade, 11, {
    correction: idOf('corrected'),
  }),
  correctedAgain: caseEvent(
    'CorrectionIssued',
    'correctedAgain',
    vienna,
    12,
    { corrects: idOf('contact'), sections: ['identity', 'contact'], reason: 'newInformation' },
    {
      sections: [commitmentTo('contact', 'better')],
      grants: [grantTo(belgrade, { sections: ['contact'] })],
    },
  ),
} as const satisfies Readonly<Record<string, CaseEvent>>

/** Where Belgrade may pass on what Vienna writes, and has passed the contact on to Skopje. */
export const onward = {
  ...sharing,
  // Under the clause of the contact, and onward as that.
  corrected: {
    ...events.corrected,
    recordedAt: at(12),
    grants: [grantTo(belgrade, { sections: ['contact'], onward: true })],
  },
  correctedAgain: {
    ...events.correctedAgain,
    recordedAt: at(14),
    sections: [commitmentTo('identity', 'better'), commitmentTo('contact', 'better')],
    grants: [grantTo(belgrade, { sections: ['identity', 'contact'], onward: true })],
  },
  passedOn: caseEvent(
    'EventShared',
    'passedOn',
    belgrade,
    13,
    {
      event: events.corrected.id,
      writtenBy: vienna,
      to: skopje,
      sections: ['contact'],
      purpose: 'handover',
      until: at(1000),
      putsRight: [{ corrects: events.contact.id, issuedAt: at(12) }],
      among: [vienna, skopje],
    },
    {
      sections: [commitmentTo('contact', 'right')],
      grants: [
        grantTo(vienna, { basis: { kind: 'notice', about: events.corrected.id } }),
        grantTo(skopje, {
          seq: 3,
          prev: sharing.shared.id,
          basis: { kind: 'consent', consent: sharing.next.id, clause: 'c1' },
          sections: ['contact'],
        }),
      ],
    },
  ),
  acknowledged: caseEvent(
    'CorrectionAcknowledged',
    'acknowledgedOnward',
    skopje,
    15,
    { correction: idOf('passedOn') },
    {
      grants: [vienna, belgrade].map((to) =>
        grantTo(to, { basis: { kind: 'notice', about: idOf('passedOn') } }),
      ),
    },
  ),
} as const satisfies Readonly<Record<string, CaseEvent>>

/** What Belgrade holds when the correction is there, and when it has passed it on. */
export const correctedOnward: readonly CaseEvent[] = [...hasShared, onward.corrected]
export const hasPassedOn: readonly CaseEvent[] = [...correctedOnward, onward.passedOn]

export const commands = {
  report: sampleCommand('ReportMistake', { about: events.contact.id, sections: ['contact'] }),
  correct: sampleCommand('IssueCorrection', {
    corrects: events.contact.id,
    reason: 'typingError',
    sections: { contact: { mobilePhone: '+43100000001' } },
  }),
  passOn: sampleCommand('PassOnCorrection', {
    correction: events.corrected.id,
    shared: sharing.shared.id,
  }),
  acknowledge: sampleCommand('AcknowledgeCorrection', { correction: events.corrected.id }),
} as const

const { contact, corrected, acknowledged } = events
const { report, correct, passOn, acknowledge } = commands
const nowhere = idOf('nowhere')
const atSkopje = [onward.shared, onward.passedOn].map((event) => copyTo(skopje, event))

export const correctionsReached: ReachedRows<typeof correctionsRejections> = {
  'event-unknown': [[], report, as(belgrade, 9)],
  'own-event': [[contact], report, as(vienna, 9)],
  'not-your-event': [[contact], correct, as(belgrade, 10)],
  'nothing-corrected': [[contact], { ...correct, sections: {} }, as(vienna, 10)],
  'correction-unknown': [[contact], acknowledge, as(belgrade, 11)],
  'already-acknowledged-correction': [
    [contact, corrected, acknowledged],
    acknowledge,
    as(belgrade, 12),
  ],
}

export const correctionsAccess: AccessRows<typeof correctionsCommands> = {
  ReportMistake: {
    allowed: [belgrade, viennaOffice].map((self) => [[contact], report, as(self, 9)]),
    refused: [
      [[contact], report, as(skopje, 9), 'event-unknown'],
      [[contact], { ...report, about: nowhere }, as(belgrade, 9), 'event-unknown'],
    ],
  },
  IssueCorrection: {
    allowed: [[[contact], correct, as(vienna, 10)]],
    refused: [
      [[contact], correct, as(belgrade, 10), 'not-your-event'],
      [[contact], correct, as(skopje, 10), 'event-unknown'],
      [[contact], { ...correct, corrects: nowhere }, as(vienna, 10), 'event-unknown'],
    ],
  },
  PassOnCorrection: {
    allowed: [[correctedOnward, passOn, as(belgrade, 13)]],
    refused: [
      [correctedOnward, passOn, as(vienna, 13), 'sharing-unknown'],
      [correctedOnward, passOn, as(skopje, 13), 'sharing-unknown'],
      [correctedOnward, { ...passOn, shared: nowhere }, as(belgrade, 13), 'sharing-unknown'],
      [hasShared, passOn, as(belgrade, 13), 'correction-unknown'],
      [
        [...hasShared, { ...onward.corrected, author: skopje }],
        passOn,
        as(belgrade, 13),
        'correction-unknown',
      ],
    ],
  },
  AcknowledgeCorrection: {
    allowed: [
      ...[belgrade, viennaOffice].map(
        (self) => [[contact, corrected], acknowledge, as(self, 11)] as const,
      ),
      [[sharing.next, ...atSkopje], acknowledge, as(skopje, 15)],
    ],
    refused: [
      // Vienna wrote it, and Belgrade has put it right for itself.
      [
        hasPassedOn,
        { ...acknowledge, correction: onward.passedOn.id },
        as(vienna, 15),
        'correction-unknown',
      ],
      [
        [sharing.next, copyTo(skopje, sharing.shared)],
        acknowledge,
        as(skopje, 15),
        'correction-unknown',
      ],
      [[contact, corrected], acknowledge, as(vienna, 11), 'correction-unknown'],
      [[contact, corrected], acknowledge, as(skopje, 11), 'correction-unknown'],
      [
        [contact, corrected],
        { ...acknowledge, correction: nowhere },
        as(belgrade, 11),
        'correction-unknown',
      ],
    ],
  },
}
