import type { EventId, Instant, OrganisationId } from '@trm/kernel'
import type {
  CareKind,
  ChildSolution,
  FocalPointAnswer,
  GuardianKind,
  ReceiverKind,
} from '../vocabulary/process-lists.ts'

export type ChildrenState = {
  readonly guardians: Readonly<Record<EventId, GuardianState>>
  /** The latest determination of what is best for the child. */
  readonly bestInterests?: { readonly event: EventId; readonly solution: ChildSolution }
  readonly care?: { readonly event: EventId; readonly kind: CareKind }
  readonly receiver?: { readonly event: EventId; readonly kind: ReceiverKind }
  readonly focalPointQuestions: Readonly<Record<EventId, FocalPointQuestionState>>
  /** From when on consent is hers or his; what was decided before stays decided. */
  readonly majority?: EventId
}

export type GuardianState = {
  readonly by: OrganisationId
  readonly kind: GuardianKind
  readonly excluded?: EventId
}

export type FocalPointQuestionState = {
  readonly by: OrganisationId
  readonly respondBy: Instant
  readonly answers: Readonly<Record<OrganisationId, FocalPointAnswer>>
}

export const emptyChildren: ChildrenState = { guardians: {}, focalPointQuestions: {} }
