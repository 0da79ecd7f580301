import type { CaseEvent } from '../case/events.ts'
import { caseEvent, commitmentTo, grantTo } from '../test-support/case-events.ts'
import type { AccessRows, ReachedRows } from '../test-support/rows.ts'
import { sampleCommand } from '../test-support/samples.ts'
import { as, belgrade, idOf, skopje, vienna, viennaOffice } from '../test-support/world.ts'
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

export const commands = {
  report: sampleCommand('ReportMistake', { about: events.contact.id, sections: ['contact'] }),
  correct: sampleCommand('IssueCorrection', {
    corrects: events.contact.id,
    reason: 'typingError',
    sections: { contact: { mobilePhone: '+43100000001' } },
  }),
  acknowledge: sampleCommand('AcknowledgeCorrection', { correction: events.corrected.id }),
} as const

const { contact, corrected, acknowledged } = events
const { report, correct, acknowledge } = commands
const nowhere = idOf('nowhere')

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
  AcknowledgeCorrection: {
    allowed: [belgrade, viennaOffice].map((self) => [
      [contact, corrected],
      acknowledge,
      as(self, 11),
    ]),
    refused: [
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
