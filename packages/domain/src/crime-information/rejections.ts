import { invalid } from '../definition/rejection-definition.ts'

export const crimeInformationRejections = {
  'reference-is-no-case': invalid(
    'use the reference of a case: under this one nothing else is ever recorded',
  ),
  'reference-is-a-case': invalid('pass it on under a reference of its own, which is no case'),
} as const
