/**
 * What a value is in a record, and so how a format without types writes it. Dates and single codes
 * are text like any other; whether they are right is for the sections to say.
 */
export type ValueKind = 'text' | 'number' | 'flag' | 'codes'

/** The fields whose values are not text, by the field types of the standard. */
const kinds: Readonly<Record<string, Exclude<ValueKind, 'text'>>> = {
  org_ShippingLongitude: 'number',
  org_ShippingLatitude: 'number',

  prs_Deceased: 'flag',
  prs_NumberOfChildren: 'number',
  prs_Citizenship: 'codes',
  prs_MailingLongitude: 'number',
  prs_MailingLatitude: 'number',

  vic_AgreementToManagePersonalData: 'flag',
  vic_AgeWhenTrafficked: 'number',
  vic_RecruitmentWebsitesAndApps: 'codes',
  vic_MethodOfRecruitment: 'codes',
  vic_MethodsOfControl: 'codes',
  vic_TypeOfExploitation: 'codes',
  vic_TypeOfSexExploitation: 'codes',
  vic_ExploitationWebsitesAndApps: 'codes',
  vic_Vulnerabilities: 'codes',

  per_RoleInProcess: 'codes',

  hte_Longitude: 'number',
  hte_Latitude: 'number',

  con_Consent: 'flag',
}

/** What the values of a field of the standard are. */
export function kindOf(field: string): ValueKind {
  return Object.hasOwn(kinds, field) ? (kinds[field] ?? 'text') : 'text'
}
