import type { EventId, OrganisationId } from '@trm/kernel'
import type { CaseState } from '../case/state.ts'
import type { SectionName } from '../vocabulary/lists.ts'

// What is wrong in one event is wrong in every other that the same section of the same record went out with: an
// identity that was taken down at the beginning is in the contact, in the request to an authority, in a journey.

/** The events of an author that carry one of these sections, as far as they are held; each once. */
export function eventsWith(
  { sections }: CaseState,
  author: OrganisationId,
  names: readonly SectionName[],
): readonly EventId[] {
  const carrying = names.flatMap((name) =>
    (sections[name] ?? []).filter((held) => held.author === author).map(({ event }) => event),
  )
  return [...new Set(carrying)]
}

/** To whom an author gave one of these sections, in whichever event, and which of them; each once. */
export function holdersOf(
  { sections }: CaseState,
  author: OrganisationId,
  names: readonly SectionName[],
): ReadonlyMap<OrganisationId, readonly SectionName[]> {
  const holders = new Map<OrganisationId, readonly SectionName[]>()
  for (const name of names) {
    const own = (sections[name] ?? []).filter((held) => held.author === author)
    for (const holder of new Set(own.flatMap(({ to }) => to)))
      holders.set(holder, [...(holders.get(holder) ?? []), name])
  }
  return holders
}
