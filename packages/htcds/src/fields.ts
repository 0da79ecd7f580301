import type { SectionValues } from '@trm/contracts'
import type { SectionName } from '@trm/domain'

/**
 * Groups that repeat. A record holds each as an array of objects under this name, and the list of
 * the section keeps their order.
 */
export const htcdsGroups = {
  caseComments: { section: 'notes', list: 'comments' },
  historicTraffickingEvents: { section: 'exploitation', list: 'historicEvents' },
  supportPlans: { section: 'needs', list: 'supportPlans' },
} as const satisfies Record<string, { section: SectionName; list: string }>
export type HtcdsGroup = keyof typeof htcdsGroups

/**
 * Why a field has no place in a section.
 *
 * - `consent-is-an-event`: a ticked box names neither recipient nor purpose nor sections, so it is no
 *   basis for any disclosure.
 * - `perpetrator`: about another person, and for an investigation rather than for assistance.
 * - `organisation`: the directory says who an organisation is.
 * - `form-metadata`: of the ODK form alone: when and under which number it was filled in.
 */
export type NotImportedReason =
  'consent-is-an-event' | 'perpetrator' | 'organisation' | 'form-metadata'

export type HtcdsMapping =
  /** A member of a section; `path` is dotted. */
  | { readonly section: SectionName; readonly path: string }
  /** A member of each item of a group; `path` is dotted and begins at the item. */
  | { readonly group: HtcdsGroup; readonly path: string }
  | { readonly notImported: NotImportedReason }

/** Every path of an object type, dotted; lists are leaves. */
type PathOf<Value> = Value extends readonly unknown[]
  ? never
  : Value extends object
    ? {
        [Name in keyof Value & string]-?: Name | `${Name}.${PathOf<NonNullable<Value[Name]>>}`
      }[keyof Value & string]
    : never

type GroupItem = {
  readonly caseComments: ItemOf<SectionValues['notes']['comments']>
  readonly historicTraffickingEvents: ItemOf<SectionValues['exploitation']['historicEvents']>
  readonly supportPlans: ItemOf<SectionValues['needs']['supportPlans']>
}
type ItemOf<List> = NonNullable<List> extends readonly (infer Item)[] ? Item : never

function at<Name extends SectionName>(section: Name, path: PathOf<SectionValues[Name]>) {
  return { section, path }
}

function each<Group extends HtcdsGroup>(group: Group, path: PathOf<GroupItem[Group]>) {
  return { group, path }
}

function not(reason: NotImportedReason) {
  return { notImported: reason }
}

/**
 * Where each field of HTCDS 2.0 goes, in the order of the standard's table. A path that its section
 * does not have does not compile; a field of the standard that is not here fails a test.
 */
export const htcdsFields: Readonly<Record<string, HtcdsMapping>> = {
  org_Name: not('organisation'),
  org_ShippingCity: not('organisation'),
  org_ShippingCountry: not('organisation'),
  org_ShippingState: not('organisation'),
  org_ShippingStreet: not('organisation'),
  org_ShippingPostalCode: not('organisation'),
  org_ShippingLongitude: not('organisation'),
  org_ShippingLatitude: not('organisation'),
  org_Phone: not('organisation'),
  org_Type: not('organisation'),

  prs_Salutation: at('identity', 'salutation'),
  prs_FirstName: at('identity', 'firstName'),
  prs_MiddleName: at('identity', 'middleName'),
  prs_SecondName: at('identity', 'secondName'),
  prs_Birthdate: at('identity', 'birthdate'),
  prs_Gender: at('identity', 'gender'),
  prs_Deceased: at('identity', 'deceased'),
  prs_MaritalStatus: at('demographics', 'maritalStatus'),
  prs_NumberOfChildren: at('family', 'numberOfChildren'),
  prs_PrimaryLanguage: at('demographics', 'primaryLanguage'),
  prs_SecondaryLanguage: at('demographics', 'secondaryLanguage'),
  prs_HighestLevelOfEducation: at('demographics', 'highestLevelOfEducation'),
  prs_Citizenship: at('demographics', 'citizenships'),
  prs_IdentityNumber: at('identity', 'identityNumber'),
  // In a small organisation the position names its holder as surely as a name does. Notes are
  // for what caseworkers write, and are disclosed apart from who the person is.
  prs_Title: at('identity', 'positionInOrganisation'),
  prs_Email: at('contact', 'email'),
  prs_HomePhone: at('contact', 'homePhone'),
  prs_MobilePhone: at('contact', 'mobilePhone'),
  prs_MailingCity: at('contact', 'mailing.city'),
  prs_MailingCountry: at('contact', 'mailing.country'),
  prs_MailingState: at('contact', 'mailing.state'),
  prs_MailingStreet: at('contact', 'mailing.street'),
  prs_MailingPostalCode: at('contact', 'mailing.postalCode'),
  prs_MailingLongitude: at('contact', 'mailing.longitude'),
  prs_MailingLatitude: at('contact', 'mailing.latitude'),

  vic_AgreementToManagePersonalData: not('consent-is-an-event'),
  vic_TraffickingStatus: at('identification', 'traffickingStatus'),
  vic_TraffickingStatusDecisionMakingOrg: at('identification', 'decisionMakingOrganisation'),
  vic_RelationshipToTrafficker: at('exploitation', 'relationshipToTrafficker'),
  vic_AgeWhenTrafficked: at('exploitation', 'ageWhenTrafficked'),
  vic_RecruitmentWebsitesAndApps: at('exploitation', 'recruitment.websitesAndApps'),
  vic_MethodOfRecruitment: at('exploitation', 'recruitment.methods'),
  vic_LocationOfRecruitment: at('exploitation', 'recruitment.location'),
  vic_MethodsOfControl: at('exploitation', 'methodsOfControl'),
  vic_TypeOfExploitation: at('exploitation', 'types'),
  vic_ForcedLabourIndustry: at('exploitation', 'forcedLabourIndustry'),
  vic_TypeOfSexExploitation: at('exploitation', 'sexExploitationTypes'),
  vic_LocationOfExploitation: at('exploitation', 'location'),
  vic_ExploitationWebsitesAndApps: at('exploitation', 'websitesAndApps'),
  // Addiction, disability and mental health are among them, so all go where health data go.
  vic_Vulnerabilities: at('health', 'vulnerabilities'),
  vic_DetailsOfVulnerabilities: at('health', 'vulnerabilityDetails'),

  per_RoleInProcess: not('perpetrator'),
  per_RoleDetails: not('perpetrator'),
  per_Organisation: not('perpetrator'),

  cas_Status: at('notes', 'caseStatus'),
  cas_ReasonForCaseClosure: at('notes', 'reasonForCaseClosure'),
  cas_CaseOwner: at('notes', 'caseOwner'),
  cas_ReferringOrganisation: at('needs', 'incomingReferral.organisation'),
  cas_IncomingReferralDate: at('needs', 'incomingReferral.date'),
  cas_ReferringPrimaryCaseWorker: at('needs', 'incomingReferral.primaryCaseWorker'),
  cas_ReasonForIncomingReferral: at('needs', 'incomingReferral.reason'),
  cas_IncomingReferralDetails: at('needs', 'incomingReferral.details'),
  cas_ReferredOrganisation: at('needs', 'outgoingReferral.organisation'),
  cas_ReferredPrimaryCaseWorker: at('needs', 'outgoingReferral.primaryCaseWorker'),
  cas_ReasonForOutgoingReferral: at('needs', 'outgoingReferral.reason'),
  cas_OutgoingReferralDate: at('needs', 'outgoingReferral.date'),
  cas_OutgoingReferralDetails: at('needs', 'outgoingReferral.details'),

  cco_CaseComment: each('caseComments', 'comment'),

  hte_Longitude: each('historicTraffickingEvents', 'place.longitude'),
  hte_Latitude: each('historicTraffickingEvents', 'place.latitude'),
  hte_City: each('historicTraffickingEvents', 'place.city'),
  hte_Country: each('historicTraffickingEvents', 'place.country'),
  hte_State: each('historicTraffickingEvents', 'place.state'),
  hte_Street: each('historicTraffickingEvents', 'place.street'),
  hte_PostalCode: each('historicTraffickingEvents', 'place.postalCode'),
  hte_Date: each('historicTraffickingEvents', 'date'),
  hte_Type: each('historicTraffickingEvents', 'type'),
  hte_Description: each('historicTraffickingEvents', 'description'),

  spl_Objectives: each('supportPlans', 'objectives'),
  spl_ActionPlan: each('supportPlans', 'actionPlan'),
  spl_PlannedEndDate: each('supportPlans', 'plannedEndDate'),
  spl_ActualEndDate: each('supportPlans', 'actualEndDate'),
  spl_Type: each('supportPlans', 'type'),

  con_Consent: not('consent-is-an-event'),
}

/** The mapping of a field; undefined when the standard does not have it. */
export function findMapping(field: string): HtcdsMapping | undefined {
  return Object.hasOwn(htcdsFields, field) ? htcdsFields[field] : undefined
}

/** Whether a member of a record is a group that repeats. */
export function isHtcdsGroup(name: string): name is HtcdsGroup {
  return Object.hasOwn(htcdsGroups, name)
}
