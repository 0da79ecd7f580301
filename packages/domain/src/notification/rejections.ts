import { conflict, forbidden, unknown } from '../definition/rejection-definition.ts'

export const notificationRejections = {
  'notification-unknown': unknown('name a notification that this organisation sent or was sent'),
  'already-acknowledged': conflict('nothing: it is acknowledged already'),
  'own-notification': conflict('somebody else answers'),
  'not-your-notification': forbidden('whoever notified does this'),
  'notification-closed': conflict('notify again'),
  'no-duty': forbidden(
    "the policy of one's own Participant names no such duty: notify with the person's consent",
  ),
  'beyond-duty': forbidden(
    'leave out what the law does not ask for: what else is to be told, the person agrees to',
  ),
  'office-of-another-participant': forbidden(
    "the law of one's own Participant reaches its own office: notify others with the person's consent",
  ),
  'progress-question-unknown': unknown('answer a question that was put to this organisation'),
} as const
