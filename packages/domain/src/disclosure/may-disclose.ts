import type { EventId, Instant, OrganisationId } from '@trm/kernel'
import type { Basis, EventDraft } from '../case/events.ts'
import { eventDefinitions } from '../definition/catalogue.ts'
import type { EventDefinition } from '../definition/event-definition.ts'
import type { CaseState } from '../case/state.ts'
import type { ClauseState } from '../consent/state.ts'
import type { Purpose, SectionName } from '../vocabulary/lists.ts'

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

export type DenialRule =
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
  | { readonly kind: 'deny'; readonly rule: DenialRule }

/**
 * For what a person seeks redress. Testimony is not among these: her stay may hang on the proceedings
 * (2:L1624), while a claim hangs on no status.
 */
const redress: readonly Purpose[] = ['compensation']

/**
 * The decision on every disclosure, the same at compose, send, open and read and again at replay, with
 * the clauses of that time. Default is deny: what no clause names is not disclosed.
 */
export function mayDisclose(
  request: DisclosureRequest,
  clauses: readonly KnownClause[],
): DisclosureVerdict {
  const between = clauses.filter(
    ({ discloser, recipient }) =>
      discloser === request.discloser && recipient === request.recipient,
  )
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
  return { kind: 'deny', rule }
}
