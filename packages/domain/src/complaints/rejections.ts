import { conflict, unknown } from '../definition/rejection-definition.ts'

export const complaintsRejections = {
  'complaint-unknown': unknown('name a complaint that this organisation was given, or passed on'),
  'own-complaint': conflict('somebody else answers'),
  recused: conflict('somebody else does this: this organisation keeps out of it'),
} as const
