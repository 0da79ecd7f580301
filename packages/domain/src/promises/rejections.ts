import { unknown } from '../definition/rejection-definition.ts'

export const promisesRejections = {
  'promise-unknown': unknown('name something that was promised to this organisation, or by it'),
} as const
