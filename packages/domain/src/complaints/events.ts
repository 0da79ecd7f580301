import { event } from '../definition/event-definition.ts'
import { code, count, instant, reference } from '../definition/field.ts'
import { serviceTypes } from '../vocabulary/lists.ts'
import { complaintMatters, complaintOutcomes, recusalReasons } from '../vocabulary/process-lists.ts'
import { holding, nobody, serving } from '../vocabulary/organisation-groups.ts'

const complaint = reference('ComplaintMade')

export const complaintsEvents = {
  ComplaintMade: event({
    meaning: 'The person complains; somebody answers by a day.',
    source: ['2:L1009', '2:L666', '2:L667'],
    authors: serving,
    readers: holding,
    sections: ['notes'],
    facts: { matter: code(complaintMatters), respondBy: instant },
  }),
  ComplaintAnswered: event({
    meaning: 'The complaint was answered.',
    source: ['2:L666', '0:L1072'],
    authors: holding,
    readers: serving,
    fallback: 'notice',
    about: 'complaint',
    sections: ['notes'],
    facts: { complaint, outcome: code(complaintOutcomes) },
  }),
  ComplaintOverdue: event({
    meaning: 'Nobody answered the complaint in time. Silence is an event.',
    source: ['0:L1072', '0:L296'],
    authors: serving,
    readers: holding,
    fallback: 'notice',
    about: 'complaint',
    facts: { complaint },
  }),
  ServiceFeedbackRecorded: event({
    meaning: 'How the person herself found a service, from 1 to 5.',
    source: ['2:L2198', '2:L1549'],
    authors: serving,
    readers: nobody,
    facts: { service: code(serviceTypes), rating: count(1, 5) },
  }),
  RecusalDeclared: event({
    meaning: 'This organisation keeps out of a part of the case, and why.',
    source: ['0:L1132', '4:L336'],
    authors: holding,
    readers: holding,
    fallback: 'notice',
    facts: { reason: code(recusalReasons) },
  }),
} as const
