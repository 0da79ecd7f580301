import { invalid } from '../definition/rejection-definition.ts'

export const crimeInformationRejections = {
  'reference-is-a-case': invalid('pass it on under a reference of its own, which is no case'),
} as const
