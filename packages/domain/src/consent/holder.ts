import type { OrganisationId } from '@trm/kernel'
import type { CaseState } from '../case/state.ts'
import type { SectionName } from '../vocabulary/lists.ts'
import type { ClauseState, NarrowingState } from './state.ts'

/**
 * Whether the organisation is the other side of what was narrowed, taken back or has run out: one that
 * has to answer.
 */
export function isHolder(
  state: CaseState,
  narrowing: NarrowingState,
  organisation: OrganisationId,
): boolean {
  if (organisation === narrowing.by) return false
  return narrowedClauses(state, narrowing).some(
    ({ discloser, recipient }) => discloser === organisation || recipient === organisation,
  )
}

/** The clauses that were narrowed: one, or all of the consent. */
export function narrowedClauses(
  { consents }: CaseState,
  { consent, clause }: NarrowingState,
): readonly ClauseState[] {
  const clauses = consents[consent]?.clauses ?? []
  return clause === undefined ? clauses : clauses.filter(({ id }) => id === clause)
}

/** The sections that a holder has to answer for. */
export function sectionsToAnswerFor(
  state: CaseState,
  narrowing: NarrowingState,
  holder: OrganisationId,
): readonly SectionName[] {
  if (narrowing.clause !== undefined) return narrowing.sections
  const sections = narrowedClauses(state, narrowing).flatMap((clause) =>
    clause.discloser === holder || clause.recipient === holder ? clause.sections : [],
  )
  return [...new Set(sections)]
}
