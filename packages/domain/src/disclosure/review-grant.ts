import { invariant } from '@trm/kernel'
import type { CaseEvent } from '../case/events.ts'
import type { CaseState } from '../case/state.ts'
import { wouldBeTied } from '../crime-information/reference.ts'
import { refusalsOf, standingRefusals } from '../consent/refusals.ts'
import { eventDefinitions } from '../definition/catalogue.ts'
import { findSharingFlaw } from '../sharing/review-sharing.ts'
import type { GrantFlaw, GrantInQuestion } from './grant-flaw.ts'
import type { SectionName } from '../vocabulary/lists.ts'
import { fallbackHolds, sectionsUnasked } from './fallback.ts'
import {
  basisOf,
  clausesBetween,
  clausesToStandOn,
  disclosureWorld,
  mayDisclose,
  type DisclosureVerdict,
  type KnownClause,
} from './may-disclose.ts'
import type { Organisations } from './organisations.ts'
import type { DisclosureRequest } from './request.ts'

/**
 * Judges a grant again: by the recipient before it opens anything, by each side when it reads, and by
 * an auditor at replay. The clause that the grant names must itself cover all of it; another clause
 * that would have does not help.
 *
 * @param organisations what the trust lists say of each, as of the time of the question; as of when it was
 *   given ({@link organisationsAsOf}) for who reads what it was given.
 * @returns the first flaw, or undefined when the grant stands.
 */
export function reviewGrant(
  question: GrantInQuestion,
  state: CaseState,
  organisations: Organisations,
): GrantFlaw | undefined {
  const refusals = standingRefusals(state)
  return review(question, state, (clauses) => {
    const world = disclosureWorld(clauses, organisations, refusals)
    return (request) => mayDisclose(request, world)
  })
}

/**
 * The same without who they are: whether what was given is covered still. Nothing is sent or opened on it. What
 * she refuses to a kind of organisation is not seen here: the clause is narrowed for it by who took the consent.
 */
export function reviewBasis(question: GrantInQuestion, state: CaseState): GrantFlaw | undefined {
  const refusals = standingRefusals(state)
  return review(question, state, (clauses) => (request) => {
    return basisOf(request, clausesBetween(clauses, request), refusalsOf(refusals, request))
  })
}

/** The decision in a world of these clauses. */
type DecisionUnder = (
  clauses: readonly KnownClause[],
) => (request: DisclosureRequest) => DisclosureVerdict

function review(
  question: GrantInQuestion,
  state: CaseState,
  decisionUnder: DecisionUnder,
): GrantFlaw | undefined {
  const { event, grant, at } = question
  const { basis } = grant
  if (wouldBeTied(event, state)) return { kind: 'reference-tied' }
  const sharing = findSharingFlaw(question, state)
  if (sharing !== undefined) return sharing
  const carried: readonly SectionName[] = eventDefinitions[event.type].sections
  const foreign = grant.sections.find((section) => !carried.includes(section))
  if (foreign !== undefined) return { kind: 'section-never-carried', section: foreign }
  if (basis.kind !== 'consent') {
    if (basis.kind === 'notice' && state.known[basis.about] === undefined)
      return { kind: 'subject-unknown' }
    const { type, facts, author } = event
    const unasked = sectionsUnasked(type)
    const isAllowed = grant.sections.every((section) => unasked.includes(section))
    const holds = fallbackHolds(basis, { type, facts, author, recipient: grant.to }, state)
    if (!isAllowed || !holds || grant.onward) return { kind: 'basis-refused' }
    if (grant.until <= at) return { kind: 'not-covered', rule: 'outside-window' }
    const request = { ...requestOf(question), unasked: { basis, sections: unasked } }
    return firstDenied(request, [undefined, ...grant.sections], decisionUnder([]))
  }
  const known = basis.consent === 'this' ? ownClauses(event) : clausesToStandOn(event, state)
  const named = known.filter(({ consent, id }) => consent === basis.consent && id === basis.clause)
  if (named.length === 0) return { kind: 'consent-unknown' }
  return firstUncovered(question, decisionUnder(named))
}

/** A consent event reaches those whom it names on the strength of its own clauses; no other event does. */
function ownClauses({ type, author, clauses }: CaseEvent): readonly KnownClause[] {
  if (!eventDefinitions[type].carriesClauses) return []
  return clauses.map((clause) => ({ ...clause, removed: [], consent: 'this' as const, by: author }))
}

function firstUncovered(
  question: GrantInQuestion,
  decide: ReturnType<DecisionUnder>,
): GrantFlaw | undefined {
  const { grant, at } = question
  const request = requestOf(question)
  const bare = decide(request)
  if (bare.kind === 'deny') return { kind: 'not-covered', rule: bare.rule }
  invariant(bare.clause !== undefined, 'review-grant: a consent has a clause')
  const { until, onward } = bare.clause
  if (grant.until > until || (grant.onward && !onward)) return { kind: 'beyond-clause' }
  if (grant.until <= at) return { kind: 'not-covered', rule: 'outside-window' }
  return firstDenied(request, grant.sections, decide)
}

function requestOf({ event, grant, at }: GrantInQuestion): DisclosureRequest {
  const { author, type } = event
  return { discloser: author, recipient: grant.to, purpose: grant.purpose, at, type }
}

/** The first of these that may not go; undefined stands for the bare facts. */
function firstDenied(
  request: DisclosureRequest,
  sections: readonly (SectionName | undefined)[],
  decide: ReturnType<DecisionUnder>,
): GrantFlaw | undefined {
  for (const section of sections) {
    const part = section === undefined ? {} : { section }
    const verdict = decide({ ...request, ...part })
    if (verdict.kind === 'deny') return { kind: 'not-covered', rule: verdict.rule, ...part }
  }
  return undefined
}
