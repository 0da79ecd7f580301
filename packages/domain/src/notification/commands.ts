import { command } from '../definition/command-definition.ts'
import { organisation, setOf } from '../definition/field.ts'
import { notificationEvents as events } from './events.ts'

const to = setOf(organisation, { min: 1, max: 32 })
const { services, respondBy } = events.CaseNotified.facts
const { gender, ageBand, languages } = events.MandatoryNotificationMade.facts
const office = 'who was notified'
const notifier = 'who notified'

export const notificationCommands = {
  NotifyCase: command({
    meaning: 'Tell NRM offices that somebody is assisted.',
    source: ['0:L300', '3:L770'],
    emits: ['CaseNotified'],
    part: 'who has custody of the case',
    input: { to, services, respondBy },
  }),
  MakeMandatoryNotification: command({
    meaning: "Make a notification that the law of one's own Participant asks for.",
    source: ['3:L1296', '0:L298'],
    emits: ['MandatoryNotificationMade'],
    part: 'who has custody of the case, where the policy of its Participant names the duty',
    input: { to: organisation, services, respondBy, gender, ageBand, languages },
  }),
  AcknowledgeNotification: command({
    meaning: 'Say that it is taken in.',
    source: ['0:L300'],
    emits: ['NotificationAcknowledged'],
    part: office,
    input: events.NotificationAcknowledged.facts,
  }),
  ReportAction: command({
    meaning: 'Say what was done about it.',
    source: ['0:L300'],
    emits: ['ActionReported'],
    part: office,
    input: events.ActionReported.facts,
  }),
  RecordFeedbackOverdue: command({
    meaning: 'Record that no feedback came in time.',
    source: ['0:L296'],
    emits: ['FeedbackOverdue'],
    part: notifier,
    givenBy: 'deadline',
    whenClosed: 'goesOn',
    input: events.FeedbackOverdue.facts,
  }),
  CloseNotification: command({
    meaning: 'Close the loop.',
    source: ['0:L300'],
    emits: ['NotificationClosed'],
    part: notifier,
    whenClosed: 'goesOn',
    input: events.NotificationClosed.facts,
  }),
  AskProgress: command({
    meaning: 'Ask how far it is.',
    source: ['4:L336'],
    emits: ['ProgressAsked'],
    part: notifier,
    input: events.ProgressAsked.facts,
  }),
  AnswerProgress: command({
    meaning: 'Say how far it is.',
    source: ['4:L336'],
    emits: ['ProgressAnswered'],
    part: office,
    whenClosed: 'goesOn',
    input: events.ProgressAnswered.facts,
  }),
} as const
