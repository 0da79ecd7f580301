import type { EventId, Instant, OrganisationId } from '@trm/kernel'
import { emptyChildren, type ChildrenState } from '../children/state.ts'
import { emptyClosing, type ClosingState } from '../closing/state.ts'
import { emptyComplaints, type ComplaintsState } from '../complaints/state.ts'
import { emptyConsent, type ConsentProcessState } from '../consent/state.ts'
import { emptyCorrections, type CorrectionsState } from '../corrections/state.ts'
import type { EventType } from '../definition/catalogue.ts'
import { emptyHandover, type HandoverState } from '../handover/state.ts'
import { emptyNotification, type NotificationProcessState } from '../notification/state.ts'
import { emptyOpening, type OpeningState } from '../opening/state.ts'
import { emptyPromises, type PromisesState } from '../promises/state.ts'
import { emptyRelay, type RelayState } from '../relay/state.ts'
import { emptyResidence, type ResidenceState } from '../residence/state.ts'
import { emptyReturn, type ReturnState } from '../return/state.ts'
import { emptySharing, type SharingState } from '../sharing/state.ts'
import { emptyTestimony, type TestimonyState } from '../testimony/state.ts'
import type { SectionName } from '../vocabulary/lists.ts'

/** What an organisation knows of a case: the fold of the events it holds. Plain data, no values. */
export type CaseState = HeldState &
  OpeningState &
  ConsentProcessState &
  SharingState &
  HandoverState &
  NotificationProcessState &
  ResidenceState &
  TestimonyState &
  ReturnState &
  ChildrenState &
  RelayState &
  PromisesState &
  CorrectionsState &
  ComplaintsState &
  ClosingState

/** What is held, whatever process it belongs to. */
type HeldState = {
  /** Every event that is held. */
  readonly known: Readonly<Record<EventId, KnownEvent>>
  /** Which section values are held, as the digests that were signed. */
  readonly sections: Readonly<Partial<Record<SectionName, readonly SectionReference[]>>>
}

export type KnownEvent = {
  readonly type: EventType
  readonly author: OrganisationId
  /** When its author recorded it. */
  readonly recordedAt: Instant
  /** Who was given it, as far as this organisation sees: the author sees all, a recipient itself. */
  readonly to: readonly OrganisationId[]
  /** Whom it names as those to whom its author gave it, where its type does so. */
  readonly among?: readonly OrganisationId[]
}

export type SectionReference = {
  readonly event: EventId
  readonly author: OrganisationId
  readonly digest: string
  /** Who was given the section and not the bare event, as far as this organisation sees. */
  readonly to: readonly OrganisationId[]
}

export const emptyCase: CaseState = {
  known: {},
  sections: {},
  ...emptyOpening,
  ...emptyConsent,
  ...emptySharing,
  ...emptyHandover,
  ...emptyNotification,
  ...emptyResidence,
  ...emptyTestimony,
  ...emptyReturn,
  ...emptyChildren,
  ...emptyRelay,
  ...emptyPromises,
  ...emptyCorrections,
  ...emptyComplaints,
  ...emptyClosing,
}
