import type { EventId, Instant, OrganisationId } from '@trm/kernel'
import type { Basis, EventType } from '../case/events.ts'
import type { CaseState, ClauseState } from '../case/state.ts'
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
  /** Before the first day or after the last day of every clause for it. */
  | 'outside-window'
  /** The person left this section out. */
  | 'section-not-covered'
  /** The person agreed once and has taken this section back. */
  | 'section-narrowed'

export type DisclosureVerdict =
  | { readonly kind: 'allow'; readonly basis: Basis; readonly clause: KnownClause }
  | { readonly kind: 'deny'; readonly rule: DenialRule }

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
  const inForce = forPurpose.filter(({ from, until }) => from <= request.at && request.at < until)
  const { section } = request
  const [any] = inForce
  if (any === undefined) return deny('outside-window')
  if (section === undefined) return allow(any)
  const covering = inForce.filter(({ sections }) => sections.includes(section))
  if (covering.length === 0) return deny('section-not-covered')
  const standing = covering.find(({ removed }) => !removed.includes(section))
  return standing === undefined ? deny('section-narrowed') : allow(standing)
}

/** Event types whose facts say nothing about a person, so that a place can be asked for without consent. */
const impersonal: ReadonlySet<EventType> = new Set<EventType>(['CapacityAsked', 'CapacityAnswered'])

/** Whether an event of this type may go to a recipient without any consent, bare of sections. */
export function isImpersonal(type: EventType): boolean {
  return impersonal.has(type)
}

/** Every clause that this state knows of, with what was taken from it. */
export function knownClauses(state: CaseState): readonly KnownClause[] {
  return Object.entries(state.consents).flatMap(([consent, given]) =>
    given.clauses.map((clause) => ({ ...clause, consent: consent as EventId })),
  )
}

function allow(clause: KnownClause): DisclosureVerdict {
  const basis = { kind: 'consent', consent: clause.consent, clause: clause.id } as const
  return { kind: 'allow', basis, clause }
}

function deny(rule: DenialRule): DisclosureVerdict {
  return { kind: 'deny', rule }
}
