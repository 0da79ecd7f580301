import {
  caseStatuses,
  controlMethods,
  countryCodes,
  decisionMakingOrganisations,
  exploitationTypes,
  genders,
  labourIndustries,
  recruitmentMethods,
  sexExploitationTypes,
  traffickingStatuses,
} from '@trm/contracts'
import type { NotImportedReason } from './fields.ts'

/** The form of HTCDS for ODK and other OpenRosa tools: `schemas/htcds/htcds_xlsform.xml`. */
export const odkForm = { id: 'htcds_xlsform', version: 'vSmt4GQA3C9uBMLPEVfgND' } as const

/** The element in which a submission repeats the version. */
export const VERSION_ELEMENT = '__version__'

/** What the answer to a question is: anything written, one choice, or choices between spaces. */
type Answer =
  | { readonly answer: 'written' }
  /** By the name of the choice in the form, its value in a record. */
  | { readonly answer: 'one' | 'many'; readonly choices: ReadonlyMap<string, string | boolean> }

/** A question of the form and the field of the standard that it asks for. */
export type OdkQuestion = Answer & { readonly field: string }
export type OdkMapping = OdkQuestion | { readonly notImported: NotImportedReason }

const metadata = { notImported: 'form-metadata' } as const

function written(field: string): OdkQuestion {
  return { field, answer: 'written' }
}

function one(field: string, choices: OdkChoices): OdkQuestion {
  return { field, answer: 'one', choices }
}

function many(field: string, choices: OdkChoices): OdkQuestion {
  return { field, answer: 'many', choices }
}

type OdkChoices = ReadonlyMap<string, string | boolean>

/** Choices that the form names as the standard does. */
function codes(vocabulary: { readonly codes: readonly string[] }): OdkChoices {
  return new Map(vocabulary.codes.map((code) => [code, code]))
}

const yesNo: OdkChoices = new Map([
  ['TRUE', true],
  ['FALSE', false],
])
// Kosovo* is no choice of the form.
const countries = { codes: countryCodes.filter((code) => code !== 'XK') }

/** Every element of a submission, in its order. Elements inside `meta` are named with it. */
export const odkElements: Readonly<Record<string, OdkMapping>> = {
  start: metadata,
  end: metadata,

  con_Consent: one('con_Consent', yesNo),
  prs_Salutation: written('prs_Salutation'),
  prs_First_Name: written('prs_FirstName'),
  prs_Second_Name: written('prs_SecondName'),
  prs_Birthdate: written('prs_Birthdate'),
  prs_Gender: one('prs_Gender', codes(genders)),
  prs_Citizenship: one('prs_Citizenship', codes(countries)),
  // The form labels it "Second Name", as the question before it; both are of the identity.
  prs_Title: written('prs_Title'),
  prs_Email: written('prs_Email'),
  prs_HomePhone: written('prs_HomePhone'),
  prs_MobilePhone: written('prs_MobilePhone'),
  prs_MailingCity: written('prs_MailingCity'),
  prs_MailingCountry: written('prs_MailingCountry'),
  prs_MailingState: written('prs_MailingState'),
  prs_MailingStreet: written('prs_MailingStreet'),
  prs_MailingPostalCode: written('prs_MailingPostalCode'),

  vic_MethodOfRecruitment: many('vic_MethodOfRecruitment', codes(recruitmentMethods)),
  vic_LocationOfRecruitment: written('vic_LocationOfRecruitment'),
  vic_TraffickingStatus: one('vic_TraffickingStatus', codes(traffickingStatuses)),
  vic_TraffickingStatusDecisionMakingOrg: one(
    'vic_TraffickingStatusDecisionMakingOrg',
    codes(decisionMakingOrganisations),
  ),
  vic_Methods_of_Control: many('vic_MethodsOfControl', codes(controlMethods)),
  vic_TypeOfExploitation: many('vic_TypeOfExploitation', codes(exploitationTypes)),
  // The form lets choose several, the standard has one.
  vic_ForcedLabourIndustry: many('vic_ForcedLabourIndustry', codes(labourIndustries)),
  vic_TypeOfSexExploitation: many('vic_TypeOfSexExploitation', codes(sexExploitationTypes)),
  vic_LocationOfExploitation: written('vic_LocationOfExploitation'),

  cas_Status: one('cas_Status', codes(caseStatuses)),
  cas_ReferringOrganisation: written('cas_ReferringOrganisation'),
  cas_IncomingReferralDate: written('cas_IncomingReferralDate'),
  cas_ReferringPrimaryCaseWorker: written('cas_ReferringPrimaryCaseWorker'),
  cas_ReasonForIncomingReferral: written('cas_ReasonForIncomingReferral'),
  cas_IncomingReferralDetails: written('cas_IncomingReferralDetails'),

  [VERSION_ELEMENT]: metadata,
  'meta/instanceID': metadata,
}

/** What an element of a submission is; undefined for one that the form does not have. */
export function findElement(name: string): OdkMapping | undefined {
  return Object.hasOwn(odkElements, name) ? odkElements[name] : undefined
}

/** The question that asks for a field; undefined when the form has none. */
export function findQuestion(
  field: string,
): { readonly element: string; readonly question: OdkQuestion } | undefined {
  for (const [element, question] of Object.entries(odkElements)) {
    if ('field' in question && question.field === field) return { element, question }
  }
  return undefined
}
