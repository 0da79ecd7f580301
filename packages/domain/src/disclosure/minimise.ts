import {
  fail,
  ok,
  plusMilliseconds,
  type Instant,
  type OrganisationId,
  type Result,
} from '@trm/kernel'
import { mayCarry } from '../case/entitlement.ts'
import type { EventDraft, Grant, IntendedRecipient } from '../case/events.ts'
import type { CaseState } from '../case/state.ts'
import { standingRefusals } from '../consent/refusals.ts'
import { eventDefinitions } from '../definition/catalogue.ts'
import { sectionNames, type SectionName } from '../vocabulary/lists.ts'
import { fallbackBasis, sectionsUnasked } from './fallback.ts'
import type { KnownClause } from './consent-cover.ts'
import type { DenialRule } from './denial-rules.ts'
import {
  clausesBetween,
  clausesToStandOn,
  denialRemedies,
  disclosureWorld,
  mayDisclose,
  type DisclosureWorld,
} from './may-disclose.ts'
import type { Organisations } from './organisations.ts'
import type { DisclosureRequest } from './request.ts'

/** A grant before it has its place in the chain to its recipient. */
export type PlannedGrant = Omit<Grant, 'seq' | 'prev'>

/** What one organisation will be able to read of an event, and what of it is kept from it and why. */
export type PlannedDisclosure = {
  readonly grant: PlannedGrant
  readonly withheld: readonly WithheldSection[]
}

export type WithheldSection = { readonly section: SectionName; readonly rule: WithholdingRule }

/** Why a section of an event is kept from one recipient: the event, its need, or consent. */
export type WithholdingRule =
  /** Events of this type never carry it, whoever asks. */
  | 'section-never-carried'
  /** What is decided does not ask for it to be read there. */
  | 'not-needed'
  | DenialRule

/** What would let it go along after all, in words for a caseworker. */
export const withholdingRemedies: Readonly<Record<WithholdingRule, string>> = {
  'section-never-carried': 'leave the section out: an event of this type never carries it',
  'not-needed': 'nothing: this recipient does not need it for what is decided',
  ...denialRemedies,
}

export type MinimisationRejection = {
  readonly kind: 'no-basis'
  readonly recipient: OrganisationId
  readonly rule: DenialRule
}

/** How long a reader may keep what it was told without consent, in milliseconds: 90 days. */
const UNASKED_LIFETIME_MS = 90 * 24 * 60 * 60 * 1000

/**
 * Turns the recipients that a decision intends into grants: each gets the intersection of what events of
 * the type may carry, what it needs and what one clause of consent covers, of what the event carries.
 * Shown to the caseworker before anything is signed.
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
  const clauses = clausesFor(draft, state, author)
  const world = disclosureWorld(clauses, organisations, standingRefusals(state))
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
function clausesFor(
  draft: EventDraft,
  state: CaseState,
  by: OrganisationId,
): readonly KnownClause[] {
  if (!eventDefinitions[draft.type].carriesClauses) return clausesToStandOn(draft, state)
  return draft.clauses.map((clause) => ({ ...clause, removed: [], consent: 'this' as const, by }))
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
  const { needed, withheld: beyond } = askedFor(draft, recipient)
  const chosen = mostCovering(request, needed, clausesBetween(clauses, request), world)
  if (bare.kind === 'deny' || chosen === undefined)
    return planUnasked(intended, bare.kind === 'deny' ? bare.rule : 'no-consent', { world, state })
  const { sections, withheld } = judged(needed, request, {
    ...world,
    clausesBetween: () => [chosen],
  })
  const basis = { kind: 'consent', consent: chosen.consent, clause: chosen.id } as const
  return ok({
    grant: { to, purpose, sections, basis, ...reachOf(draft, chosen) },
    withheld: [...beyond, ...withheld],
  })
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
  const { needed, withheld: beyond } = askedFor(draft, recipient)
  const { sections, withheld } = judged(needed, asked, world)
  return ok({
    grant: { to, purpose, sections, basis, ...unaskedReach(request.at) },
    // Why it is not covered says more than that it does not go without that.
    withheld: [
      ...beyond,
      ...withheld.map((each) => (each.rule === 'section-not-unasked' ? { ...each, rule } : each)),
    ],
  })
}

function unaskedReach(now: Instant): Pick<PlannedGrant, 'until' | 'onward'> {
  return { until: plusMilliseconds(now, UNASKED_LIFETIME_MS), onward: false }
}

/** Of these sections what may go, and why the rest may not. */
function judged(
  needed: readonly SectionName[],
  request: DisclosureRequest,
  world: DisclosureWorld,
): Pick<PlannedDisclosure, 'withheld'> & { readonly sections: readonly SectionName[] } {
  const verdicts = needed.map((section) => ({
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
  world: DisclosureWorld,
): KnownClause | undefined {
  const isCovered = (clause: KnownClause, asked: DisclosureRequest) =>
    mayDisclose(asked, { ...world, clausesBetween: () => [clause] }).kind === 'allow'
  const usable = between
    .filter((clause) => isCovered(clause, request))
    .map((clause) => ({
      clause,
      covered: needed.filter((section) => isCovered(clause, { ...request, section })).length,
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

/** What the recipient needs, of what events of this type carry and this one does; and what is beyond that. */
function askedFor(
  draft: EventDraft,
  { needs }: IntendedRecipient,
): { readonly needed: readonly SectionName[]; readonly withheld: readonly WithheldSection[] } {
  const carried = carriedBy(draft)
  const allowed = carried.filter((section) => mayCarry(draft.type, section))
  const rest = carried.filter((section) => !needs.includes(section) || !allowed.includes(section))
  return {
    needed: needs.filter((section) => allowed.includes(section)),
    withheld: rest.map((section) => ({
      section,
      rule: allowed.includes(section) ? 'not-needed' : 'section-never-carried',
    })),
  }
}

/** The sections that have a value in the event. */
function carriedBy(draft: EventDraft): readonly SectionName[] {
  // What is passed on is not written anew: its values are those of the original.
  if (draft.type === 'EventShared') return draft.facts.sections
  return sectionNames.codes.filter((section) => draft.sections[section] !== undefined)
}
