import type { CaseReference, EventId, Instant, OrganisationId } from '@trm/kernel'
import type { AgeStatus, IdentificationStatus } from '../vocabulary/lists.ts'
import type { NonIdentificationReason } from '../vocabulary/process-lists.ts'

export type OpeningState = {
  readonly opened?: { readonly by: OrganisationId; readonly event: EventId }
  readonly ageStatus?: AgeStatus
  /** Where she stands with those who help her. What an authority decides is in `requests`. */
  readonly identification: IdentificationStatus
  /** By which event she declines, where that is held. */
  readonly identificationDeclined?: EventId
  readonly identificationRequests: Readonly<Record<EventId, IdentificationRequestState>>
  readonly linkedCases: readonly CaseReference[]
}

export type IdentificationRequestState = {
  readonly by: OrganisationId
  readonly respondBy: Instant
  readonly answer?:
    | { readonly kind: 'identified'; readonly by: OrganisationId; readonly event: EventId }
    | {
        readonly kind: 'notIdentified'
        readonly by: OrganisationId
        readonly event: EventId
        readonly reason: NonIdentificationReason
      }
}

export const emptyOpening: OpeningState = {
  identification: 'potential',
  identificationRequests: {},
  linkedCases: [],
}
