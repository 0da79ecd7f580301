import type { CaseEvent } from '../case/events.ts'
import { caseEvent, grantTo, story } from '../test-support/case-events.ts'
import type { AccessRows, ReachedRows } from '../test-support/rows.ts'
import { sampleCommand } from '../test-support/samples.ts'
import {
  as,
  at,
  belgrade,
  idOf,
  police,
  skopje,
  vienna,
  viennaOffice,
} from '../test-support/world.ts'
import type { complaintsCommands } from './commands.ts'
import type { complaintsRejections } from './rejections.ts'

const complaint = idOf('complaint')

export const events = {
  made: caseEvent(
    'ComplaintMade',
    'complaint',
    vienna,
    20,
    { matter: 'delay', respondBy: at(100) },
    { grants: [grantTo(police)] },
  ),
  answered: caseEvent('ComplaintAnswered', 'answered', police, 30, {
    complaint,
    outcome: 'upheld',
  }),
  overdue: caseEvent('ComplaintOverdue', 'overdue', vienna, 100, { complaint }),
  found: caseEvent('ServiceFeedbackRecorded', 'found', vienna, 40, {
    service: 'accommodation',
    rating: 4,
  }),
  recused: caseEvent('RecusalDeclared', 'recused', police, 25, { reason: 'involvedInFacts' }),
} as const satisfies Readonly<Record<string, CaseEvent>>

export const commands = {
  complain: sampleCommand('MakeComplaint', {
    to: police,
    ...events.made.facts,
    sections: { notes: { text: 'Example' } },
  }),
  answer: sampleCommand('AnswerComplaint', {
    ...events.answered.facts,
    sections: { notes: { text: 'Example' } },
  }),
  recordOverdue: sampleCommand('RecordComplaintOverdue', { complaint }),
  rate: sampleCommand('RecordServiceFeedback', events.found.facts),
  recuse: sampleCommand('DeclareRecusal', { reason: 'involvedInFacts' }),
} as const

const { complain, answer, recordOverdue, rate, recuse } = commands
const nowhere = idOf('nowhere')

export const complaintsReached: ReachedRows<typeof complaintsRejections> = {
  'complaint-unknown': [[story.opened], answer, as(police, 30)],
  'own-complaint': [[events.made], answer, as(vienna, 30)],
  recused: [[events.made, events.recused], answer, as(police, 30)],
}

export const complaintsAccess: AccessRows<typeof complaintsCommands> = {
  MakeComplaint: {
    allowed: [vienna, belgrade].map((self) => [[story.opened], complain, as(self, 20)]),
    refused: [[[], complain, as(vienna, 20), 'case-unknown']],
  },
  AnswerComplaint: {
    allowed: [[[events.made], answer, as(police, 30)]],
    refused: [
      [[events.made], answer, as(skopje, 30), 'complaint-unknown'],
      [[events.made], answer, as(viennaOffice, 30), 'complaint-unknown'],
      [[events.made], { ...answer, complaint: nowhere }, as(police, 30), 'complaint-unknown'],
    ],
  },
  RecordComplaintOverdue: {
    allowed: [[[events.made], recordOverdue, as(vienna, 100)]],
    refused: [
      [[events.made], recordOverdue, as(police, 100), 'complaint-unknown'],
      [[events.made], recordOverdue, as(skopje, 100), 'complaint-unknown'],
      [
        [events.made],
        { ...recordOverdue, complaint: nowhere },
        as(vienna, 100),
        'complaint-unknown',
      ],
    ],
  },
  RecordServiceFeedback: {
    allowed: [vienna, belgrade].map((self) => [[story.opened], rate, as(self, 40)]),
    refused: [[[], rate, as(vienna, 40), 'case-unknown']],
  },
  DeclareRecusal: {
    allowed: [vienna, police].map((self) => [[events.made], recuse, as(self, 25)]),
    refused: [[[], recuse, as(police, 25), 'case-unknown']],
  },
}
