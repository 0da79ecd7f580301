import type { Instant, OrganisationId } from '@trm/kernel'
import type { Basis } from '../case/events.ts'
import type { EventType } from '../definition/catalogue.ts'
import type { Purpose, SectionName } from '../vocabulary/lists.ts'

export type ConsentBasis = Extract<Basis, { readonly kind: 'consent' }>
export type UnaskedBasis = Exclude<Basis, ConsentBasis>

/** One question: may this section (or, without one, the bare facts) go from one to the other now? */
export type DisclosureRequest = {
  readonly discloser: OrganisationId
  readonly recipient: OrganisationId
  readonly purpose: Purpose
  readonly section?: SectionName
  readonly at: Instant
  /** In an event of which type; in any that brings it to such an organisation where nothing is said. */
  readonly type?: EventType
  /** On what other basis than a consent of hers, and which sections go along on it. */
  readonly unasked?: { readonly basis: UnaskedBasis; readonly sections: readonly SectionName[] }
}
