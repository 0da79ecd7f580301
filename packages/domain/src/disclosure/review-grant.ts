import type { CaseEvent } from '../case/events.ts'
import type { CaseState } from '../case/state.ts'
import { wouldBeTied } from '../crime-information/reference.ts'
import { eventDefinitions } from '../definition/catalogue.ts'
import { findSharingFlaw } from '../sharing/review-sharing.ts'
import type { GrantFlaw, GrantInQuestion } from './grant-flaw.ts'
import type { SectionName } from '../vocabulary/lists.ts'
import { fallbackHolds, sectionsUnasked } from './fallback.ts'
import {
  clausesToStandOn,
  disclosureWorld,
  mayDisclose,
  type DisclosureRequest,
  type KnownClause,
} from './may-disclose.ts'

/**
 * Judges a grant again: by the recipient before it opens anything, by each side when it reads, and by
 * an auditor at replay. The clause that the grant names must itself cover all of it; another clause
 * that would have does not help.
 *
 * @returns the first flaw, or undefined when the grant stands.
 */
export function reviewGrant(question: GrantInQuestion, state: CaseState): GrantFlaw | undefined {
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
    return grant.until <= at ? { kind: 'not-covered', rule: 'outside-window' } : undefined
  }
  const known = basis.consent === 'this' ? ownClauses(event) : clausesToStandOn(event, state)
  const named = known.filter(({ consent, id }) => consent === basis.consent && id === basis.clause)
  if (named.length === 0) return { kind: 'consent-unknown' }
  return firstUncovered(question, named)
}

/** A consent event reaches those whom it names on the strength of its own clauses; no other event does. */
function ownClauses({ type, clauses }: CaseEvent): readonly KnownClause[] {
  if (!eventDefinitions[type].carriesClauses) return []
  return clauses.map((clause) => ({ ...clause, removed: [], consent: 'this' as const }))
}

function firstUncovered(
  { event, grant, at }: GrantInQuestion,
  named: readonly KnownClause[],
): GrantFlaw | undefined {
  const request: DisclosureRequest = {
    discloser: event.author,
    recipient: grant.to,
    purpose: grant.purpose,
    at,
  }
  const world = disclosureWorld(named)
  const bare = mayDisclose(request, world)
  if (bare.kind === 'deny') return { kind: 'not-covered', rule: bare.rule }
  const { until, onward } = bare.clause
  if (grant.until > until || (grant.onward && !onward)) return { kind: 'beyond-clause' }
  if (grant.until <= at) return { kind: 'not-covered', rule: 'outside-window' }
  for (const section of grant.sections) {
    const verdict = mayDisclose({ ...request, section }, world)
    if (verdict.kind === 'deny') return { kind: 'not-covered', rule: verdict.rule, section }
  }
  return undefined
}
