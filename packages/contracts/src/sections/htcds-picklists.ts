import { closedList } from '@trm/domain'

// The picklists of HTCDS 2.0 (IOM, CC BY 4.0) as they are, spelling included.

/** `prs_Gender`. */
export const genders = closedList(
  'Feminine',
  'Masculine',
  'TransgenderFeminine',
  'TransgenderMasculine',
  'NonConforming',
  'NonSpecifiedUnknown',
)

/** `prs_MaritalStatus`. */
export const maritalStatuses = closedList(
  'Single',
  'Married',
  'Widowed',
  'Divorced',
  'Separated',
  'RegisteredPartnership',
)

/** `prs_HighestLevelOfEducation`. */
export const educationLevels = closedList(
  'EarlyChildhoodEducation',
  'PrimaryEducation',
  'LowerSecondaryEducation',
  'UpperSecondaryEducation',
  'PostSecondaryNonTertiaryEducation',
  'ShortCycleTertiaryEducation',
  'BachelorsOrEquivalentLevel',
  'MastersOrEquivalentLevel',
  'DoctoralOrEquivalentLevel',
)

/** `vic_TraffickingStatus`. */
export const traffickingStatuses = closedList(
  'PossibleVictimOfTrafficking',
  'ActualVictimOfTrafficking',
  'NotAVictimOfTrafficking',
)

/** `vic_TraffickingStatusDecisionMakingOrg`. */
export const decisionMakingOrganisations = closedList(
  'Police',
  'NGO',
  'CourtOrProsecution',
  'NonPoliceGovernmentalOrganization',
  'Other',
)

/** `vic_RelationshipToTrafficker`. */
export const traffickerRelationships = closedList('Familial', 'Acquainted', 'Unaquainted')

/** `vic_RecruitmentWebsitesAndApps` and `vic_ExploitationWebsitesAndApps`. */
export const websitesAndApps = closedList(
  'Facebook',
  'Instagram',
  'WhatsApp',
  'Telegram',
  'FacebookMessenger',
  'Viber',
  'SnapChat',
  'Line',
  '4Sale',
  'WeChat',
  'QQ',
  'QZone',
  'TikTok',
  'Twitter',
  'Other',
)

/** `vic_MethodOfRecruitment`. */
export const recruitmentMethods = closedList(
  'AtAPlaceOfBusiness',
  'AtAnEducationalInstitution',
  'AtWork',
  'ThroughOnlineSocialNetworks',
  'ThroughAnOnlineAdvertisement',
  'ThroughATelevisionAdvert',
  'ThroughANewspaperAdvert',
  'ThroughFamilyOrFamilyEvents',
  'ThroughFriendsOrSocialEvents',
  'Other',
)

/** `vic_MethodsOfControl`. */
export const controlMethods = closedList(
  'PhysicalThreats',
  'ThreatsLawEnforcement',
  'ThreatensChildrenFamily',
  'DebtBondage',
  'FalsePromises',
  'PhysicalAbuse',
  'SexualAbuse',
  'TakesEarnings',
  'RestrictsFinancialAccess',
  'RestrictsMedicalCare',
  'WithholdsNecessities',
  'PsychologicalAbuse',
  'PsychoactiveSubstance',
  'ExcessiveWorkingHours',
  'WithholdsDocuments',
  'Other',
)

/** `vic_TypeOfExploitation`. */
export const exploitationTypes = closedList(
  'ForcedLabour',
  'SexualExploitation',
  'ChildLabour',
  'ForcedMarriage',
  'Servitude',
  'ForcedMilitaryByNonStateActors',
  'OrganRemoval',
  'ForcedBegging',
  'ForcedAdoption',
  'Surrogacy',
  'Other',
)

/** `vic_ForcedLabourIndustry`. */
export const labourIndustries = closedList(
  'A_AgricultureForestryAndFishing',
  'B_MiningAndQuarrying',
  'C_Manufacturing',
  'D_ElectricityGasSteamAndAirConditioningSupply',
  'E_WaterSupplySewerageWasteManagement',
  'F_Construction',
  'G_WholesaleAndRetailTradeRepairOfMotorVehicles',
  'H_TransportationAndStorage',
  'I_AccommodationAndFoodServiceActivities',
  'J_InformationAndCommunication',
  'K_FinancialAndInsuranceActivities',
  'L_RealEstateActivities',
  'M_ProfessionalScientificAndTechnicalActivities',
  'N_AdministrativeAndSupportServiceActivities',
  'O_PublicAdministrationAndDefence',
  'P_Education',
  'Q_HumanHealthAndSocialWorkActivities',
  'R_ArtsEntertainmentAndRecreation',
  'S_OtherServiceActivities',
  'T_ActivitiesOfHouseholdsAsEmployers',
  'U_ActivitiesOfExtraterritorialOrganizations',
)

/** `vic_TypeOfSexExploitation`. */
export const sexExploitationTypes = closedList(
  'Prostitution',
  'Pornography',
  'RemoteInteractiveServices',
  'PrivateSexualServices',
)

/** `vic_Vulnerabilities`. */
export const vulnerabilities = closedList(
  'Addiction',
  'SocialGroup',
  'Discrimination',
  'Poverty',
  'DisabilityAndPhysicalHealth',
  'MentalHealth',
  'Migration',
  'Homelessness',
  'AbuseSocialMedia',
  'AbusePhysical',
  'Education',
  'WorkEnvironment',
)

/** `cas_Status`. */
export const caseStatuses = closedList('Active', 'FollowUp', 'Closed', 'ClosedReferred')

/** `cas_ReasonForIncomingReferral` and `cas_ReasonForOutgoingReferral`. */
export const referralReasons = closedList(
  'AdditionalServicesRequired',
  'MigrationOrChangeOfLocation',
  'Other',
)

/** `hte_Type`. */
export const historicEventTypes = closedList('Recruitment', 'Transit', 'Exploitation')

/** `spl_Type`. */
export const supportPlanTypes = closedList(
  'Education',
  'Financial',
  'Health',
  'LabourExploitationRehabilitation',
  'Legal',
  'Livelihood',
  'RightsBasedTraining',
  'SexualExploitationRehabilitation',
  'SocialCare',
)
