import type { EventId, Instant, OrganisationId } from '@trm/kernel'
import type { FactsByType } from '../case/events.ts'
import type { CapacityAnswer, DeclineReason } from '../vocabulary/lists.ts'
import type { ReturnReason } from '../vocabulary/process-lists.ts'

export type HandoverState = {
  readonly enquiries: Readonly<Record<EventId, EnquiryState>>
  readonly referrals: Readonly<Record<EventId, ReferralState>>
  /** Questions about a referral, with the event that answered them. */
  readonly questions: Readonly<Record<EventId, QuestionState>>
  readonly custodyProposals: Readonly<Record<EventId, CustodyProposalState>>
  /** Who has custody since it moved; nobody else than who opened the case where it has not. */
  readonly custody?: { readonly to: OrganisationId; readonly event: EventId }
}

export type EnquiryState = {
  readonly by: OrganisationId
  readonly respondBy: Instant
  readonly answers: Readonly<Record<OrganisationId, CapacityAnswer>>
}

export type ReferralDecision =
  | { readonly kind: 'accepted'; readonly event: EventId; readonly firstContactBy: Instant }
  | { readonly kind: 'declined'; readonly event: EventId; readonly reason: DeclineReason }
  | { readonly kind: 'expired'; readonly event: EventId }

export type ReferralState = {
  readonly by: OrganisationId
  readonly to: OrganisationId
  readonly respondBy: Instant
  readonly seen?: EventId
  readonly decision?: ReferralDecision
  readonly withdrawal?: { readonly event: EventId; readonly confirmed?: EventId }
  readonly contactExchanged?: EventId
  /** Who has assessed the risk, in the order of the assessments, each once. */
  readonly riskAssessedBy: readonly OrganisationId[]
  /** The latest agreement on who does what. */
  readonly roles?: {
    readonly event: EventId
    readonly tasks: FactsByType['RolesAssigned']['tasks']
  }
  readonly custodyRequested?: EventId
  /** The latest decision that she returns. */
  readonly returnDecided?: { readonly event: EventId; readonly reason: ReturnReason }
  readonly travelPlanned?: EventId
  readonly departed?: EventId
  readonly arrived?: EventId
  /** The times she was awaited and did not come. */
  readonly notSeen: readonly EventId[]
  readonly supportStarted?: EventId
  readonly reviews: readonly EventId[]
  readonly reintegrationPlan?: EventId
  readonly feedback: readonly EventId[]
  readonly supportEnded?: EventId
}

export type QuestionState = {
  readonly referral: EventId
  readonly by: OrganisationId
  readonly answered?: EventId
}

export type CustodyProposalState = {
  readonly by: OrganisationId
  readonly referral: EventId
  readonly to: OrganisationId
  readonly taken?: EventId
}

export const emptyHandover: HandoverState = {
  enquiries: {},
  referrals: {},
  questions: {},
  custodyProposals: {},
}
