import type { CaseReference, EventId, Instant, OrganisationId } from '@trm/kernel'
import type { AgeStatus, IdentificationStatus } from '../vocabulary/lists.ts'
import type { NonIdentificationReason } from '../vocabulary/process-lists.ts'

export type OpeningState = {
  readonly opened?: { readonly by: OrganisationId; readonly event: EventId }
  readonly ageStatus?: AgeStatus
  /** What each has said of her age that may: the custodian, and whoever took a consent. */
  readonly ageClaims: Readonly<Record<OrganisationId, AgeClaim>>
  /** Where she stands with those who help her. What an authority decides is in `requests`. */
  readonly identification: IdentificationStatus
  /** By which event she declines, where that is held. */
  readonly identificationDeclined?: EventId
  readonly identificationRequests: Readonly<Record<EventId, IdentificationRequestState>>
  readonly linkedCases: readonly CaseReference[]
}

export type AgeClaim = {
  readonly ageStatus: AgeStatus
  /** With which it began to say that she is a child, or that she is none. */
  readonly event: EventId
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
  ageClaims: {},
  identification: 'potential',
  identificationRequests: {},
  linkedCases: [],
}
