import type { EventId, Instant, OrganisationId } from '@trm/kernel'
import type { Basis, EventDraft } from '../case/events.ts'
import { eventDefinitions } from '../definition/catalogue.ts'
import type { EventDefinition } from '../definition/event-definition.ts'
import type { CaseState } from '../case/state.ts'
import type { ClauseState } from '../consent/state.ts'
import { purposes, sectionNames, type Purpose, type SectionName } from '../vocabulary/lists.ts'

/** One question: may this section (or, without one, the bare facts) go from one to the other now? */
export type DisclosureRequest = {
  readonly discloser: OrganisationId
  readonly recipient: OrganisationId
  readonly purpose: Purpose
  readonly section?: SectionName
  readonly at: Instant
}

/** A clause in force or not, with the consent event that it stands in. */
export type KnownClause = ClauseState & { readonly consent: EventId | 'this' }

/** What counts for a decision: every clause that is known, found by who discloses and who reads. */
export type DisclosureWorld = {
  readonly clausesBetween: (
    discloser: OrganisationId,
    recipient: OrganisationId,
  ) => readonly KnownClause[]
}

export type DenialRule =
  /** A section or a purpose that no closed list has. */
  | 'unknown-code'
  /** No clause names this discloser and this recipient. */
  | 'no-consent'
  /** There are clauses for them, for other purposes. */
  | 'purpose-not-covered'
  /** Immigration status goes into no matter of redress, whatever the clause says (2:L2071). */
  | 'residence-in-redress'
  /** Before the first day or after the last day of every clause for it. */
  | 'outside-window'
  /** The person took the whole consent back, or it has run out. */
  | 'consent-withdrawn'
  /** She gave it alone, and may be a child. */
  | 'consent-suspended'
  /** The person left this section out. */
  | 'section-not-covered'
  /** The person agreed once and has taken this section back. */
  | 'section-narrowed'

export type DisclosureVerdict =
  | { readonly kind: 'allow'; readonly basis: Basis; readonly clause: KnownClause }
  | { readonly kind: 'deny'; readonly rule: DenialRule; readonly remedy: string }

/** What would let it be disclosed after all, in words for a caseworker. */
export const denialRemedies: Readonly<Record<DenialRule, string>> = {
  'unknown-code': 'use a section and a purpose of this version',
  'no-consent': 'ask her for a consent between the two, or leave it',
  'purpose-not-covered': 'name the purpose she agreed to, or ask her for this one',
  'residence-in-redress': 'nothing: her right to stay is no matter of redress',
  'outside-window': 'ask her anew: her consent for it has not begun or is over',
  'consent-withdrawn': 'nothing, unless she consents anew of her own accord',
  'consent-suspended': 'ask whoever may consent for her, or establish her age',
  'section-not-covered': 'leave the section out, or ask her whether it may go along',
  'section-narrowed': 'leave the section out: she took it back',
}

/**
 * For what a person seeks redress. Testimony is not among these: her stay may hang on the proceedings
 * (2:L1624), while a claim hangs on no status.
 */
const redress: readonly Purpose[] = ['compensation']

/**
 * The decision on every disclosure, the same at compose, send, open and read and again at replay, with
 * the world of that time. Default is deny: what no clause names is not disclosed.
 */
export function mayDisclose(request: DisclosureRequest, world: DisclosureWorld): DisclosureVerdict {
  if (!purposes.has(request.purpose) || !isKnownSection(request.section))
    return deny('unknown-code')
  const between = world.clausesBetween(request.discloser, request.recipient)
  if (between.length === 0) return deny('no-consent')
  const forPurpose = between.filter(({ purposes }) => purposes.includes(request.purpose))
  if (forPurpose.length === 0) return deny('purpose-not-covered')
  const { section } = request
  if (section === 'residence' && redress.includes(request.purpose))
    return deny('residence-in-redress')
  const inForce = forPurpose.filter(({ from, until }) => from <= request.at && request.at < until)
  const [first] = inForce
  if (first === undefined) return deny('outside-window')
  const standing = inForce.filter((clause) => clause.standing === undefined)
  const [any] = standing
  if (any === undefined)
    return deny(first.standing === 'suspended' ? 'consent-suspended' : 'consent-withdrawn')
  if (section === undefined) return allow(any)
  const covering = standing.filter(({ sections }) => sections.includes(section))
  if (covering.length === 0) return deny('section-not-covered')
  const whole = covering.find(({ removed }) => !removed.includes(section))
  return whole === undefined ? deny('section-narrowed') : allow(whole)
}

/** The world in which these clauses are known. Made once, it is asked as often as one likes. */
export function disclosureWorld(clauses: readonly KnownClause[]): DisclosureWorld {
  const sorted = Map.groupBy(clauses, ({ discloser, recipient }) => pairOf(discloser, recipient))
  return { clausesBetween: (...pair) => sorted.get(pairOf(...pair)) ?? [] }
}

function pairOf(discloser: OrganisationId, recipient: OrganisationId): string {
  return `${discloser} ${recipient}`
}

function isKnownSection(section: SectionName | undefined): boolean {
  return section === undefined || sectionNames.has(section)
}

/** Every clause that this state knows of, with what was taken from it. */
export function knownClauses(state: CaseState): readonly KnownClause[] {
  return Object.entries(state.consents).flatMap(([consent, given]) =>
    given.clauses.map((clause) => ({ ...clause, consent: consent as EventId })),
  )
}

/** The clauses on which an event of this type may travel: all, or those of the one consent that it names. */
export function clausesToStandOn(
  { type, facts }: Pick<EventDraft, 'type' | 'facts'>,
  state: CaseState,
): readonly KnownClause[] {
  const { standsOn }: EventDefinition = eventDefinitions[type]
  const clauses = knownClauses(state)
  if (standsOn === undefined) return clauses
  const named: unknown = Object.entries(facts).find(([name]) => name === standsOn)?.[1]
  return clauses.filter(({ consent }) => consent === named)
}

function allow(clause: KnownClause): DisclosureVerdict {
  const basis = { kind: 'consent', consent: clause.consent, clause: clause.id } as const
  return { kind: 'allow', basis, clause }
}

function deny(rule: DenialRule): DisclosureVerdict {
  return { kind: 'deny', rule, remedy: denialRemedies[rule] }
}
