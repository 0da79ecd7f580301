import type { EventId, Instant, OrganisationId } from '@trm/kernel'
import type { Grant } from '../case/events.ts'
import type { Purpose, SectionName } from '../vocabulary/lists.ts'

export type SharingState = {
  /** What was passed on, by the event that did so. */
  readonly shares: Readonly<Record<EventId, ShareState>>
  /**
   * Who may pass on what: the grants that go onward, by event, as far as this organisation sees. The author
   * sees whom it gave what, a holder from whom it got it.
   */
  readonly givenOnward: Readonly<Record<EventId, readonly OnwardGrant[]>>
}

export type ShareState = {
  /** The event of which sections were passed on. */
  readonly event: EventId
  readonly writtenBy: OrganisationId
  readonly by: OrganisationId
  readonly to: OrganisationId
  readonly sections: readonly SectionName[]
  readonly purpose: Purpose
  readonly until: Instant
  /** The sections that were taken back since. */
  readonly ended: readonly SectionName[]
  /** On what it stands at whom it was passed on to; who wrote it does not see that. */
  readonly standsOn?: Grant['basis']
  /** Where it is a correction: what it puts right, and when it was issued. */
  readonly putsRight: readonly { readonly corrects: EventId; readonly issuedAt: Instant }[]
  /** Of a correction: with what whoever was passed it on said that it put it right. */
  readonly acknowledged?: EventId
}

export type OnwardGrant = Pick<Grant, 'to' | 'sections' | 'basis' | 'until'> & {
  /** What its holder says that it erased. */
  readonly erased: readonly SectionName[]
}

export const emptySharing: SharingState = { shares: {}, givenOnward: {} }
