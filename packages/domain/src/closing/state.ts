import type { EventId, OrganisationId } from '@trm/kernel'
import type { ClosingReason } from '../vocabulary/process-lists.ts'

export type ClosingState = {
  /** Closed at this organisation, which says nothing about others. */
  readonly closed?: {
    readonly by: OrganisationId
    readonly event: EventId
    readonly reason: ClosingReason
  }
}

export const emptyClosing: ClosingState = {}
