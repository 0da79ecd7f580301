import { participantOf } from '@trm/kernel'
import type { CaseEvent } from '../case/events.ts'
import { transferred } from '../handover/handover.fixture.ts'
import { caseEvent, grantTo, story, upTo, upToWithout } from '../test-support/case-events.ts'
import { commands as told } from '../test-support/commands.ts'
import type { AccessRows, Attempt, ReachedRows } from '../test-support/rows.ts'
import { sampleCommand } from '../test-support/samples.ts'
import {
  as,
  at,
  belgrade,
  belgradeOffice,
  idOf,
  migration,
  police,
  skopje,
  vienna,
  viennaOffice,
} from '../test-support/world.ts'
import type { notificationCommands } from './commands.ts'
import type { notificationRejections } from './rejections.ts'

const notification = story.notified.id
const toOffice = grantTo(viennaOffice, { purpose: 'caseNotification' })

export const events = {
  mandatory: caseEvent(
    'MandatoryNotificationMade',
    'mandatory',
    vienna,
    18,
    {
      identification: 'presumed',
      ageStatus: 'verifiedAdult',
      identifiedIn: participantOf(vienna),
      services: ['accommodation'],
      respondBy: at(500),
      citation: 'law-1.2',
      languages: [],
    },
    { grants: [{ ...toOffice, basis: { kind: 'legalObligation' } }] },
  ),
  acted: caseEvent('ActionReported', 'acted', viennaOffice, 20, {
    notification,
    action: 'serviceArranged',
  }),
  overdue: caseEvent('FeedbackOverdue', 'overdue', vienna, 500, { subject: notification }),
  closed: caseEvent('NotificationClosed', 'closed', vienna, 600, { notification }),
  asked: caseEvent(
    'ProgressAsked',
    'progressAsked',
    vienna,
    30,
    { notification, respondBy: at(200) },
    { grants: [toOffice] },
  ),
  answered: caseEvent('ProgressAnswered', 'progressAnswered', viennaOffice, 31, {
    question: idOf('progressAsked'),
    status: 'underWay',
  }),
} as const satisfies Readonly<Record<string, CaseEvent>>

export const commands = {
  ...told,
  MakeMandatoryNotification: sampleCommand('MakeMandatoryNotification', {
    to: viennaOffice,
    services: ['accommodation'],
    respondBy: at(500),
    languages: [],
  }),
  ReportAction: sampleCommand('ReportAction', events.acted.facts),
  RecordFeedbackOverdue: sampleCommand('RecordFeedbackOverdue', events.overdue.facts),
  CloseNotification: sampleCommand('CloseNotification', { notification }),
  AskProgress: sampleCommand('AskProgress', events.asked.facts),
  AnswerProgress: sampleCommand('AnswerProgress', events.answered.facts),
} as const

/** The case as it stands when somebody was notified, without the handover. */
export const notified: readonly CaseEvent[] = [...upTo('consent'), story.notified]

const c = commands
const ofMigration: readonly CaseEvent[] = [
  { ...story.opened, author: migration },
  { ...story.presumed, author: migration },
]

/** Police that met her, and what an order makes them say of her. */
export const ofPolice: readonly CaseEvent[] = [
  { ...story.opened, author: police },
  { ...story.presumed, author: police },
]
export const described = { gender: 'female', ageBand: '25to34', languages: ['sr'] } as const

export const notificationReached: ReachedRows<typeof notificationRejections> = {
  'notification-unknown': [upTo('opened'), c.AcknowledgeNotification, as(viennaOffice, 19)],
  'already-acknowledged': [upTo('acknowledged'), c.AcknowledgeNotification, as(viennaOffice, 20)],
  'own-notification': [notified, c.AcknowledgeNotification, as(vienna, 19)],
  'not-your-notification': [notified, c.CloseNotification, as(viennaOffice, 19)],
  'notification-closed': [[...notified, events.closed], c.ReportAction, as(viennaOffice, 601)],
  'no-duty': [ofMigration, c.MakeMandatoryNotification, as(migration, 2)],
  'beyond-duty': [
    upTo('presumed'),
    { ...c.MakeMandatoryNotification, gender: 'female' },
    as(vienna, 2),
  ],
  'office-of-another-participant': [
    upTo('presumed'),
    { ...c.MakeMandatoryNotification, to: belgradeOffice },
    as(vienna, 2),
  ],
  'progress-question-unknown': [notified, c.AnswerProgress, as(viennaOffice, 31)],
}

type Notifying = Extract<Attempt[1], { readonly type: keyof typeof notificationCommands }>

function custodial(command: Notifying) {
  return {
    allowed: [[upTo('presumed'), command, as(vienna, 2)]],
    refused: [
      ...[belgrade, skopje, viennaOffice].map(
        (self) => [upTo('presumed'), command, as(self, 2), 'not-your-case'] as const,
      ),
      [[], command, as(vienna, 2), 'not-your-case'],
      [transferred, command, as(vienna, 30), 'not-your-case'],
    ],
  } as const
}

/** What the office does that was notified; to others there is no notification. */
function offices(command: Notifying) {
  return {
    allowed: [
      [notified, command, as(viennaOffice, 20)],
      [[story.notified], command, as(viennaOffice, 20)],
    ],
    refused: [belgrade, belgradeOffice, police].map(
      (self) => [notified, command, as(self, 20), 'notification-unknown'] as const,
    ),
  } as const
}

/** What the side does that notified. */
function notifiers(command: Notifying) {
  return {
    allowed: [[notified, command, as(vienna, 30)]],
    refused: [
      [notified, command, as(viennaOffice, 30), 'not-your-notification'],
      [notified, command, as(belgrade, 30), 'notification-unknown'],
      [notified, command, as(belgradeOffice, 30), 'notification-unknown'],
      [[], command, as(vienna, 30), 'notification-unknown'],
    ],
  } as const
}

const mandatory = custodial(c.MakeMandatoryNotification)
const askedProgress = [...notified, events.asked]

export const notificationAccess: AccessRows<typeof notificationCommands> = {
  NotifyCase: custodial(c.NotifyCase),
  MakeMandatoryNotification: {
    allowed: [
      ...mandatory.allowed,
      [ofPolice, { ...c.MakeMandatoryNotification, to: vienna, ...described }, as(police, 2)],
    ],
    refused: [
      ...mandatory.refused,
      [ofMigration, c.MakeMandatoryNotification, as(migration, 2), 'no-duty'],
      [ofPolice, c.MakeMandatoryNotification, as(police, 2), 'no-duty'],
      [
        upTo('presumed'),
        { ...c.MakeMandatoryNotification, gender: 'female' },
        as(vienna, 2),
        'beyond-duty',
      ],
      [upTo('presumed'), { ...c.MakeMandatoryNotification, to: police }, as(vienna, 2), 'no-duty'],
      [
        upTo('presumed'),
        { ...c.MakeMandatoryNotification, to: belgradeOffice },
        as(vienna, 2),
        'office-of-another-participant',
      ],
    ],
  },
  AcknowledgeNotification: offices(c.AcknowledgeNotification),
  ReportAction: offices(c.ReportAction),
  RecordFeedbackOverdue: {
    allowed: [
      [notified, c.RecordFeedbackOverdue, as(vienna, 500)],
      [askedProgress, { ...c.RecordFeedbackOverdue, subject: events.asked.id }, as(vienna, 200)],
    ],
    refused: [viennaOffice, belgrade, skopje].map((self) => [
      notified,
      c.RecordFeedbackOverdue,
      as(self, 500),
      'notification-unknown',
    ]),
  },
  CloseNotification: notifiers(c.CloseNotification),
  AskProgress: notifiers(c.AskProgress),
  AnswerProgress: {
    allowed: [[askedProgress, c.AnswerProgress, as(viennaOffice, 31)]],
    refused: [vienna, belgrade, belgradeOffice].map((self) => [
      askedProgress,
      c.AnswerProgress,
      as(self, 31),
      'progress-question-unknown',
    ]),
  },
}

/** The story without its notification, to which another one can be added. */
export const unnotified: readonly CaseEvent[] = upToWithout(
  'acknowledged',
  'notified',
  'acknowledged',
)
