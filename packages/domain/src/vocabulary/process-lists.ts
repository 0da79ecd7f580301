import { closedList, type CodeOf } from './closed-list.ts'

// The closed lists of single processes. Those that every process shares are in lists.ts.

/** Groups of indicators. A set of indicators is versioned and never complete: `other` is always there. */
export const indicatorGroups = closedList(
  'recruitment',
  'movement',
  'documentsWithheld',
  'restrictedMovement',
  'debt',
  'workingConditions',
  'violenceOrThreats',
  'dependency',
  'childSpecific',
  'selfIdentified',
  'other',
)

/** What somebody is told about her rights. */
export const rightsTopics = closedList(
  'protectionAndAssistance',
  'reflectionPeriod',
  'residence',
  'asylum',
  'legalAid',
  'compensation',
  'courtProcedure',
  'dataProtection',
  'consularContact',
  'complaints',
  'return',
)

/** How an age was established. */
export const ageEvidences = closedList(
  'document',
  'ownStatement',
  'authorityDecision',
  'assessment',
  'doubt',
)

/** Why an authority did not identify somebody formally. It does not end the presumption. */
export const nonIdentificationReasons = closedList(
  'indicatorsNotConfirmed',
  'outsideDefinition',
  'personNotReached',
  'notCompetent',
)
export type NonIdentificationReason = CodeOf<typeof nonIdentificationReasons>

/** What more a receiving organisation asks about before it decides. */
export const informationTopics = closedList(
  'languages',
  'health',
  'accompaniment',
  'accommodation',
  'safety',
  'dates',
  'children',
)

/** Why an organisation takes a referral back. */
export const withdrawalReasons = closedList(
  'personChangedMind',
  'safety',
  'otherProviderFound',
  'recordedInError',
  'personNotReached',
)

/** Why nobody can be referred to. */
export const referralObstacles = closedList(
  'noProvider',
  'noCapacity',
  'noConsent',
  'noSafeWay',
  'personLeft',
)

/** Tasks in a case that two organisations share. */
export const taskTypes = closedList(
  'accompaniment',
  'accommodation',
  'documents',
  'familyContact',
  'legalAdvice',
  'medicalCare',
  'psychologicalSupport',
  'reception',
  'socialBenefits',
  'travelBooking',
)
export type TaskType = CodeOf<typeof taskTypes>

/** The means by which a task is done, and who bears the cost. */
export const taskMeans = closedList(
  'ownFunds',
  'partnerFunds',
  'stateFunds',
  'projectFunds',
  'inKind',
)

export const supportOutcomes = closedList('onTrack', 'needsChange', 'goalsReached', 'interrupted')

export const supportEndReasons = closedList(
  'goalsReached',
  'personDecided',
  'personNotReached',
  'referredOnward',
  'serviceEnded',
)

/** Why somebody returns. `migrationControl` is no reason in the case of a child. */
export const returnReasons = closedList(
  'ownWish',
  'familyReunification',
  'bestInterests',
  'removalDecision',
  'migrationControl',
)
export type ReturnReason = CodeOf<typeof returnReasons>

/** What else than return was considered. */
export const returnAlternatives = closedList(
  'stay',
  'asylum',
  'humanitarianResidence',
  'resettlement',
  'familyReunificationElsewhere',
)

/** What an NRM office did about a notification. */
export const notificationActions = closedList(
  'serviceArranged',
  'identificationStarted',
  'referredOnward',
  'protectionArranged',
  'informationRecorded',
  'noActionPossible',
)
export type NotificationAction = CodeOf<typeof notificationActions>

/** How far something is: the status and nothing else. */
export const progressStatuses = closedList(
  'notStarted',
  'underWay',
  'waitingForOthers',
  'completed',
  'discontinued',
)
export type ProgressStatus = CodeOf<typeof progressStatuses>

/** As coarse as it takes to find a service that is there for her or him. */
export const serviceGenders = closedList('female', 'male', 'other')

/** The grounds for a residence permit. */
export const residenceGrounds = closedList(
  'personalSituation',
  'criminalProceedings',
  'compensationProceedings',
  'riskOnReturn',
  'socialProgrammeCompleted',
  'family',
  'asylum',
)
export type ResidenceGround = CodeOf<typeof residenceGrounds>

export const residenceRefusals = closedList(
  'groundsNotMet',
  'documentsMissing',
  'notCompetent',
  'publicOrder',
)
export type ResidenceRefusal = CodeOf<typeof residenceRefusals>

/** What somebody is asked to come for. */
export const testimonyPurposes = closedList('testify', 'claimCompensation')
export type TestimonyPurpose = CodeOf<typeof testimonyPurposes>

/** How somebody gives a statement; `none`: not at all. */
export const statementModes = closedList('video', 'recorded', 'inPerson', 'none')
export type StatementMode = CodeOf<typeof statementModes>

/** Heads of compensation. */
export const compensationHeads = closedList(
  'physical',
  'psychological',
  'lostWages',
  'contractRights',
  'otherMaterial',
)
export type CompensationHead = CodeOf<typeof compensationHeads>

/** From whom compensation is claimed. */
export const compensationRoutes = closedList(
  'criminalProceedings',
  'civilClaim',
  'employmentTribunal',
  'stateFund',
)

export const compensationRefusals = closedList('noFunds', 'notProved', 'outOfTime', 'notEntitled')
export type CompensationRefusal = CodeOf<typeof compensationRefusals>

/** What a court decided. Never the end of a case. */
export const judgmentOutcomes = closedList(
  'convicted',
  'convictedOfLesserOffence',
  'acquitted',
  'discontinued',
  'appealed',
)
export type JudgmentOutcome = CodeOf<typeof judgmentOutcomes>

/** Why a hearing was put off. */
export const postponementReasons = closedList('court', 'defence', 'health', 'safety', 'travel')

/** How much freedom a defendant gets. */
export const releaseKinds = closedList('onRemandEnded', 'sentenceServed', 'onParole', 'escaped')
export type ReleaseKind = CodeOf<typeof releaseKinds>

/** Who is there for a child. A parent is not assumed safe. */
export const guardianKinds = closedList(
  'guardianshipAuthority',
  'appointedPerson',
  'parent',
  'relative',
)
export type GuardianKind = CodeOf<typeof guardianKinds>

/** Who receives a child that returns. */
export const receiverKinds = closedList('socialServices', 'guardian', 'parent', 'relative')
export type ReceiverKind = CodeOf<typeof receiverKinds>

export const exclusionReasons = closedList(
  'suspectedInvolvement',
  'conflictOfInterest',
  'unreachable',
  'childObjects',
)

/** A durable solution for a child. */
export const childSolutions = closedList(
  'returnToOrigin',
  'localIntegration',
  'thirdCountry',
  'familyReunification',
)
export type ChildSolution = CodeOf<typeof childSolutions>

export const careKinds = closedList('family', 'fosterFamily', 'shelter', 'supportedLiving')
export type CareKind = CodeOf<typeof careKinds>

/** What one focal point for children asks another. */
export const focalPointMatters = closedList(
  'missingChild',
  'intendedReturn',
  'familyTracing',
  'guardianship',
)

export const focalPointAnswers = closedList('known', 'notKnown', 'underWay', 'cannotSay')
export type FocalPointAnswer = CodeOf<typeof focalPointAnswers>

/** Where somebody on the move is to be met. */
export const meetingPlaces = closedList(
  'station',
  'borderCrossing',
  'receptionCentre',
  'office',
  'online',
)

/** Why something is put right. */
export const correctionReasons = closedList(
  'typingError',
  'wrongPerson',
  'translation',
  'newInformation',
  'personCorrected',
)

/** What information about a crime to come concerns. */
export const crimeMatters = closedList(
  'recruitment',
  'transport',
  'exploitation',
  'threat',
  'corruption',
  'other',
)

/** What a complaint is about. */
export const complaintMatters = closedList(
  'confidentiality',
  'discrimination',
  'qualityOfService',
  'pressure',
  'delay',
  'conduct',
)
export type ComplaintMatter = CodeOf<typeof complaintMatters>

export const complaintOutcomes = closedList('upheld', 'partlyUpheld', 'notUpheld', 'notCompetent')
export type ComplaintOutcome = CodeOf<typeof complaintOutcomes>

/** Why somebody keeps out of a case. */
export const recusalReasons = closedList(
  'watchdogServesPerson',
  'personalRelation',
  'involvedInFacts',
  'other',
)

/** Why a case is closed. A judgment is none. */
export const closingReasons = closedList(
  'supportCompleted',
  'personDecided',
  'personNotReached',
  'custodyTransferred',
  'linkedDuplicate',
  'notAVictim',
)
export type ClosingReason = CodeOf<typeof closingReasons>

export const reopeningReasons = closedList(
  'newNeeds',
  'newProceedings',
  'personReturned',
  'newRisk',
  'closedInError',
)

/** What makes somebody disclose without consent: danger, or an order (2:L1137, 2:L1167). */
export const disclosureReasons = closedList(
  'dangerToLife',
  'dangerToOthers',
  'courtOrder',
  'statutoryReport',
)

/** Whether the person was told of a disclosure that she did not consent to; if not, why (2:L1167). */
export const noticesToPerson = closedList('told', 'toldLater', 'wouldEndanger')
export type NoticeToPerson = CodeOf<typeof noticesToPerson>

/** Why a consent is confirmed anew: a trip is to come, or she said it long ago. */
export const reconfirmationReasons = closedList('trip', 'time')
export type ReconfirmationReason = CodeOf<typeof reconfirmationReasons>

/** Under which authority data is erased. */
export const erasureAuthorities = closedList(
  'consentWithdrawn',
  'retentionEnded',
  'courtOrder',
  'personAsked',
  'expungement',
)
