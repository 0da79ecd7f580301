import type { Basis } from '../case/events.ts'
import { idOf } from '../test-support/world.ts'
import type { AgeStatus, OrganisationKind, Purpose, SectionName } from '../vocabulary/lists.ts'
import { reach } from './decision-table.fixture.ts'
import type { DenialRule } from './may-disclose.ts'
import type { KnownOrganisation, TrustFact } from './organisations.ts'

// Written by hand from the guides: what the standing of an organisation means, and what goes which way on what.

export type Standing = 'good' | 'left' | 'unknown' | TrustFact

/** What is asked in a row: all that a decision looks at. */
export type Asked = {
  readonly from: OrganisationKind
  readonly to: OrganisationKind
  readonly isAbroad: boolean
  readonly basis: Basis['kind']
  readonly section?: SectionName
  readonly purpose: Purpose
  readonly age: AgeStatus
  readonly standing: Standing
  /** Whom, or what, she refuses; nothing where it is not said. */
  readonly refused?: Refused
}

/** That this organisation, its kind or anybody is told; what she needs; or anything for a handover. */
export type Refused = 'organisation' | 'kind' | 'anybody' | 'needs' | 'handover'

/** She herself agreed to these, between any two. */
export const agreed = {
  purposes: ['handover', 'identification', 'compensation', 'caseNotification'],
  sections: ['identity', 'contact', 'needs', 'residence', 'notes', 'risk'],
} as const
/** What an event would carry without consent, for these rows: more than any does. */
export const carriedUnasked = ['identity', 'needs', 'notes', 'residence', 'risk'] as const

const meetFirst: readonly OrganisationKind[] = [
  'police',
  'borderPolice',
  'migrationAuthority',
  'asylumAuthority',
]
const help: readonly OrganisationKind[] = [
  'cso',
  'shelter',
  'guardianshipAuthority',
  'healthProvider',
  'legalAid',
  'helpline',
  'internationalOrganisation',
]
const ofState: readonly OrganisationKind[] = [
  ...meetFirst,
  'nrmOffice',
  'prosecution',
  'courtLiaison',
  'guardianshipAuthority',
  'consular',
]

/** Whether it may go, by the rules as they are written and not as they are coded. */
export function mayGo(asked: Asked): boolean {
  const { section, to, basis } = asked
  // What became of what somebody holds, and that somebody is in danger, is told whatever became of who holds it.
  if (section === undefined && (basis === 'notice' || basis === 'vitalInterests')) return true
  if (section !== undefined && !reach[section].includes(to)) return false
  if (!isTrusted(asked)) return false
  if (section === 'residence' && asked.purpose === 'compensation') return false
  if (isRefused(asked)) return false
  return basis === 'consent' ? isAgreed(asked) : isWithout(asked)
}

function isTrusted({ standing, section, purpose }: Asked): boolean {
  switch (standing) {
    case 'good':
      return true
    case 'membership':
      return !['caseNotification', 'identification', 'monitoring'].includes(purpose)
    case 'vetting':
      return section === undefined
    case 'licence':
    case 'agreement':
    case 'left':
    case 'unknown':
      return false
  }
}

/**
 * What she refuses is not told on her consent, nor with the news of something else. The law, and a life in danger,
 * ask without her (2:L1167), and what says nothing of her is not hers to refuse.
 */
function isRefused({ refused, basis, section, purpose }: Asked): boolean {
  if (refused === undefined || (basis !== 'consent' && basis !== 'notice')) return false
  if (refused === 'needs') return section === 'needs'
  return refused !== 'handover' || purpose === 'handover'
}

/** By herself: that counts while she is known to be an adult only. */
function isAgreed({ age, purpose, section }: Asked): boolean {
  return (
    age === 'verifiedAdult' &&
    (agreed.purposes as readonly string[]).includes(purpose) &&
    (section === undefined || (agreed.sections as readonly string[]).includes(section))
  )
}

function isWithout({ from, to, isAbroad, section, basis }: Asked): boolean {
  if (section === undefined) return true
  if (!(carriedUnasked as readonly string[]).includes(section)) return false
  if (section === 'identity' && meetFirst.includes(from) && help.includes(to)) return false
  const byLaw = ['legalObligation', 'publicInterest', 'vitalInterests'].includes(basis)
  if (help.includes(from) && (to === 'police' || to === 'borderPolice') && !byLaw) return false
  return !(isAbroad && ofState.includes(to) && basis !== 'publicInterest')
}

export function organisationOf(
  kind: OrganisationKind,
  standing: Standing,
): KnownOrganisation | undefined {
  if (standing === 'unknown') return undefined
  const facts = {
    licence: 'inForce',
    agreement: 'inForce',
    membership: 'inForce',
    vetting: 'inForce',
  } as const
  if (standing === 'good' || standing === 'left')
    return { kind, isListed: standing === 'good', facts }
  return { kind, isListed: true, facts: { ...facts, [standing]: 'notInForce' } }
}

export function basisOfKind(kind: Exclude<Basis['kind'], 'consent'>) {
  return kind === 'notice' ? { kind, about: idOf('offered') } : { kind }
}

const plain: Asked = {
  from: 'cso',
  to: 'cso',
  isAbroad: true,
  basis: 'consent',
  section: 'needs',
  purpose: 'handover',
  age: 'verifiedAdult',
  standing: 'good',
}
const { section: _section, ...bare } = plain

/** What happens to whom, by name; `bare` asks for the bare facts. */
export const named: readonly (readonly [string, Asked, 'allow' | DenialRule])[] = [
  ['a CSO abroad, as she agreed', plain, 'allow'],
  [
    'the licence not in force: a section',
    { ...plain, standing: 'licence' },
    'licence-not-in-force',
  ],
  [
    'the licence not in force: the bare facts',
    { ...bare, standing: 'licence' },
    'licence-not-in-force',
  ],
  [
    'the licence not in force: a question',
    { ...bare, basis: 'noPersonalData', standing: 'licence' },
    'licence-not-in-force',
  ],
  [
    'the licence not in force: what the law says',
    { ...bare, basis: 'legalObligation', standing: 'licence' },
    'licence-not-in-force',
  ],
  [
    'the licence not in force: what was taken back',
    { ...bare, basis: 'notice', standing: 'licence' },
    'allow',
  ],
  [
    'the licence not in force: that somebody is in danger',
    { ...bare, basis: 'vitalInterests', standing: 'licence' },
    'allow',
  ],
  [
    'the licence not in force: a section with a notice',
    { ...plain, basis: 'notice', standing: 'licence' },
    'licence-not-in-force',
  ],
  [
    'no agreement in force: a section',
    { ...plain, standing: 'agreement' },
    'agreement-not-in-force',
  ],
  [
    'no agreement in force: the bare facts',
    { ...bare, standing: 'agreement' },
    'agreement-not-in-force',
  ],
  [
    'no agreement in force: what was taken back',
    { ...bare, basis: 'notice', standing: 'agreement' },
    'allow',
  ],
  ['no member: a handover', { ...plain, standing: 'membership' }, 'allow'],
  [
    'no member: a notification among members',
    { ...plain, purpose: 'caseNotification', standing: 'membership' },
    'not-nrm-member',
  ],
  [
    'no member: an identification',
    { ...bare, purpose: 'identification', standing: 'membership' },
    'not-nrm-member',
  ],
  [
    'no member: monitoring, though nobody agreed to it',
    { ...bare, purpose: 'monitoring', standing: 'membership' },
    'not-nrm-member',
  ],
  ['not vetted: a section', { ...plain, standing: 'vetting' }, 'not-vetted'],
  ['not vetted: the bare facts', { ...bare, standing: 'vetting' }, 'allow'],
  ['left: a section', { ...plain, standing: 'left' }, 'recipient-left'],
  ['left: the bare facts', { ...bare, standing: 'left' }, 'recipient-left'],
  ['left: what was taken back', { ...bare, basis: 'notice', standing: 'left' }, 'allow'],
  ['on no list: a section', { ...plain, standing: 'unknown' }, 'recipient-unknown'],
  ['on no list: the bare facts', { ...bare, standing: 'unknown' }, 'recipient-unknown'],
  [
    'on no list: a question',
    { ...bare, basis: 'noPersonalData', standing: 'unknown' },
    'recipient-unknown',
  ],
  ['a child by her own word: a section', { ...plain, age: 'verifiedChild' }, 'consent-suspended'],
  ['in doubt by her own word: a section', { ...plain, age: 'presumedChild' }, 'consent-suspended'],
  [
    'in doubt by her own word: the bare facts',
    { ...bare, age: 'presumedChild' },
    'consent-suspended',
  ],
  ['in doubt: what was taken back', { ...bare, basis: 'notice', age: 'presumedChild' }, 'allow'],
  [
    'police to a CSO: who she is, with consent',
    { ...plain, from: 'police', section: 'identity' },
    'allow',
  ],
  [
    'police to a CSO: who she is, by law',
    { ...plain, from: 'police', section: 'identity', basis: 'legalObligation' },
    'identity-not-unasked',
  ],
  [
    'police to a CSO: who she is, in danger',
    { ...plain, from: 'police', section: 'identity', basis: 'vitalInterests' },
    'identity-not-unasked',
  ],
  [
    'border police to a shelter: who she is, by notice',
    { ...plain, from: 'borderPolice', to: 'shelter', section: 'identity', basis: 'notice' },
    'identity-not-unasked',
  ],
  [
    'police to a CSO: what she needs, by law',
    { ...plain, from: 'police', basis: 'legalObligation' },
    'allow',
  ],
  [
    'a CSO to police: what she needs, with consent',
    { ...plain, to: 'police', isAbroad: false },
    'allow',
  ],
  [
    'a CSO to police: what she needs, by notice',
    { ...plain, to: 'police', isAbroad: false, basis: 'notice' },
    'police-not-unasked',
  ],
  [
    'a shelter to border police: as if it were nothing',
    { ...plain, from: 'shelter', to: 'borderPolice', isAbroad: false, basis: 'noPersonalData' },
    'police-not-unasked',
  ],
  [
    'a CSO to police: by a lawful order',
    { ...plain, to: 'police', isAbroad: false, basis: 'legalObligation' },
    'allow',
  ],
  [
    'a CSO to police abroad: by a lawful order',
    { ...plain, to: 'police', basis: 'legalObligation' },
    'authority-abroad-not-unasked',
  ],
  ['a CSO to police abroad: with consent', { ...plain, to: 'police' }, 'allow'],
  [
    'police to an NRM office abroad: by law',
    { ...plain, from: 'police', to: 'nrmOffice', basis: 'legalObligation' },
    'authority-abroad-not-unasked',
  ],
  [
    'an NRM office to one abroad: in danger',
    { ...plain, from: 'nrmOffice', to: 'nrmOffice', basis: 'vitalInterests' },
    'authority-abroad-not-unasked',
  ],
  [
    'an NRM office to one abroad: with consent',
    { ...plain, from: 'nrmOffice', to: 'nrmOffice' },
    'allow',
  ],
  [
    'an NRM office to one abroad: the bare facts, by law',
    { ...bare, from: 'nrmOffice', to: 'nrmOffice', basis: 'legalObligation' },
    'allow',
  ],
  [
    'to police abroad: a crime to come',
    { ...plain, to: 'police', section: 'notes', basis: 'publicInterest' },
    'allow',
  ],
  [
    'a consulate: who she is, though she agreed',
    { ...plain, to: 'consular', section: 'identity' },
    'section-not-for-kind',
  ],
  [
    'an auditor: what she needs, though she agreed',
    { ...plain, to: 'auditor' },
    'section-not-for-kind',
  ],
  [
    'a rapporteur: notes, though she agreed',
    { ...plain, to: 'rapporteur', section: 'notes' },
    'section-not-for-kind',
  ],
  [
    'police: how to reach her, though she agreed',
    { ...plain, to: 'police', section: 'contact' },
    'section-not-for-kind',
  ],
  [
    'a court: her stay, though she agreed',
    { ...plain, to: 'courtLiaison', section: 'residence' },
    'section-not-for-kind',
  ],
  [
    'her stay in a claim, by law',
    { ...plain, section: 'residence', purpose: 'compensation', basis: 'legalObligation' },
    'residence-in-redress',
  ],
  [
    'a section that does not go unasked',
    { ...plain, section: 'contact', basis: 'legalObligation' },
    'section-not-unasked',
  ],
  ['refused: a section', { ...plain, refused: 'organisation' }, 'refused-by-her'],
  ['refused to its kind: a section', { ...plain, refused: 'kind' }, 'refused-by-her'],
  ['refused to anybody: the bare facts', { ...bare, refused: 'anybody' }, 'refused-by-her'],
  ['refused: this section', { ...plain, refused: 'needs' }, 'refused-by-her'],
  ['refused for this purpose: the bare facts', { ...bare, refused: 'handover' }, 'refused-by-her'],
  [
    'refused: a section with a notice',
    { ...plain, basis: 'notice', refused: 'organisation' },
    'refused-by-her',
  ],
  ['refused: what was taken back', { ...bare, basis: 'notice', refused: 'organisation' }, 'allow'],
  [
    'refused: that somebody is in danger',
    { ...bare, basis: 'vitalInterests', refused: 'anybody' },
    'allow',
  ],
  [
    'refused to police: what she needs, by a lawful order',
    { ...plain, to: 'police', isAbroad: false, basis: 'legalObligation', refused: 'kind' },
    'allow',
  ],
  [
    'refused: what keeps her safe, in danger',
    { ...plain, section: 'risk', basis: 'vitalInterests', refused: 'anybody' },
    'allow',
  ],
  [
    'refused to police abroad: a crime to come',
    { ...plain, to: 'police', section: 'notes', basis: 'publicInterest', refused: 'kind' },
    'allow',
  ],
  [
    'refused, and the licence not in force',
    { ...plain, standing: 'licence', refused: 'organisation' },
    'licence-not-in-force',
  ],
  [
    'refused: her stay, which goes nowhere in a claim',
    { ...plain, section: 'residence', purpose: 'compensation', refused: 'needs' },
    'residence-in-redress',
  ],
]
