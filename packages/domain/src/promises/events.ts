import { event } from '../definition/event-definition.ts'
import { code, reference } from '../definition/field.ts'
import { holding, serving } from '../vocabulary/organisation-groups.ts'
import { taskTypes } from '../vocabulary/process-lists.ts'

const subject = reference(
  'FormalIdentificationRequested',
  'CapacityAsked',
  'TestimonyRequested',
  'FocalPointAsked',
)
const narrowing = reference(
  'DataConsentNarrowed',
  'DataConsentWithdrawn',
  'DataConsentExpired',
  'DataConsentClauseExpired',
  'DataConsentSuspended',
  'RelayExpired',
  'SharingEnded',
)
const acceptance = reference('ReferralAccepted')
const task = { roles: reference('RolesAssigned'), task: code(taskTypes) } as const

export const promisesEvents = {
  AnswerOverdue: event({
    meaning: 'Nobody answered in time what was asked. Silence is an event.',
    source: ['0:L296', '0:L889'],
    authors: holding,
    readers: holding,
    fallback: 'notice',
    about: 'subject',
    facts: { subject },
  }),
  HoldersOverdue: event({
    meaning: 'Somebody has not said in time what became of what the person took back.',
    source: ['2:L1954', '0:L296', 'inferred'],
    authors: holding,
    readers: holding,
    fallback: 'notice',
    about: 'narrowing',
    facts: { narrowing },
  }),
  FirstContactMade: event({
    meaning: 'Whoever accepted her has been in contact with her.',
    source: ['3:L752', 'inferred'],
    authors: serving,
    readers: holding,
    fallback: 'notice',
    about: 'acceptance',
    facts: { acceptance },
  }),
  FirstContactOverdue: event({
    meaning: 'Nobody who accepted her has been in contact with her in time.',
    source: ['0:L296', '3:L757'],
    authors: holding,
    readers: serving,
    fallback: 'notice',
    about: 'acceptance',
    facts: { acceptance },
  }),
  TaskDone: event({
    meaning: 'What was agreed to be done is done.',
    source: ['3:L757'],
    authors: serving,
    readers: serving,
    fallback: 'notice',
    about: 'roles',
    facts: task,
  }),
  TaskOverdue: event({
    meaning: 'What the other side was to do is not done in time.',
    source: ['3:L757', '0:L889'],
    authors: serving,
    readers: serving,
    fallback: 'notice',
    about: 'roles',
    facts: task,
  }),
} as const
