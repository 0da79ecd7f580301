import { conflict, invalid, unknown } from '../definition/rejection-definition.ts'

export const openingRejections = {
  'case-exists': conflict('nothing: the case is open already'),
  'already-presumed': conflict('nothing: the person is presumed to be a victim already'),
  'request-unknown': unknown(
    'answer a request for identification that was sent to this organisation',
  ),
  'already-identified': conflict('nothing: there is an answer already'),
  'identification-declined': conflict(
    'leave it: she declines, and keeps every protection; record first that she no longer does, if she says so',
  ),
  'not-declined': conflict('nothing: she does not decline'),
  'doubt-verifies-nothing': invalid(
    'name the evidence: where there is doubt she is presumed a child',
  ),
} as const
