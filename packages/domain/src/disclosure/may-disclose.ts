import type { EventId, OrganisationId } from '@trm/kernel'
import type { EventDraft } from '../case/events.ts'
import type { CaseState } from '../case/state.ts'
import { refusalsOf, type KnownRefusal } from '../consent/refusals.ts'
import { ageClaimFor } from '../consent/suspension.ts'
import { eventDefinitions } from '../definition/catalogue.ts'
import type { EventDefinition } from '../definition/event-definition.ts'
import { purposes, sectionNames, type SectionName } from '../vocabulary/lists.ts'
import { whyNotBetween } from './between.ts'
import { coverOf, isResidenceInRedress, type KnownClause } from './consent-cover.ts'
import { denialRemedies, type DenialRule } from './denial-rules.ts'
import type { Organisations } from './organisations.ts'
import type { ConsentBasis, DisclosureRequest, UnaskedBasis } from './request.ts'

export { denialRemedies, type DenialRule } from './denial-rules.ts'
export type { KnownClause } from './consent-cover.ts'
export type { DisclosureRequest } from './request.ts'

/** What counts for a decision: what she consented to and when, her age with it, and who the two are. */
export type DisclosureWorld = {
  readonly clausesBetween: (
    discloser: OrganisationId,
    recipient: OrganisationId,
  ) => readonly KnownClause[]
  /** What the trust lists say of an organisation as of a time: its kind and its standing. */
  readonly organisation: Organisations
  /** What she refuses, whatever she agreed to. */
  readonly refusals: readonly KnownRefusal[]
}

export type DisclosureVerdict =
  | { readonly kind: 'allow'; readonly basis: ConsentBasis; readonly clause: KnownClause }
  | { readonly kind: 'allow'; readonly basis: UnaskedBasis; readonly clause?: never }
  | { readonly kind: 'deny'; readonly rule: DenialRule; readonly remedy: string }

/**
 * The decision on every disclosure, the same at compose, send, open, read and onward transfer and again at
 * replay, with the world of that time. Default is deny: what no clause and no law names, and whom no trust
 * list names, gets nothing.
 */
export function mayDisclose(request: DisclosureRequest, world: DisclosureWorld): DisclosureVerdict {
  if (!purposes.has(request.purpose) || !isKnownSection(request.section))
    return deny('unknown-code')
  const between = whyNotBetween(request, world.organisation)
  if (between !== undefined) return deny(between)
  const { discloser, recipient, at } = request
  const kind = world.organisation(recipient, at)?.kind
  const refusals = refusalsOf(world.refusals, request, kind)
  return basisOf(request, world.clausesBetween(discloser, recipient), refusals)
}

/**
 * A part of the decision: on what it may go, whoever the two are. Alone it says whether what is held is covered
 * still, and nothing may be sent on the strength of it.
 *
 * @param refused the refusals of hers that are about the very thing ({@link refusalsOf}).
 */
export function basisOf(
  request: DisclosureRequest,
  between: readonly KnownClause[],
  refused: readonly KnownRefusal[],
): DisclosureVerdict {
  const isRefused = refused.some(({ onlyOf }) => onlyOf === undefined)
  if (request.unasked !== undefined) return withoutConsent(request, request.unasked, isRefused)
  if (isRefused) return deny('refused-by-her')
  const left = between.filter(({ by }) => !refused.some(({ onlyOf }) => onlyOf === by))
  const cover = coverOf(request, left)
  if (cover.kind === 'covered') return allow(cover.clause)
  return deny(left.length < between.length ? 'refused-by-her' : cover.rule)
}

/** Whether that basis is one that holds here is for whoever names it: it depends on the event. */
function withoutConsent(
  { section, purpose }: DisclosureRequest,
  { basis, sections }: NonNullable<DisclosureRequest['unasked']>,
  isRefused: boolean,
): DisclosureVerdict {
  if (isResidenceInRedress(section, purpose)) return deny('residence-in-redress')
  if (section !== undefined && !sections.includes(section)) return deny('section-not-unasked')
  // Her refusal stops neither what the law says nor what saves a life (2:L1167), nor the news that something ended.
  if (section !== undefined && isRefused && basis.kind === 'notice') return deny('refused-by-her')
  return { kind: 'allow', basis }
}

/** The world in which these clauses and refusals are known. Made once, it is asked as often as one likes. */
export function disclosureWorld(
  clauses: readonly KnownClause[],
  organisation: Organisations,
  refusals: readonly KnownRefusal[],
): DisclosureWorld {
  const sorted = Map.groupBy(clauses, ({ discloser, recipient }) => pairOf(discloser, recipient))
  return { clausesBetween: (...pair) => sorted.get(pairOf(...pair)) ?? [], organisation, refusals }
}

function pairOf(discloser: OrganisationId, recipient: OrganisationId): string {
  return `${discloser} ${recipient}`
}

function isKnownSection(section: SectionName | undefined): boolean {
  return section === undefined || sectionNames.has(section)
}

/** Every clause that this state knows of, with what was taken from it, who gave it and of what age she is. */
export function knownClauses(state: CaseState): readonly KnownClause[] {
  return Object.entries(state.consents).flatMap(([id, given]) => {
    const age = ageClaimFor(given, state)?.ageStatus
    const parts = {
      consent: id as EventId,
      by: given.by,
      giver: given.giver,
      ...(age !== undefined && { ageStatus: age }),
    }
    return given.clauses.map((clause) => ({ ...clause, ...parts }))
  })
}

/** Those of the clauses that are between these two. */
export function clausesBetween(
  clauses: readonly KnownClause[],
  { discloser, recipient }: Pick<DisclosureRequest, 'discloser' | 'recipient'>,
): readonly KnownClause[] {
  return clauses.filter(
    (clause) => clause.discloser === discloser && clause.recipient === recipient,
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
