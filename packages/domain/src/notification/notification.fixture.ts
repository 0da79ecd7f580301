import { caseEvent, grantTo, story, upTo } from '../test-support/case-events.ts'
import { commands as c } from '../test-support/commands.ts'
import type { AccessRows, ReachedRows } from '../test-support/rows.ts'
import { sampleCommand } from '../test-support/samples.ts'
import {
  as,
  at,
  belgradeOffice,
  idOf,
  police,
  skopje,
  vienna,
  viennaOffice,
} from '../test-support/world.ts'
import type { notificationCommands } from './commands.ts'
import type { notificationRejections } from './rejections.ts'

const notification = idOf('notified')
const known = { ...story.notified, grants: [grantTo(viennaOffice)] }

/** The story up to the notification, which the office was given. */
export const notified = [...upTo('presumed'), known]
export const progress = caseEvent(
  'ProgressAsked',
  'progress',
  vienna,
  20,
  { notification, respondBy: at(600) },
  { grants: [grantTo(viennaOffice)] },
)
export const closed = caseEvent('NotificationClosed', 'closed', vienna, 30, { notification })

export const mandatory = sampleCommand('MakeMandatoryNotification', {
  to: viennaOffice,
  services: ['accommodation'],
})
export const report = sampleCommand('ReportAction', { notification })
export const overdue = sampleCommand('RecordFeedbackOverdue', { subject: notification })
export const close = sampleCommand('CloseNotification', { notification })
export const askProgress = sampleCommand('AskProgress', { notification })
export const answerProgress = sampleCommand('AnswerProgress', { question: progress.id })

export const notificationReached: ReachedRows<typeof notificationRejections> = {
  'notification-unknown': [upTo('opened'), c.AcknowledgeNotification, as(viennaOffice, 19)],
  'already-acknowledged': [upTo('acknowledged'), c.AcknowledgeNotification, as(viennaOffice, 20)],
  'own-notification': [upTo('notified'), c.AcknowledgeNotification, as(vienna, 19)],
  'not-your-notification': [notified, close, as(viennaOffice, 30)],
  'notification-closed': [[...notified, closed], report, as(viennaOffice, 31)],
  'no-duty': [upTo('presumed'), { ...mandatory, to: police }, as(vienna, 3)],
  'office-of-another-participant': [
    upTo('presumed'),
    { ...mandatory, to: belgradeOffice },
    as(vienna, 3),
  ],
  'progress-question-unknown': [notified, answerProgress, as(viennaOffice, 21)],
}

/** For the office that was notified. Who notified is told why it is not for it; a stranger that it is not. */
const ofOffice = (command: typeof report | typeof c.AcknowledgeNotification) =>
  ({
    allowed: [[notified, command, as(viennaOffice, 19)]],
    refused: [[upTo('presumed'), command, as(skopje, 19), 'notification-unknown']],
  }) as const
const ofNotifier = (command: typeof close | typeof askProgress) =>
  ({
    allowed: [[notified, command, as(vienna, 30)]],
    refused: [
      [notified, command, as(viennaOffice, 30), 'not-your-notification'],
      [upTo('presumed'), command, as(skopje, 30), 'notification-unknown'],
    ],
  }) as const

export const notificationAccess: AccessRows<typeof notificationCommands> = {
  NotifyCase: {
    allowed: [[upTo('presumed'), c.NotifyCase, as(vienna, 18)]],
    refused: [[upTo('presumed'), c.NotifyCase, as(viennaOffice, 18), 'not-your-case']],
  },
  MakeMandatoryNotification: {
    allowed: [[upTo('presumed'), mandatory, as(vienna, 3)]],
    refused: [
      [upTo('presumed'), mandatory, as(skopje, 3), 'not-your-case'],
      [upTo('presumed'), { ...mandatory, to: police }, as(vienna, 3), 'no-duty'],
    ],
  },
  AcknowledgeNotification: ofOffice(c.AcknowledgeNotification),
  ReportAction: ofOffice(report),
  RecordFeedbackOverdue: {
    allowed: [[notified, overdue, as(vienna, 500)]],
    refused: [[notified, overdue, as(viennaOffice, 500), 'notification-unknown']],
  },
  CloseNotification: ofNotifier(close),
  AskProgress: ofNotifier(askProgress),
  AnswerProgress: {
    allowed: [[[...notified, progress], answerProgress, as(viennaOffice, 21)]],
    refused: [
      [[...notified, progress], answerProgress, as(vienna, 21), 'progress-question-unknown'],
      [notified, answerProgress, as(skopje, 21), 'progress-question-unknown'],
    ],
  },
}
