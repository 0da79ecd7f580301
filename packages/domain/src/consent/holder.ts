import type { EventId, OrganisationId } from '@trm/kernel'
import type { IntendedRecipient } from '../case/events.ts'
import { isGivenTo, isPartyTo } from '../case/given-to.ts'
import type { CaseState } from '../case/state.ts'
import type { HolderAnswer, Purpose, SectionName } from '../vocabulary/lists.ts'
import type { ClauseState, ConsentState, NarrowingState } from './state.ts'

/**
 * Whether the organisation has to answer for what was narrowed, taken back or has run out: the other side of
 * it, and who took the consent where it was to receive something under it itself.
 */
export function isHolder(
  state: CaseState,
  narrowing: NarrowingState,
  organisation: OrganisationId,
): boolean {
  if (narrowing.share !== undefined) return state.shares[narrowing.share]?.to === organisation
  if (organisation === narrowing.by) return disclosersToTaker(state, narrowing).length > 0
  return narrowedClauses(state, narrowing).some(
    ({ discloser, recipient }) => discloser === organisation || recipient === organisation,
  )
}

/**
 * Who was to disclose to whoever took the consent, under what ended of it: each is answered by it. Who was told
 * nothing of the consent disclosed nothing under it, and does not learn of the case in this way.
 */
export function disclosersToTaker(
  state: CaseState,
  narrowing: NarrowingState,
): readonly OrganisationId[] {
  const { by, consent } = narrowing
  if (consent === undefined) return []
  const disclosers = narrowedClauses(state, narrowing)
    .filter(({ recipient }) => recipient === by)
    .map(({ discloser }) => discloser)
  return [...new Set(disclosers)].filter((each) => isPartyTo(state, consent, each))
}

/**
 * Everybody else who wrote the consent or was given it, each once, for the purpose of the first clause that
 * names it. A clause by which others disclose may name one that was told nothing yet: there is nothing to
 * take back from it, and it does not learn of the case in this way.
 */
export function toldOfConsent(
  state: CaseState,
  consent: EventId,
  self: OrganisationId,
): readonly IntendedRecipient[] {
  const parties = new Map<OrganisationId, IntendedRecipient>()
  for (const { discloser, recipient, purposes } of state.consents[consent]?.clauses ?? []) {
    // A clause without a purpose is about assistance and nothing more.
    const purpose = purposes[0] ?? 'assistance'
    for (const to of [discloser, recipient]) {
      if (to === self || parties.has(to) || !isPartyTo(state, consent, to)) continue
      parties.set(to, { to, purpose, needs: [] })
    }
  }
  return [...parties.values()]
}

/** The clauses that were narrowed: one, or all of the consent. */
export function narrowedClauses(
  { consents }: CaseState,
  { consent, clause }: NarrowingState,
): readonly ClauseState[] {
  if (consent === undefined) return []
  const clauses = consents[consent]?.clauses ?? []
  return clause === undefined ? clauses : clauses.filter(({ id }) => id === clause)
}

/** The sections that a holder has to answer for. */
export function sectionsToAnswerFor(
  state: CaseState,
  narrowing: NarrowingState,
  holder: OrganisationId,
): readonly SectionName[] {
  if (narrowing.clause !== undefined || narrowing.share !== undefined) return narrowing.sections
  const sections = narrowedClauses(state, narrowing).flatMap((clause) =>
    clause.discloser === holder || clause.recipient === holder ? clause.sections : [],
  )
  return [...new Set(sections)]
}

/** Whether an answer is awaited still: there is none, or what was retained is erased now. */
export function isAnswerOwed(earlier: HolderAnswer | undefined, answer: HolderAnswer): boolean {
  return earlier === undefined || (earlier === 'retained' && answer === 'erased')
}

/** Who took the consent, and whom a clause of it names. To a stranger it does not exist. */
export function isParty({ by, clauses }: ConsentState, self: OrganisationId): boolean {
  return (
    by === self ||
    clauses.some(({ discloser, recipient }) => discloser === self || recipient === self)
  )
}

/** The other side of a clause, where it was told of the consent. */
export function toldOfClause(
  state: CaseState,
  consent: EventId,
  clause: ClauseState,
  self: OrganisationId,
): readonly IntendedRecipient[] {
  const to = clause.recipient === self ? clause.discloser : clause.recipient
  return isGivenTo(state, consent, to) ? [{ to, purpose: purposeOf(clause), needs: [] }] : []
}

/** Every clause has at least one purpose; what has none is about assistance and nothing more. */
export function purposeOf(clause: ClauseState | undefined): Purpose {
  return clause?.purposes[0] ?? 'assistance'
}
