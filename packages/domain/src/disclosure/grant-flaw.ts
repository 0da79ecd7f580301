import type { Instant } from '@trm/kernel'
import type { CaseEvent, Grant } from '../case/events.ts'
import type { SectionName } from '../vocabulary/lists.ts'
import type { DenialRule } from './denial-rules.ts'

/** A grant as it stands in a signed event, and the time that counts for it. */
export type GrantInQuestion = {
  readonly event: CaseEvent
  readonly grant: Grant
  /** When it was recorded, for the disclosure itself; now, for reading what was disclosed. */
  readonly at: Instant
}

export type GrantFlaw =
  | { readonly kind: 'consent-unknown' }
  | { readonly kind: 'not-covered'; readonly rule: DenialRule; readonly section?: SectionName }
  /** It lasts longer than the clause, or goes onward where the clause does not. */
  | { readonly kind: 'beyond-clause' }
  /** A notice about an event that is not held. */
  | { readonly kind: 'subject-unknown' }
  /** Events of this type do not go to this recipient on this basis, or not with these sections. */
  | { readonly kind: 'basis-refused' }
  /** Under its reference is information about a crime to come, or it is that and the reference is a case's. */
  | { readonly kind: 'reference-tied' }
  /** Events of this type never carry that. */
  | { readonly kind: 'section-never-carried'; readonly section: SectionName }
