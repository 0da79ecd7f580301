import { conflict, unknown } from '../definition/rejection-definition.ts'

export const openingRejections = {
  'case-exists': conflict('nothing: the case is open already'),
  'already-presumed': conflict('nothing: the person is presumed to be a victim already'),
  'request-unknown': unknown(
    'answer a request for identification that was sent to this organisation',
  ),
  'already-identified': conflict('nothing: there is an answer already'),
} as const
