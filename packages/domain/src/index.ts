export { closedList, type ClosedList, type CodeOf } from './vocabulary/closed-list.ts'
export { languages, type Language } from './vocabulary/languages.ts'
export {
  ageBands,
  ageStatuses,
  capacityAnswers,
  consentEvidenceKinds,
  consentForms,
  consentGivers,
  consentMatters,
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
  type ConsentEvidenceKind,
  type ConsentForm,
  type ConsentGiver,
  type ConsentMatter,
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
export {
  ageEvidences,
  careKinds,
  childSolutions,
  closingReasons,
  compensationHeads,
  compensationRefusals,
  compensationRoutes,
  complaintMatters,
  complaintOutcomes,
  correctionReasons,
  crimeMatters,
  disclosureReasons,
  erasureAuthorities,
  exclusionReasons,
  focalPointAnswers,
  focalPointMatters,
  guardianKinds,
  indicatorGroups,
  informationTopics,
  judgmentOutcomes,
  meetingPlaces,
  nonIdentificationReasons,
  noticesToPerson,
  notificationActions,
  postponementReasons,
  serviceGenders,
  progressStatuses,
  receiverKinds,
  reconfirmationReasons,
  recusalReasons,
  referralObstacles,
  releaseKinds,
  reopeningReasons,
  residenceGrounds,
  residenceRefusals,
  returnAlternatives,
  returnReasons,
  rightsTopics,
  statementModes,
  supportEndReasons,
  supportOutcomes,
  taskMeans,
  taskTypes,
  testimonyPurposes,
  withdrawalReasons,
} from './vocabulary/process-lists.ts'
export {
  commandDefinitions,
  commandTypes,
  eventDefinitions,
  eventTypes,
  processes,
  type CommandType,
  type EventType,
  type ProcessName,
} from './definition/catalogue.ts'
export type { CommandDefinition, GivenBy } from './definition/command-definition.ts'
export type { EarlierVersion, EventDefinition, Fallback } from './definition/event-definition.ts'
export type { Field, FieldShape, ValueOf, ValuesOf } from './definition/field.ts'
export type { RejectionAnswer, RejectionDefinition } from './definition/rejection-definition.ts'
export type { SourceLine } from './definition/source-line.ts'
export { startOfDay } from './definition/untimed.ts'
export type { CaseCommand, CommandContext, CommandOf } from './case/commands.ts'
export { custodianOf, hasCustody } from './case/custody.ts'
export { decide } from './case/decide.ts'
export { reconfirmationsDue, type ReconfirmationDue } from './consent/reconfirmation.ts'
export { consentRecords } from './consent/consent-record.ts'
export { dueCommands, nextDeadline } from './case/due.ts'
export { mayAuthor, mayCarry, mayReceive, mayTravel } from './case/entitlement.ts'
export type {
  Basis,
  CaseEvent,
  ConsentClause,
  DraftOf,
  EventDraft,
  EventOf,
  FactsByType,
  Grant,
  IntendedRecipient,
  SectionCommitment,
  SectionContents,
} from './case/events.ts'
export { evolve, foldAll, foldCase, foldFurther, type CaseFold } from './case/evolve.ts'
export { inCausalOrder, referencesOf } from './case/order.ts'
export { rejectionDefinitions, type Rejection, type RejectionKind } from './case/rejections.ts'
export { sharedView } from './case/shared-view.ts'
export { emptyCase, type CaseState, type KnownEvent, type SectionReference } from './case/state.ts'
export {
  disclosersToTaker,
  isAnswerOwed,
  isHolder,
  narrowedClauses,
  sectionsToAnswerFor,
} from './consent/holder.ts'
export { overtakenSections } from './consent/overtaken.ts'
export { isUnderHold, sectionsToErase, standingHolds } from './consent/legal-hold.ts'
export type { ClauseState, ConsentState, ErasureState, NarrowingState } from './consent/state.ts'
export { wrongOnward, type WrongOnward } from './corrections/pass-on.ts'
export {
  correctionProgress,
  type CorrectionHolder,
  type CorrectionProgress,
} from './corrections/ways.ts'
export type { ShareState } from './sharing/state.ts'
export type { EnquiryState, ReferralDecision, ReferralState } from './handover/state.ts'
export type { ErasedHere, Holding, Standing, StandingHere } from './ledger/holding.ts'
export {
  ledgerOf,
  type DisclosedWithoutConsent,
  type Ledger,
  type OwnHolding,
} from './ledger/ledger.ts'
export type { NotificationState } from './notification/state.ts'
export { floors } from './policy/floors.ts'
export { findPolicyFlaws } from './policy/policy-flaws.ts'
export { describePolicyFlaw, policyFlawSentences, type PolicyFlaw } from './policy/policy-flaw.ts'
export {
  notifiableFacts,
  policyRules,
  type PolicyPack,
  type PolicyRule,
  type SubUnit,
} from './policy/policy-pack.ts'
export {
  findRetention,
  type DueSection,
  type KeptSection,
  type Retention,
} from './retention/retention.ts'
export type { HeldCase, HeldEvent } from './retention/held.ts'
export { silentHoldersOf, type SilentHolder } from './promises/attention.ts'
export type { RetentionRule } from './retention/term.ts'
export {
  denialRemedies,
  knownClauses,
  disclosureWorld,
  mayDisclose,
  type DenialRule,
  type DisclosureRequest,
  type DisclosureVerdict,
  type DisclosureWorld,
  type KnownClause,
} from './disclosure/may-disclose.ts'
export {
  planDisclosures,
  withholdingRemedies,
  type MinimisationRejection,
  type PlannedDisclosure,
  type PlannedGrant,
  type WithholdingRule,
} from './disclosure/minimise.ts'
export type { GrantFlaw, GrantInQuestion } from './disclosure/grant-flaw.ts'
export { reviewGrant } from './disclosure/review-grant.ts'
export {
  organisationsAsOf,
  trustFacts,
  type KnownOrganisation,
  type Organisations,
  type TrustFact,
  type TrustFactStanding,
} from './disclosure/organisations.ts'
