import type { EventId, OrganisationId } from '@trm/kernel'
import type { RiskSubject } from '../vocabulary/lists.ts'

/** Where a return of its own stands is with its referral: see the handover's state. */
export type ReturnState = {
  readonly riskAssessments: Readonly<Record<EventId, RiskAssessmentState>>
}

export type RiskAssessmentState = {
  readonly by: OrganisationId
  /** The referral or the testimony that it was made for. */
  readonly about?: EventId
  readonly subjects: readonly RiskSubject[]
}

export const emptyReturn: ReturnState = { riskAssessments: {} }
