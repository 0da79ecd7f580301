import type { EventId, Instant, OrganisationId } from '@trm/kernel'
import type { ResidenceGround, ResidenceRefusal } from '../vocabulary/process-lists.ts'

export type ResidenceState = {
  readonly reflections: Readonly<Record<EventId, ReflectionState>>
  readonly permitRequests: Readonly<Record<EventId, PermitRequestState>>
  readonly permits: Readonly<Record<EventId, PermitState>>
}

export type ReflectionState = {
  readonly by: OrganisationId
  readonly grantedAt: Instant
  readonly until: Instant
  /** The alarm that it ends and no permit follows. */
  readonly alarm?: EventId
}

export type PermitRequestState = {
  readonly by: OrganisationId
  readonly ground: ResidenceGround
  readonly answer?:
    | { readonly kind: 'granted'; readonly event: EventId }
    | { readonly kind: 'refused'; readonly event: EventId; readonly reason: ResidenceRefusal }
}

export type PermitState = {
  readonly by: OrganisationId
  readonly ground: ResidenceGround
  readonly until: Instant
}

export const emptyResidence: ResidenceState = { reflections: {}, permitRequests: {}, permits: {} }
