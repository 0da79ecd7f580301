import { conflict, unknown } from '../definition/rejection-definition.ts'

export const childrenRejections = {
  'not-a-child': conflict('record first that she is a child, or may be one'),
  'age-not-verified': conflict(
    'change her age status first, with the evidence for it: who is presumed a child may be an adult already',
  ),
  'guardian-unknown': unknown('name a guardian of this case'),
  'no-guardian': conflict('appoint a guardian first: one who is excluded receives no child'),
  'child-not-heard': conflict('hear the child first: its own views are part of the determination'),
  'solution-not-considered': conflict('choose a solution that was considered'),
  'family-not-assessed': conflict(
    'assess the risk in the family of origin first: a parent or relative is not assumed to be safe',
  ),
  'focal-question-unknown': unknown('answer a question that was put to this focal point'),
} as const
