import type { OrganisationId } from '@trm/kernel'
import type { CaseEvent, ConsentClause, FactsByType } from '../case/events.ts'
import type { Fallback } from '../definition/event-definition.ts'
import { caseEvent, grantTo, story } from '../test-support/case-events.ts'
import {
  at,
  belgrade,
  court,
  idOf,
  organisations,
  police,
  skopje,
  vienna,
  viennaOffice,
} from '../test-support/world.ts'
import type { AgeStatus, OrganisationKind, Purpose, SectionName } from '../vocabulary/lists.ts'
import {
  courtSide,
  holding,
  identifying,
  permitting,
  serving,
} from '../vocabulary/organisation-groups.ts'
import type { DenialRule } from './may-disclose.ts'

// Three tables, written by hand from the guides. The first says whom a section can ever reach, the second
// what goes without consent, the third what a consent covers; then every combination is tried.

const cooperating = holding.filter((kind) => kind !== 'consular')

/** Whom each section can reach at all, and why nobody else. */
export const reach: Readonly<Record<SectionName, readonly OrganisationKind[]>> = {
  // Who takes her on, and who was asked to identify her: 2:L1127, 3:L989. No office, court or consulate.
  identity: [...serving, ...identifying],
  contact: serving, // the safe channel to her is for who helps her: 3:L757
  demographics: [...serving, ...identifying],
  family: [], // 41 % of the recruitment of children is by family: it is asked, not sent: 2:L1839
  identification: holding, // what an authority found goes back to whoever asked: 3:L989
  exploitation: identifying, // what was done to her is told to who identifies, and to no service: 2:L1127
  health: [], // it stays with who treats her
  risk: cooperating,
  protection: ['cso', 'legalAid', 'guardianshipAuthority'], // where she sleeps: 2:L2124
  residence: [...serving, ...permitting], // 2:L1624
  proceedings: [...serving, ...courtSide],
  needs: cooperating,
  travel: [...serving, ...courtSide],
  child: [...serving, 'nrmOffice', 'migrationAuthority'], // 2:L1015, 2:L1829
  documents: [...serving, ...courtSide], // who takes the case on, and who prepares a journey: 3:L757, 3:L752
  notes: holding, // in a complaint, which anybody can be the subject of: 0:L1072
}

/** What goes where no consent covers it, on which basis, with which sections. Everything else stays. */
export const withoutConsent: Readonly<
  Record<Exclude<Fallback, 'consentOnly' | 'notice'>, readonly string[]>
> = {
  noPersonalData: ['CapacityAsked', 'CapacityAnswered'],
  legalObligation: ['MandatoryNotificationMade'],
  publicInterest: ['FutureCrimeInformationPassed notes'],
  vitalInterests: ['DefendantReleaseNotified'],
}

const window = { from: at(0), until: at(1000), onward: false }
export const terms = {
  purposes: ['handover', 'assistance'],
  sections: ['needs', 'contact'],
} as const
export const clauseTo = (
  recipient: OrganisationId,
  change: Partial<ConsentClause> = {},
): ConsentClause => ({
  id: 'c1',
  discloser: vienna,
  recipient,
  ...terms,
  ...window,
  ...change,
})

export type World = {
  readonly clause?: Partial<ConsentClause>
  readonly giver?: 'self' | 'guardian' | 'representative'
  readonly opened?: AgeStatus
  readonly then?: (recipient: OrganisationId) => readonly CaseEvent[]
}

const to = (recipient: OrganisationId) => ({ grants: [grantTo(recipient)] })
const { matters: _matters, ...spoken } = story.consent.facts
type Refusal = FactsByType['DataConsentRefused']['refusals'][number]
export const narrowed = (sections: readonly SectionName[]) => (recipient: OrganisationId) => [
  caseEvent(
    'DataConsentNarrowed',
    'taken',
    vienna,
    10,
    { consent: story.consent.id, clause: 'c1', sections },
    to(recipient),
  ),
]
export const ended =
  (type: 'DataConsentWithdrawn' | 'DataConsentExpired') => (recipient: OrganisationId) => [
    caseEvent(type, 'ended', vienna, 10, { consent: story.consent.id }, to(recipient)),
  ]
/** What she refuses, recorded by Vienna unless it is said otherwise, before or after she agreed. */
export const refused =
  (
    of: (recipient: OrganisationId) => Partial<Refusal>,
    {
      purposes = [],
      by = vienna,
      minute = 10,
    }: { purposes?: readonly Purpose[]; by?: OrganisationId; minute?: number } = {},
  ) =>
  (recipient: OrganisationId) => [
    caseEvent(
      'DataConsentRefused',
      'refused',
      by,
      minute,
      { ...spoken, purposes, refusals: [{ id: 'c1', sections: [], ...of(recipient) }] },
      to(recipient),
    ),
  ]
const toIt = (organisation: OrganisationId) => ({ organisation })
const toItsKind = (recipient: OrganisationId) => {
  const kind = organisations(recipient, at(0))?.kind
  return kind === undefined ? {} : { kind }
}
const takenBack =
  (refusal: ReturnType<typeof refused>, by: OrganisationId, id = 'c1') =>
  (recipient: OrganisationId) => [
    ...refusal(recipient),
    caseEvent(
      'DataConsentRefusalTakenBack',
      'takenBack',
      by,
      11,
      { refused: idOf('refused'), refusal: id },
      to(recipient),
    ),
  ]
const aged =
  (...statuses: readonly AgeStatus[]) =>
  (recipient: OrganisationId) =>
    statuses.map((ageStatus, index) =>
      caseEvent(
        'AgeStatusChanged',
        `aged${index}`,
        vienna,
        10 + index,
        { ageStatus, evidence: 'document' },
        to(recipient),
      ),
    )

export type Row = readonly [
  string,
  {
    readonly section?: SectionName
    readonly purpose?: Purpose
    readonly minute?: number
    readonly back?: true
  },
  World,
  'allow' | DenialRule,
]

/** What a consent to needs and contact, for handover and assistance, covers. */
export const rows: readonly Row[] = [
  ['a section that she named', { section: 'needs' }, {}, 'allow'],
  ['the other section that she named', { section: 'contact' }, {}, 'allow'],
  ['the bare facts', {}, {}, 'allow'],
  ['the other purpose that she named', { section: 'needs', purpose: 'assistance' }, {}, 'allow'],
  ['the first instant', { section: 'needs', minute: 0 }, {}, 'allow'],
  ['the last instant', { section: 'needs', minute: 999.9 }, {}, 'allow'],
  [
    'by a guardian, of a child',
    { section: 'needs' },
    { giver: 'guardian', opened: 'verifiedChild' },
    'allow',
  ],
  [
    'by a guardian, in doubt',
    { section: 'needs' },
    { giver: 'guardian', opened: 'presumedChild' },
    'allow',
  ],
  ['by a representative', { section: 'needs' }, { giver: 'representative' }, 'allow'],
  [
    'another section was taken back',
    { section: 'needs' },
    { then: narrowed(['contact']) },
    'allow',
  ],
  [
    'the bare facts, all taken back but the consent',
    {},
    { then: narrowed(['needs', 'contact']) },
    'allow',
  ],
  [
    'an adult after a doubt',
    { section: 'needs' },
    { then: aged('presumedChild', 'verifiedAdult') },
    'allow',
  ],
  [
    'a guardian spoke, and she may be a child',
    { section: 'needs' },
    { giver: 'guardian', then: aged('presumedChild') },
    'allow',
  ],
  ['identity', { section: 'identity' }, {}, 'section-not-covered'],
  ['health', { section: 'health' }, {}, 'section-not-covered'],
  ['where she sleeps', { section: 'protection' }, {}, 'section-not-covered'],
  ['what was done to her', { section: 'exploitation' }, {}, 'section-not-covered'],
  [
    'a consent without sections',
    { section: 'needs' },
    { clause: { sections: [] } },
    'section-not-covered',
  ],
  ['return', { section: 'needs', purpose: 'return' }, {}, 'purpose-not-covered'],
  ['testimony', { section: 'needs', purpose: 'testimony' }, {}, 'purpose-not-covered'],
  ['monitoring', { section: 'needs', purpose: 'monitoring' }, {}, 'purpose-not-covered'],
  ['the bare facts for another purpose', { purpose: 'testimony' }, {}, 'purpose-not-covered'],
  ['before it begins', { section: 'needs', minute: -0.1 }, {}, 'outside-window'],
  ['the very instant of its end', { section: 'needs', minute: 1000 }, {}, 'outside-window'],
  ['the bare facts after its end', { minute: 1000 }, {}, 'outside-window'],
  ['the way back', { section: 'needs', back: true }, {}, 'no-consent'],
  ['the bare facts on the way back', { back: true }, {}, 'no-consent'],
  [
    'a clause with somebody else',
    { section: 'needs' },
    { clause: { recipient: vienna, discloser: belgrade } },
    'no-consent',
  ],
  ['what she took back', { section: 'needs' }, { then: narrowed(['needs']) }, 'section-narrowed'],
  [
    'all taken back, withdrawn',
    { section: 'needs' },
    { then: ended('DataConsentWithdrawn') },
    'consent-withdrawn',
  ],
  ['the bare facts, withdrawn', {}, { then: ended('DataConsentWithdrawn') }, 'consent-withdrawn'],
  [
    'recorded as run out',
    { section: 'needs' },
    { then: ended('DataConsentExpired') },
    'consent-withdrawn',
  ],
  [
    'withdrawn, and its window over',
    { section: 'needs', minute: 1001 },
    { then: ended('DataConsentWithdrawn') },
    'outside-window',
  ],
  [
    'she spoke alone, and is a child',
    { section: 'needs' },
    { opened: 'verifiedChild' },
    'consent-suspended',
  ],
  [
    'she spoke alone, in doubt',
    { section: 'needs' },
    { opened: 'presumedChild' },
    'consent-suspended',
  ],
  [
    'a doubt afterwards',
    { section: 'needs' },
    { then: aged('presumedChild') },
    'consent-suspended',
  ],
  [
    'a child afterwards',
    { section: 'needs' },
    { then: aged('verifiedChild') },
    'consent-suspended',
  ],
  ['the bare facts, in doubt', {}, { then: aged('presumedChild') }, 'consent-suspended'],
  [
    'adult, and in doubt again',
    { section: 'needs' },
    { then: aged('presumedChild', 'verifiedAdult', 'presumedChild') },
    'consent-suspended',
  ],
  [
    'residence for redress, though she agreed',
    { section: 'residence', purpose: 'compensation' },
    { clause: { purposes: ['compensation'], sections: ['residence'] } },
    'residence-in-redress',
  ],
  [
    'residence for protection, as she agreed',
    { section: 'residence', purpose: 'protection' },
    { clause: { purposes: ['protection'], sections: ['residence'] } },
    'allow',
  ],
  ...refusedRows(),
]

/** What she refuses beats what she agreed to, whichever came first, and is as narrow as she says (2:L2663). */
function refusedRows(): readonly Row[] {
  const needs = { section: 'needs' } as const
  return [
    ['all of it refused', needs, { then: refused(toIt) }, 'refused-by-her'],
    ['the bare facts, all refused', {}, { then: refused(toIt) }, 'refused-by-her'],
    ['refused before she agreed', needs, { then: refused(toIt, { minute: 1 }) }, 'refused-by-her'],
    ['refused to its kind', needs, { then: refused(toItsKind) }, 'refused-by-her'],
    ['the bare facts, refused to its kind', {}, { then: refused(toItsKind) }, 'refused-by-her'],
    ['refused to anybody', needs, { then: refused(() => ({})) }, 'refused-by-her'],
    [
      'the section refused',
      needs,
      { then: refused((each) => ({ ...toIt(each), sections: ['needs'] })) },
      'refused-by-her',
    ],
    [
      'refused for this purpose',
      needs,
      { then: refused(toIt, { purposes: ['return', 'handover'] }) },
      'refused-by-her',
    ],
    [
      'refused, and never agreed to',
      { back: true },
      { then: refused(() => ({})) },
      'refused-by-her',
    ],
    [
      'refused, and withdrawn as well',
      needs,
      { then: (each) => [...ended('DataConsentWithdrawn')(each), ...refused(toIt)(each)] },
      'refused-by-her',
    ],
    [
      'another refusal taken back',
      needs,
      { then: takenBack(refused(toIt), vienna, 'c2') },
      'refused-by-her',
    ],
    [
      'taken back by a stranger',
      needs,
      { then: takenBack(refused(toIt), skopje) },
      'refused-by-her',
    ],
    ['the refusal taken back', needs, { then: takenBack(refused(toIt), vienna) }, 'allow'],
    [
      'another section refused',
      needs,
      { then: refused((each) => ({ ...toIt(each), sections: ['contact'] })) },
      'allow',
    ],
    [
      'the bare facts, a section refused',
      {},
      { then: refused((each) => ({ ...toIt(each), sections: ['needs'] })) },
      'allow',
    ],
    [
      'refused for another purpose',
      needs,
      { then: refused(toIt, { purposes: ['assistance'] }) },
      'allow',
    ],
    [
      'refused to somebody else',
      needs,
      { then: refused(() => ({ organisation: court })) },
      'allow',
    ],
    [
      'refused to another kind',
      needs,
      { then: refused(() => ({ kind: 'courtLiaison' })) },
      'allow',
    ],
    ['refused, by a stranger', needs, { then: refused(toIt, { by: skopje }) }, 'allow'],
    [
      'refused to anybody, by a stranger',
      {},
      { then: refused(() => ({}), { by: skopje }) },
      'allow',
    ],
  ]
}

export const recipients = [
  ['a CSO', belgrade],
  ['an NRM office', viennaOffice],
  ['the police', police],
] as const
