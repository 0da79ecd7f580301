import { event } from '../definition/event-definition.ts'
import {
  code,
  instant,
  language,
  optional,
  participant,
  reference,
  setOf,
  version,
} from '../definition/field.ts'
import { ageBands, ageStatuses, identificationStatuses, serviceTypes } from '../vocabulary/lists.ts'
import {
  notificationActions,
  progressStatuses,
  serviceGenders,
} from '../vocabulary/process-lists.ts'
import { encountering, holding, serving } from '../vocabulary/organisation-groups.ts'

const notifying = [...serving, ...encountering, 'nrmOffice', 'courtLiaison', 'prosecution'] as const
const office = ['nrmOffice'] as const
/** Whom a Participant's law may name: an office, or somebody who serves people. Never another authority. */
const notifiable = [...office, ...serving] as const
const notification = reference('CaseNotified', 'MandatoryNotificationMade')

const minimal = {
  identification: code(identificationStatuses),
  ageStatus: code(ageStatuses),
  identifiedIn: participant,
  services: setOf(code(serviceTypes)),
  respondBy: instant,
} as const

export const notificationEvents = {
  CaseNotified: event({
    meaning:
      'An NRM office is told that somebody is assisted, and who answers for it. Never an identity.',
    source: ['0:L300', '3:L770'],
    authors: notifying,
    readers: office,
    facts: minimal,
  }),
  MandatoryNotificationMade: event({
    meaning:
      'A notification that the law asks for, with its citation. It may say of which gender and age somebody is and what she speaks, never who she is.',
    source: ['3:L1296', '0:L298', '2:L1167'],
    authors: notifying,
    readers: notifiable,
    fallback: 'legalObligation',
    facts: {
      ...minimal,
      citation: version,
      gender: optional(code(serviceGenders)),
      ageBand: optional(code(ageBands)),
      languages: setOf(language),
    },
    earlier: [
      {
        version: 1,
        facts: { ...minimal, citation: version },
        upcast: (facts) => ({ ...facts, languages: [] }),
      },
    ],
  }),
  NotificationAcknowledged: event({
    meaning: 'Whoever was notified has taken it in.',
    source: ['0:L300'],
    authors: notifiable,
    readers: notifying,
    fallback: 'notice',
    about: 'notification',
    facts: { notification },
  }),
  ActionReported: event({
    meaning: 'What whoever was notified did about it.',
    source: ['0:L300', '0:L889'],
    authors: notifiable,
    readers: notifying,
    fallback: 'notice',
    about: 'notification',
    facts: { notification, action: code(notificationActions) },
  }),
  FeedbackOverdue: event({
    meaning: 'No feedback came in time. Silence is an event.',
    source: ['0:L296', '0:L889'],
    authors: [...notifying],
    readers: holding,
    fallback: 'notice',
    about: 'subject',
    facts: { subject: reference('CaseNotified', 'MandatoryNotificationMade', 'ProgressAsked') },
  }),
  NotificationClosed: event({
    meaning: 'The loop is closed: who notified has had an answer that does.',
    source: ['0:L300'],
    authors: notifying,
    readers: notifiable,
    fallback: 'notice',
    about: 'notification',
    facts: { notification },
  }),
  ProgressAsked: event({
    meaning: 'How far is it? The status is asked for and nothing else.',
    source: ['4:L336'],
    authors: notifying,
    readers: notifiable,
    fallback: 'notice',
    about: 'notification',
    facts: { notification, respondBy: instant },
  }),
  ProgressAnswered: event({
    meaning: 'How far it is: the status and nothing else.',
    source: ['4:L336'],
    authors: notifiable,
    readers: notifying,
    fallback: 'notice',
    about: 'question',
    facts: { question: reference('ProgressAsked'), status: code(progressStatuses) },
  }),
} as const
