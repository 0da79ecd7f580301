import { conflict, invalid, unknown } from '../definition/rejection-definition.ts'

export const residenceRejections = {
  'below-floor': invalid<{ readonly floor: number }>(
    "name at least the days or months that the policy of one's own Participant asks for",
  ),
  'ground-not-in-policy': invalid("name a ground of the policy of one's own Participant"),
  'permit-request-unknown': unknown('answer a request that was sent to this organisation'),
  'reflection-unknown': unknown('name a reflection period that this organisation knows of'),
  'permit-follows': conflict('nothing: a permit follows the reflection period'),
} as const
