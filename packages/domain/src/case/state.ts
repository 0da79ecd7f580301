import type { EventId, Instant, OrganisationId } from '@trm/kernel'
import type {
  AgeStatus,
  CapacityAnswer,
  DeclineReason,
  HolderAnswer,
  IdentificationStatus,
  SectionName,
} from '../vocabulary/lists.ts'
import type { ConsentClause } from './events.ts'

/** What an organisation knows of a case: the fold of the events it holds. Plain data, no values. */
export type CaseState = {
  readonly opened?: { readonly by: OrganisationId; readonly event: EventId }
  readonly ageStatus?: AgeStatus
  readonly identification: IdentificationStatus
  readonly consents: Readonly<Record<EventId, ConsentState>>
  readonly enquiries: Readonly<Record<EventId, EnquiryState>>
  readonly referrals: Readonly<Record<EventId, ReferralState>>
  readonly notifications: Readonly<Record<EventId, NotificationState>>
  readonly narrowings: Readonly<Record<EventId, NarrowingState>>
  readonly erasures: readonly ErasureState[]
  /** Which section values are held, as the digests that were signed. */
  readonly sections: Readonly<Partial<Record<SectionName, readonly SectionReference[]>>>
}

export type ConsentState = {
  readonly by: OrganisationId
  readonly clauses: readonly ClauseState[]
}

/** A clause and what has been taken from it since. */
export type ClauseState = ConsentClause & { readonly removed: readonly SectionName[] }

export type EnquiryState = {
  readonly by: OrganisationId
  readonly respondBy: Instant
  readonly answers: Readonly<Record<OrganisationId, CapacityAnswer>>
}

export type ReferralDecision =
  | { readonly kind: 'accepted'; readonly event: EventId; readonly firstContactBy: Instant }
  | { readonly kind: 'declined'; readonly event: EventId; readonly reason: DeclineReason }

export type ReferralState = {
  readonly by: OrganisationId
  readonly to: OrganisationId
  readonly respondBy: Instant
  readonly seen?: EventId
  readonly decision?: ReferralDecision
  readonly contactExchanged?: EventId
  /** Who has assessed the risk, in the order of the assessments, each once. */
  readonly riskAssessedBy: readonly OrganisationId[]
  readonly travelPlanned?: EventId
  readonly departed?: EventId
  readonly arrived?: EventId
  readonly supportStarted?: EventId
  readonly feedback: readonly EventId[]
}

export type NotificationState = {
  readonly by: OrganisationId
  readonly respondBy: Instant
  readonly acknowledgedBy: Readonly<Record<OrganisationId, EventId>>
}

/** A narrowed consent and what its holders answered. */
export type NarrowingState = {
  readonly by: OrganisationId
  readonly consent: EventId
  readonly clause: string
  readonly sections: readonly SectionName[]
  readonly answers: Readonly<Record<OrganisationId, HolderAnswer>>
}

export type ErasureState = {
  readonly by: OrganisationId
  readonly under: EventId
  readonly event: EventId
  readonly sections: readonly SectionName[]
}

export type SectionReference = {
  readonly event: EventId
  readonly author: OrganisationId
  readonly digest: string
}

export const emptyCase: CaseState = {
  identification: 'potential',
  consents: {},
  enquiries: {},
  referrals: {},
  notifications: {},
  narrowings: {},
  erasures: [],
  sections: {},
}
