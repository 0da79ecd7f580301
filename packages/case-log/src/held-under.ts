import {
  narrowedClauses,
  sectionsToErase,
  type CaseEvent,
  type ClauseState,
  type NarrowingState,
  type SectionName,
} from '@trm/domain'
import type { LoadedCase } from './loaded-case.ts'
import type { LoggedEvent } from './record.ts'

/** A section of an event that lies in the log. */
export type HeldSection = { readonly entry: LoggedEvent; readonly section: SectionName }

/**
 * What came under the clauses that were taken back, and under no other; or what was passed on.
 *
 * @param from who wrote it; everybody where that is left out.
 */
export function heldUnder(
  narrowing: NarrowingState,
  { entries, state }: LoadedCase,
  self: ClauseState['recipient'],
  from?: ClauseState['discloser'],
): readonly HeldSection[] {
  const { share } = narrowing
  const read = narrowedClauses(state, narrowing).filter(({ recipient }) => recipient === self)
  const taken = sectionsToErase(state, narrowing, self, from)
  return entries.flatMap((entry) => {
    const isTaken =
      share === undefined
        ? read.some((clause) => isUnder(entry.event, narrowing, clause, self))
        : entry.event.id === share
    if (!isTaken || (from !== undefined && entry.event.author !== from)) return []
    const held = entry.event.sections.filter(({ name }) => taken.includes(name))
    return held.map(({ name }) => ({ entry, section: name }))
  })
}

function isUnder(
  { author, grants }: CaseEvent,
  { consent }: NarrowingState,
  clause: ClauseState,
  self: ClauseState['recipient'],
): boolean {
  if (author !== clause.discloser) return false
  return grants.some(
    ({ to, basis }) =>
      to === self &&
      basis.kind === 'consent' &&
      basis.consent === consent &&
      basis.clause === clause.id,
  )
}
