import type { SourceLine } from '@trm/domain'
import type { HtcdsLists, ListName } from './topics.ts'

/** A line of one of the guides that the rules of the domain cite, too. */
type GuideLine = Exclude<SourceLine, 'inferred'>

/** Where the codes of a list come from. */
export type ListSource =
  /** The lines of the guides that name what the list tells apart, as a whole or in part. */
  | { readonly kind: 'guide'; readonly lines: readonly GuideLine[] }
  /** HTCDS 2.0 (IOM, CC BY 4.0): the fields whose picklist it is. */
  | { readonly kind: 'htcds'; readonly fields: readonly string[] }
  /** This project, where the guides leave a gap that the process cannot do without. */
  | { readonly kind: 'this-project' }

const guide = (...lines: readonly GuideLine[]) => ({ kind: 'guide', lines }) as const
const htcds = (...fields: readonly string[]) => ({ kind: 'htcds', fields }) as const
const thisProject = { kind: 'this-project' } as const

const sources: Readonly<Record<Exclude<ListName, keyof HtcdsLists>, ListSource>> &
  Readonly<Record<keyof HtcdsLists, ListSource & { readonly kind: 'htcds' }>> = {
  sectionNames: thisProject,
  purposes: guide('2:L1009', '2:L1956'),
  organisationKinds: guide('2:L1606', '3:L752'),
  identificationStatuses: guide('2:L249', '3:L129'),
  ageStatuses: guide('2:L1565'),
  consentGivers: thisProject,
  consentForms: guide('3:L1314'),
  consentEvidenceKinds: thisProject,
  serviceTypes: guide('2:L1686', '3:L752'),
  urgencies: thisProject,
  ageBands: thisProject,
  riskSubjects: guide('3:L786', '3:L1311'),
  riskLevels: thisProject,
  declineReasons: thisProject,
  feedbackOutcomes: thisProject,
  holderAnswers: thisProject,
  capacityAnswers: thisProject,
  otherLegalBases: guide('2:L1167'),
  consentMatters: guide('2:L2691'),

  indicatorGroups: guide('2:L1563'),
  rightsTopics: guide('2:L1721', '2:L1805', '3:L450'),
  ageEvidences: guide('2:L1565'),
  nonIdentificationReasons: thisProject,
  informationTopics: thisProject,
  withdrawalReasons: thisProject,
  referralObstacles: thisProject,
  taskTypes: guide('3:L752'),
  taskMeans: guide('3:L757'),
  supportOutcomes: thisProject,
  supportEndReasons: thisProject,
  returnReasons: guide('2:L1833', '2:L1834'),
  returnAlternatives: guide('2:L1786', '2:L1805'),
  notificationActions: thisProject,
  progressStatuses: thisProject,
  serviceGenders: thisProject,

  residenceGrounds: guide('2:L1646', '2:L1659', '2:L1660', '2:L1661', '2:L1662', '2:L2113'),
  residenceRefusals: thisProject,
  testimonyPurposes: guide('3:L752'),
  statementModes: guide('2:L2110', '3:L752'),
  compensationHeads: guide('2:L2067'),
  compensationRoutes: guide('2:L2048', '2:L2069', '2:L2071'),
  compensationRefusals: thisProject,
  judgmentOutcomes: guide('3:L240'),
  postponementReasons: thisProject,
  releaseKinds: thisProject,

  guardianKinds: guide('2:L1832'),
  receiverKinds: guide('2:L1832'),
  exclusionReasons: guide('2:L1839'),
  childSolutions: guide('2:L1833'),
  careKinds: thisProject,
  focalPointMatters: guide('2:L1015'),
  focalPointAnswers: thisProject,

  participants: guide('0:L93', '0:L101', '3:L604', '3:L752', '3:L1299', '4:L77', '4:L79'),
  meetingPlaces: guide('3:L512', '3:L596'),
  travelModes: thisProject,
  documentKinds: guide('3:L752'),
  channelKinds: thisProject,

  correctionReasons: guide('3:L1225'),
  crimeMatters: thisProject,
  complaintMatters: thisProject,
  complaintOutcomes: thisProject,
  recusalReasons: guide('0:L1132', '4:L336'),
  closingReasons: thisProject,
  reopeningReasons: thisProject,
  disclosureReasons: guide('2:L1137', '2:L1167'),
  noticesToPerson: guide('2:L1167'),
  reconfirmationReasons: thisProject,
  erasureAuthorities: guide('2:L636'),

  ledgerTexts: thisProject,

  genders: htcds('prs_Gender'),
  maritalStatuses: htcds('prs_MaritalStatus'),
  educationLevels: htcds('prs_HighestLevelOfEducation'),
  traffickingStatuses: htcds('vic_TraffickingStatus'),
  decisionMakingOrganisations: htcds('vic_TraffickingStatusDecisionMakingOrg'),
  traffickerRelationships: htcds('vic_RelationshipToTrafficker'),
  websitesAndApps: htcds('vic_RecruitmentWebsitesAndApps', 'vic_ExploitationWebsitesAndApps'),
  recruitmentMethods: htcds('vic_MethodOfRecruitment'),
  controlMethods: htcds('vic_MethodsOfControl'),
  exploitationTypes: htcds('vic_TypeOfExploitation'),
  labourIndustries: htcds('vic_ForcedLabourIndustry'),
  sexExploitationTypes: htcds('vic_TypeOfSexExploitation'),
  vulnerabilities: htcds('vic_Vulnerabilities'),
  caseStatuses: htcds('cas_Status'),
  referralReasons: htcds('cas_ReasonForIncomingReferral', 'cas_ReasonForOutgoingReferral'),
  historicEventTypes: htcds('hte_Type'),
  supportPlanTypes: htcds('spl_Type'),
}

/** Where the codes of a list come from: lines of a guide, fields of HTCDS, or this project. */
export function sourceOf(list: ListName): ListSource {
  return sources[list]
}
