import { closedList, type CodeOf } from './closed-list.ts'

/** The unit of minimisation: what is disclosed, encrypted and erased together. */
export const sectionNames = closedList(
  'identity',
  'contact',
  'demographics',
  'family',
  'identification',
  'exploitation',
  'health',
  'risk',
  'protection',
  'residence',
  'proceedings',
  'needs',
  'travel',
  'child',
  'documents',
  'notes',
)
export type SectionName = CodeOf<typeof sectionNames>

/** Why something is disclosed. A disclosure has exactly one purpose. */
export const purposes = closedList(
  'handover',
  'assistance',
  'caseNotification',
  'identification',
  'protection',
  'testimony',
  'compensation',
  'return',
  'reintegration',
  'familyTracing',
  'monitoring',
)
export type Purpose = CodeOf<typeof purposes>

/** Home-country authorities and home-country service providers are different recipient classes. */
export const organisationKinds = closedList(
  'cso',
  'nrmOffice',
  'police',
  'borderPolice',
  'prosecution',
  'courtLiaison',
  'guardianshipAuthority',
  'shelter',
  'migrationAuthority',
  'asylumAuthority',
  'healthProvider',
  'legalAid',
  'helpline',
  'internationalOrganisation',
  'consular',
  'auditor',
  'rapporteur',
)
export type OrganisationKind = CodeOf<typeof organisationKinds>

/** `presumed` is treated as a victim at once; `declinedIdentification` keeps every protection. */
export const identificationStatuses = closedList(
  'potential',
  'presumed',
  'formallyIdentified',
  'declinedIdentification',
  'notAVictim',
)
export type IdentificationStatus = CodeOf<typeof identificationStatuses>

/** Doubt means `presumedChild`. */
export const ageStatuses = closedList('verifiedAdult', 'presumedChild', 'verifiedChild')
export type AgeStatus = CodeOf<typeof ageStatuses>

/** Who gives a consent. */
export const consentGivers = closedList('self', 'guardian', 'representative')
export type ConsentGiver = CodeOf<typeof consentGivers>

/** In which form a consent was given; a person who cannot read can follow a pictogram. */
export const consentForms = closedList('written', 'oral', 'pictogram')
export type ConsentForm = CodeOf<typeof consentForms>

/** What was made when a consent was given, and can be shown again: each is a file that stays where it was taken. */
export const consentEvidenceKinds = closedList('signedForm', 'recording', 'interpreterDeclaration')
export type ConsentEvidenceKind = CodeOf<typeof consentEvidenceKinds>

/** Services that a receiving organisation can be asked for. */
export const serviceTypes = closedList(
  'accommodation',
  'legalAid',
  'medicalCare',
  'psychologicalSupport',
  'socialSupport',
  'economicEmpowerment',
  'education',
  'reintegrationPlanning',
  'arrivalReception',
)
export type ServiceType = CodeOf<typeof serviceTypes>

export const urgencies = closedList('routine', 'soon', 'immediate')
export type Urgency = CodeOf<typeof urgencies>

/** The age as coarse as a receiving service needs it before acceptance. */
export const ageBands = closedList('under18', '18to24', '25to34', '35to49', '50plus')
export type AgeBand = CodeOf<typeof ageBands>

/** Whom or what a risk assessment is about. */
export const riskSubjects = closedList('person', 'familyInOrigin', 'staff', 'proceedings')
export type RiskSubject = CodeOf<typeof riskSubjects>

export const riskLevels = closedList('low', 'medium', 'high', 'severe')
export type RiskLevel = CodeOf<typeof riskLevels>

/** Why an organisation declines; no capacity is the commonest honest reason. */
export const declineReasons = closedList(
  'noCapacity',
  'outsideMandate',
  'serviceNotOffered',
  'languageNotCovered',
  'safetyOfPerson',
  'safetyOfStaff',
)
export type DeclineReason = CodeOf<typeof declineReasons>

/** What came of an action that was asked for. */
export const feedbackOutcomes = closedList(
  'supportRunning',
  'supportCompleted',
  'personNotReached',
  'personDeclinedSupport',
  'referredOnward',
)
export type FeedbackOutcome = CodeOf<typeof feedbackOutcomes>

/** How a holder answered a narrowed or withdrawn consent. */
export const holderAnswers = closedList('erased', 'restricted', 'retained')
export type HolderAnswer = CodeOf<typeof holderAnswers>

/** Whether the organisation that was asked has a place. */
export const capacityAnswers = closedList('available', 'waitingList', 'unavailable')
export type CapacityAnswer = CodeOf<typeof capacityAnswers>

/** Legal bases other than consent: each needs a citation, a justification and an answer on anonymity. */
export const otherLegalBases = closedList('legalObligation', 'publicInterest', 'vitalInterests')
export type OtherLegalBasis = CodeOf<typeof otherLegalBases>

/** The three consents: to be interviewed, to the collection of data, to their further use. */
export const consentMatters = closedList('interview', 'collection', 'furtherUse')
export type ConsentMatter = CodeOf<typeof consentMatters>
