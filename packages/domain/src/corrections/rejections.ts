import { conflict, forbidden, invalid, unknown } from '../definition/rejection-definition.ts'

export const correctionsRejections = {
  'event-unknown': unknown('name an event that this organisation holds'),
  'own-event': conflict('correct it: it is your own'),
  'not-your-event': forbidden('report the mistake to its author, who puts it right'),
  'nothing-corrected': invalid('give the values of at least one section that the event carries'),
  'correction-unknown': unknown('name a correction that was sent to this organisation'),
  'already-acknowledged-correction': conflict('nothing: it is acknowledged already'),
} as const
