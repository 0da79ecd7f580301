import type { CaseEvent, Grant } from '../case/events.ts'
import type { CaseState } from '../case/state.ts'
import type { SectionName } from '../vocabulary/lists.ts'

/**
 * The sections of a grant that its author itself took back after it signed the copy, where that news came
 * first: the author knows of both, and nobody has to hold what was taken back only to erase it. What was taken
 * back before, or by somebody else than the author, is for the reader to refuse.
 *
 * @param held the events of the case that the reader holds.
 */
export function overtakenSections(
  { event, grant }: { readonly event: CaseEvent; readonly grant: Grant },
  held: readonly CaseEvent[],
  { narrowings }: Pick<CaseState, 'narrowings'>,
): readonly SectionName[] {
  const { basis } = grant
  if (basis.kind !== 'consent') return []
  const taken: SectionName[] = []
  for (const later of held) {
    if (later.author !== event.author) continue
    // Of what was passed on the end may be here before it, and nothing of the state is of it yet.
    if (later.type === 'SharingEnded' && later.facts.shared === event.id)
      taken.push(...later.facts.sections)
    const narrowing = narrowings[later.id]
    if (narrowing?.consent !== basis.consent || narrowing.clause !== basis.clause) continue
    if (later.grants.some(({ seq }) => seq > grant.seq)) taken.push(...narrowing.sections)
  }
  return grant.sections.filter((section) => taken.includes(section))
}
