import type { OrganisationId } from '@trm/kernel'
import type { CaseState, NarrowingState } from '../case/state.ts'

/** Whether the organisation is the other side of the narrowed clause: the one that has to answer. */
export function isHolder(
  state: CaseState,
  { by, consent, clause }: NarrowingState,
  organisation: OrganisationId,
): boolean {
  if (organisation === by) return false
  const narrowed = state.consents[consent]?.clauses.find(({ id }) => id === clause)
  return narrowed?.discloser === organisation || narrowed?.recipient === organisation
}
