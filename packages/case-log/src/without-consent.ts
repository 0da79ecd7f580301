import type { WithoutConsentMark } from '@trm/contracts'
import type { EventId } from '@trm/kernel'
import { placesOf } from './event-place.ts'
import type { LoadedCase } from './loaded-case.ts'

/** What was, or is to be, disclosed without consent in a case, as every view of it says; in causal order. */
export function withoutConsentMarks(loaded: LoadedCase): readonly WithoutConsentMark[] {
  const placeOf = placesOf(loaded)
  return Object.entries(loaded.state.disclosuresWithoutConsent)
    .map(([id, { to, basis, sections, notice, until, made }]) => ({
      proposed: placeOf(id as EventId),
      ...(made !== undefined && { made: placeOf(made) }),
      to,
      basis,
      sections,
      notice,
      until,
    }))
    .toSorted((left, right) => left.proposed.number - right.proposed.number)
}
