import * as contracts from '@trm/contracts'
import * as domain from '@trm/domain'
import type { ClosedList, CodeOf } from '@trm/domain'
import { ledgerTexts } from './ledger-texts.ts'
import { participants } from './participants.ts'

// The closed lists that have labels, by topic. A topic is one file in every language.

const shared = {
  sectionNames: domain.sectionNames,
  purposes: domain.purposes,
  organisationKinds: domain.organisationKinds,
  identificationStatuses: domain.identificationStatuses,
  ageStatuses: domain.ageStatuses,
  consentGivers: domain.consentGivers,
  consentForms: domain.consentForms,
  consentEvidenceKinds: domain.consentEvidenceKinds,
  serviceTypes: domain.serviceTypes,
  urgencies: domain.urgencies,
  ageBands: domain.ageBands,
  riskSubjects: domain.riskSubjects,
  riskLevels: domain.riskLevels,
  declineReasons: domain.declineReasons,
  feedbackOutcomes: domain.feedbackOutcomes,
  holderAnswers: domain.holderAnswers,
  capacityAnswers: domain.capacityAnswers,
  otherLegalBases: domain.otherLegalBases,
  consentMatters: domain.consentMatters,
} as const

const support = {
  indicatorGroups: domain.indicatorGroups,
  rightsTopics: domain.rightsTopics,
  ageEvidences: domain.ageEvidences,
  nonIdentificationReasons: domain.nonIdentificationReasons,
  informationTopics: domain.informationTopics,
  withdrawalReasons: domain.withdrawalReasons,
  referralObstacles: domain.referralObstacles,
  taskTypes: domain.taskTypes,
  taskMeans: domain.taskMeans,
  supportOutcomes: domain.supportOutcomes,
  supportEndReasons: domain.supportEndReasons,
  returnReasons: domain.returnReasons,
  returnAlternatives: domain.returnAlternatives,
  notificationActions: domain.notificationActions,
  progressStatuses: domain.progressStatuses,
  serviceGenders: domain.serviceGenders,
} as const

const proceedings = {
  residenceGrounds: domain.residenceGrounds,
  residenceRefusals: domain.residenceRefusals,
  testimonyPurposes: domain.testimonyPurposes,
  statementModes: domain.statementModes,
  compensationHeads: domain.compensationHeads,
  compensationRoutes: domain.compensationRoutes,
  compensationRefusals: domain.compensationRefusals,
  judgmentOutcomes: domain.judgmentOutcomes,
  postponementReasons: domain.postponementReasons,
  releaseKinds: domain.releaseKinds,
} as const

const children = {
  guardianKinds: domain.guardianKinds,
  receiverKinds: domain.receiverKinds,
  exclusionReasons: domain.exclusionReasons,
  childSolutions: domain.childSolutions,
  careKinds: domain.careKinds,
  focalPointMatters: domain.focalPointMatters,
  focalPointAnswers: domain.focalPointAnswers,
} as const

const travel = {
  participants,
  meetingPlaces: domain.meetingPlaces,
  travelModes: contracts.travelModes,
  documentKinds: contracts.documentKinds,
  channelKinds: contracts.channelKinds,
} as const

const closing = {
  correctionReasons: domain.correctionReasons,
  crimeMatters: domain.crimeMatters,
  complaintMatters: domain.complaintMatters,
  complaintOutcomes: domain.complaintOutcomes,
  recusalReasons: domain.recusalReasons,
  closingReasons: domain.closingReasons,
  reopeningReasons: domain.reopeningReasons,
  disclosureReasons: domain.disclosureReasons,
  noticesToPerson: domain.noticesToPerson,
  reconfirmationReasons: domain.reconfirmationReasons,
  erasureAuthorities: domain.erasureAuthorities,
} as const

const ledger = { ledgerTexts } as const

/** The picklists of HTCDS 2.0, whose labels are the standard's own. */
export const htcdsLists = {
  genders: contracts.genders,
  maritalStatuses: contracts.maritalStatuses,
  educationLevels: contracts.educationLevels,
  traffickingStatuses: contracts.traffickingStatuses,
  decisionMakingOrganisations: contracts.decisionMakingOrganisations,
  traffickerRelationships: contracts.traffickerRelationships,
  websitesAndApps: contracts.websitesAndApps,
  recruitmentMethods: contracts.recruitmentMethods,
  controlMethods: contracts.controlMethods,
  exploitationTypes: contracts.exploitationTypes,
  labourIndustries: contracts.labourIndustries,
  sexExploitationTypes: contracts.sexExploitationTypes,
  vulnerabilities: contracts.vulnerabilities,
  caseStatuses: contracts.caseStatuses,
  referralReasons: contracts.referralReasons,
  historicEventTypes: contracts.historicEventTypes,
  supportPlanTypes: contracts.supportPlanTypes,
} as const

/** The lists that this project writes labels for, by name. */
export const ownLists = {
  ...shared,
  ...support,
  ...proceedings,
  ...children,
  ...travel,
  ...closing,
  ...ledger,
} as const

/** Every list that has labels, by name. */
export const lists = { ...ownLists, ...htcdsLists } as const

export type SharedLists = typeof shared
export type SupportLists = typeof support
export type ProceedingsLists = typeof proceedings
export type ChildrenLists = typeof children
export type TravelLists = typeof travel
export type ClosingLists = typeof closing
export type LedgerLists = typeof ledger
export type HtcdsLists = typeof htcdsLists
export type OwnLists = typeof ownLists
type Lists = typeof lists

/** The name of a list that has labels. */
export type ListName = keyof Lists
/** The codes of the list of that name. */
export type CodeIn<Name extends ListName> = CodeOf<Lists[Name]>

/** One label for each code of each list, none missing and none more. */
export type LabelsOf<Of extends { readonly [list: string]: ClosedList<string> }> = {
  readonly [Name in keyof Of]: { readonly [Code in CodeOf<Of[Name]>]: string }
}
