export { closedList, type ClosedList, type CodeOf } from './vocabulary/closed-list.ts'
export {
  ageBands,
  ageStatuses,
  capacityAnswers,
  consentForms,
  consentGivers,
  declineReasons,
  feedbackOutcomes,
  holderAnswers,
  identificationStatuses,
  organisationKinds,
  otherLegalBases,
  purposes,
  riskLevels,
  riskSubjects,
  sectionNames,
  serviceTypes,
  urgencies,
  type AgeBand,
  type AgeStatus,
  type CapacityAnswer,
  type ConsentForm,
  type ConsentGiver,
  type DeclineReason,
  type FeedbackOutcome,
  type HolderAnswer,
  type IdentificationStatus,
  type OrganisationKind,
  type OtherLegalBasis,
  type Purpose,
  type RiskLevel,
  type RiskSubject,
  type SectionName,
  type ServiceType,
  type Urgency,
} from './vocabulary/lists.ts'
export type {
  CaseCommand,
  CommandContext,
  CommandOf,
  CommandType,
  Rejection,
} from './case/commands.ts'
export { decide } from './case/decide.ts'
export type {
  Basis,
  CaseEvent,
  ConsentClause,
  DraftOf,
  EventDraft,
  EventOf,
  EventType,
  FactsByType,
  Grant,
  IntendedRecipient,
  SectionCommitment,
  SectionContents,
} from './case/events.ts'
export { mayAuthor, mayTravel } from './case/entitlement.ts'
export { evolve, foldCase } from './case/evolve.ts'
export { inCausalOrder, referencesOf } from './case/order.ts'
export { sharedView } from './case/shared-view.ts'
export {
  emptyCase,
  type CaseState,
  type ClauseState,
  type ConsentState,
  type EnquiryState,
  type ErasureState,
  type NarrowingState,
  type NotificationState,
  type ReferralDecision,
  type ReferralState,
  type SectionReference,
} from './case/state.ts'
export {
  isImpersonal,
  knownClauses,
  mayDisclose,
  type DenialRule,
  type DisclosureRequest,
  type DisclosureVerdict,
  type KnownClause,
} from './disclosure/may-disclose.ts'
export {
  planDisclosures,
  type MinimisationRejection,
  type PlannedDisclosure,
  type PlannedGrant,
} from './disclosure/minimise.ts'
export { reviewGrant, type GrantFlaw, type GrantInQuestion } from './disclosure/review-grant.ts'
