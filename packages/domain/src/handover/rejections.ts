import type { OrganisationId } from '@trm/kernel'
import { conflict, invalid, unknown } from '../definition/rejection-definition.ts'

export const handoverRejections = {
  'enquiry-unknown': unknown('answer an enquiry that was sent to this organisation'),
  'own-enquiry': conflict('somebody else answers'),
  'referral-unknown': unknown('name a referral that this organisation is a side of'),
  'not-your-referral': unknown('the other side of the referral does this'),
  'referral-to-self': invalid('name another organisation'),
  'already-decided': conflict<{
    readonly outcome: 'accepted' | 'declined' | 'expired' | 'withdrawn'
  }>('offer a new referral'),
  'withdrawal-unknown': unknown('name a withdrawal of a referral to this organisation'),
  'question-unknown': unknown('answer a question that was put to this organisation'),
  'task-for-stranger': invalid<{ readonly organisation: OrganisationId }>(
    'assign tasks to the two sides of the referral',
  ),
  'proposal-unknown': unknown('take custody where it was proposed to this organisation'),
  'custody-pending': conflict('wait until the other side has answered the proposal'),
  'support-not-started': conflict('say first that the support has begun'),
  'support-ended': conflict('offer a new referral'),
} as const
