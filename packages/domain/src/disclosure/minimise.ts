import {
  fail,
  ok,
  plusMilliseconds,
  type Instant,
  type OrganisationId,
  type Result,
} from '@trm/kernel'
import type { EventDraft, Grant, IntendedRecipient } from '../case/events.ts'
import type { CaseState } from '../case/state.ts'
import { eventDefinitions } from '../definition/catalogue.ts'
import type { SectionName } from '../vocabulary/lists.ts'
import { fallbackBasis, sectionsUnasked } from './fallback.ts'
import { coverOf, type KnownClause } from './consent-cover.ts'
import type { DenialRule } from './denial-rules.ts'
import {
  clausesBetween,
  clausesToStandOn,
  disclosureWorld,
  mayDisclose,
  type DisclosureWorld,
} from './may-disclose.ts'
import type { Organisations } from './organisations.ts'
import type { DisclosureRequest } from './request.ts'

/** A grant before it has its place in the chain to its recipient. */
export type PlannedGrant = Omit<Grant, 'seq' | 'prev'>

/** What one organisation will be able to read of an event, and what is kept from it and why. */
export type PlannedDisclosure = {
  readonly grant: PlannedGrant
  readonly withheld: readonly { readonly section: SectionName; readonly rule: DenialRule }[]
}

export type MinimisationRejection = {
  readonly kind: 'no-basis'
  readonly recipient: OrganisationId
  readonly rule: DenialRule
}

/** How long a reader may keep what it was told without consent, in milliseconds: 90 days. */
const UNASKED_LIFETIME_MS = 90 * 24 * 60 * 60 * 1000

/**
 * Turns the recipients that a decision intends into grants: each gets the intersection of what it
 * needs, what the event carries and what one clause of consent covers. Shown to the caseworker before
 * anything is signed.
 *
 * @param organisations what the trust lists say of each as of a time.
 * @returns the plan, in the order of the recipients; or the first recipient that may not even learn
 *   the bare facts.
 */
export function planDisclosures(
  draft: EventDraft,
  state: CaseState,
  author: OrganisationId,
  now: Instant,
  organisations: Organisations,
): Result<readonly PlannedDisclosure[], MinimisationRejection> {
  const clauses = clausesFor(draft, state)
  const world = disclosureWorld(clauses, organisations)
  const planned: PlannedDisclosure[] = []
  for (const recipient of draft.recipients) {
    const { to, purpose } = recipient
    const { type } = draft
    const request = { discloser: author, recipient: to, purpose, at: now, type }
    const plan = planFor({ draft, recipient, request }, { clauses, world, state })
    if (!plan.ok) return plan
    planned.push(plan.value)
  }
  return ok(planned)
}

/** A consent stands on its own clauses: it reaches those whom it names, on the strength of itself. */
function clausesFor(draft: EventDraft, state: CaseState): readonly KnownClause[] {
  if (!eventDefinitions[draft.type].carriesClauses) return clausesToStandOn(draft, state)
  return draft.clauses.map((clause) => ({ ...clause, removed: [], consent: 'this' as const }))
}

/** What is to go to one recipient, and what is asked of the decision for it. */
type Intended = {
  readonly draft: EventDraft
  readonly recipient: IntendedRecipient
  readonly request: DisclosureRequest
}

type Planning = {
  readonly clauses: readonly KnownClause[]
  readonly world: DisclosureWorld
  readonly state: CaseState
}

function planFor(
  intended: Intended,
  { clauses, world, state }: Planning,
): Result<PlannedDisclosure, MinimisationRejection> {
  const { draft, recipient, request } = intended
  const { to, purpose } = recipient
  const bare = mayDisclose(request, world)
  const carried = carriedTo(draft, recipient)
  const chosen = mostCovering(request, carried, clausesBetween(clauses, request))
  if (bare.kind === 'deny' || chosen === undefined)
    return planUnasked(intended, bare.kind === 'deny' ? bare.rule : 'no-consent', { world, state })
  const { sections, withheld } = sorted(carried, request, {
    ...world,
    clausesBetween: () => [chosen],
  })
  const basis = { kind: 'consent', consent: chosen.consent, clause: chosen.id } as const
  return ok({ grant: { to, purpose, sections, basis, ...reachOf(draft, chosen) }, withheld })
}

/** The bare facts, and of the sections what the type carries without consent; or nobody is told anything. */
function planUnasked(
  { draft, recipient, request }: Intended,
  rule: DenialRule,
  { world, state }: Omit<Planning, 'clauses'>,
): Result<PlannedDisclosure, MinimisationRejection> {
  const { to, purpose } = recipient
  const { type, facts } = draft
  const basis = fallbackBasis({ type, facts, author: request.discloser, recipient: to }, state)
  if (basis === undefined) return fail({ kind: 'no-basis', recipient: to, rule })
  const asked = { ...request, unasked: { basis, sections: sectionsUnasked(type) } }
  const bare = mayDisclose(asked, world)
  if (bare.kind === 'deny') return fail({ kind: 'no-basis', recipient: to, rule: bare.rule })
  const { sections, withheld } = sorted(carriedTo(draft, recipient), asked, world)
  return ok({
    grant: { to, purpose, sections, basis, ...unaskedReach(request.at) },
    // Why it is not covered says more than that it does not go without that.
    withheld: withheld.map((each) =>
      each.rule === 'section-not-unasked' ? { ...each, rule } : each,
    ),
  })
}

function unaskedReach(now: Instant): Pick<PlannedGrant, 'until' | 'onward'> {
  return { until: plusMilliseconds(now, UNASKED_LIFETIME_MS), onward: false }
}

/** Of these sections what may go, and why the rest may not. */
function sorted(
  carried: readonly SectionName[],
  request: DisclosureRequest,
  world: DisclosureWorld,
): Pick<PlannedDisclosure, 'withheld'> & { readonly sections: readonly SectionName[] } {
  const verdicts = carried.map((section) => ({
    section,
    verdict: mayDisclose({ ...request, section }, world),
  }))
  return {
    sections: verdicts.flatMap(({ section, verdict }) =>
      verdict.kind === 'allow' ? [section] : [],
    ),
    withheld: verdicts.flatMap(({ section, verdict }) =>
      verdict.kind === 'deny' ? [{ section, rule: verdict.rule }] : [],
    ),
  }
}

/** A grant stands on one clause, so the one that covers most of what is needed. First wins a tie. */
function mostCovering(
  request: DisclosureRequest,
  needed: readonly SectionName[],
  between: readonly KnownClause[],
): KnownClause | undefined {
  const usable = between
    .filter((clause) => coverOf(request, [clause]).kind === 'covered')
    .map((clause) => ({
      clause,
      covered: needed.filter(
        (section) => coverOf({ ...request, section }, [clause]).kind === 'covered',
      ).length,
    }))
  const most = Math.max(...usable.map(({ covered }) => covered))
  return usable.find(({ covered }) => covered === most)?.clause
}

/**
 * How long the reader may read it, and whether it may pass it on: as its clause says. What is passed on itself
 * is not read longer than by who passes it on, and goes no further.
 */
function reachOf(draft: EventDraft, { until, onward }: KnownClause) {
  if (draft.type !== 'EventShared') return { until, onward }
  const { until: given } = draft.facts
  return { until: until < given ? until : given, onward: false }
}

/** What the recipient needs, of what the event carries. */
function carriedTo(draft: EventDraft, { needs }: IntendedRecipient): readonly SectionName[] {
  // What is passed on is not written anew: its values are those of the original.
  if (draft.type === 'EventShared')
    return needs.filter((section) => draft.facts.sections.includes(section))
  return needs.filter((section) => draft.sections[section] !== undefined)
}
