import type { EventId, Instant, OrganisationId } from '@trm/kernel'
import type { ComplaintMatter, ComplaintOutcome } from '../vocabulary/process-lists.ts'

export type ComplaintsState = {
  readonly complaints: Readonly<Record<EventId, ComplaintState>>
  /** Organisations that keep out of a part of the case. */
  readonly recusals: Readonly<Record<OrganisationId, EventId>>
}

export type ComplaintState = {
  readonly by: OrganisationId
  readonly matter: ComplaintMatter
  readonly respondBy: Instant
  readonly answer?: { readonly event: EventId; readonly outcome: ComplaintOutcome }
  readonly overdue?: EventId
}

export const emptyComplaints: ComplaintsState = { complaints: {}, recusals: {} }
