import type { EventId, OrganisationId } from '@trm/kernel'
import type { SectionName } from '../vocabulary/lists.ts'

export type CorrectionsState = {
  /** Mistakes that somebody reported, by the report. */
  readonly mistakes: Readonly<Record<EventId, MistakeState>>
  readonly corrections: Readonly<Record<EventId, CorrectionState>>
}

export type MistakeState = {
  readonly by: OrganisationId
  readonly about: EventId
  readonly sections: readonly SectionName[]
}

export type CorrectionState = {
  readonly by: OrganisationId
  readonly corrects: EventId
  readonly sections: readonly SectionName[]
  /**
   * The events that are held here and that a person looks at again: those of its author that carry such a
   * section, from before the correction. The one that it corrects is among them where it is held.
   */
  readonly concerns: readonly EventId[]
  readonly acknowledgedBy: Readonly<Record<OrganisationId, EventId>>
  /** The later correction of all the same: that one counts, and a person looks at both. */
  readonly supersededBy?: EventId
}

export const emptyCorrections: CorrectionsState = { mistakes: {}, corrections: {} }
