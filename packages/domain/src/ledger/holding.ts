import type { EventId, Instant, OrganisationId } from '@trm/kernel'
import type { Basis, EventType, FactsByType } from '../case/events.ts'
import type { Purpose, SectionName } from '../vocabulary/lists.ts'

/**
 * One section of one event that its author gave to one organisation, and what has become of it. Two
 * organisations that have received each other's events have the same of each other, but for `here`.
 */
export type Holding = {
  readonly holder: OrganisationId
  readonly section: SectionName
  readonly event: EventId
  readonly type: EventType
  readonly recordedAt: Instant
  readonly author: OrganisationId
  readonly purpose: Purpose
  /** A consent is named by its id, also where it is the event itself. */
  readonly basis: Basis
  readonly until: Instant
  /** Whether the holder may pass it on. That it did is told to who wrote it (`PassedOn`), and to nobody else. */
  readonly onward: boolean
  readonly standing: Standing
  /** What this organisation knows beyond that, and the other side does not. It stands above `standing`. */
  readonly here?: StandingHere
}

/** What has become of a section, as both sides see it from what they exchanged. */
export type Standing =
  /** The basis stands, and covers it. */
  | { readonly kind: 'covered' }
  | Uncovered
  /** Who held it has signed that it erased it. */
  | ({ readonly kind: 'erased' } & Answered)
  /** Who holds it has signed that it uses it no more. */
  | ({ readonly kind: 'restricted' } & Answered)
  /** Who holds it has signed that it keeps it: where that is written and until when, if the answer says so. */
  | ({ readonly kind: 'retained' } & Answered & Partial<Retention>)
  | Unknown

/** It is held, and nothing covers it any more. */
export type Uncovered = {
  readonly kind: 'uncovered'
  readonly because: UncoveredReason
  /** The event that says so. Where time has passed and nobody has recorded it yet, there is none. */
  readonly since?: { readonly event: EventId; readonly at: Instant }
  readonly answer: AnswerDue
}

export type UncoveredReason =
  | 'narrowed'
  | 'withdrawn'
  /** The clause, or the grant, has run out. */
  | 'ended'
  | 'suspended'
  /** It was given beyond what the clause or the basis covers. */
  | 'neverCovered'

/** Whether the holder is to say what became of it. Nobody is asked before it is recorded. */
export type AnswerDue = 'awaited' | 'overdue' | 'notAsked'

/** It cannot be said from what is held here. */
export type Unknown = {
  readonly kind: 'unknown'
  readonly because:
    /** The consent, or the event that it is news of, is not held. */
    | 'basisNotHeld'
    /** The holder has answered, and its answer does not say what became of this section. */
    | 'answerSilent'
}

type Answered = {
  /** The answer. */
  readonly under: EventId
  readonly at: Instant
}

type Retention = { readonly citation: string; readonly until: Instant }

/** What is in one organisation's log alone. */
export type StandingHere =
  /** It was granted, and did not come with the copy. */
  | { readonly kind: 'notReceived' }
  | ErasedHere
  /** The other side was not told yet, or is not told why. */
  | Uncovered
  | Unknown

/** This organisation recorded that it erased what it held, by itself. */
export type ErasedHere = {
  readonly kind: 'erasedHere'
  readonly authority: FactsByType['PersonalDataErased']['authority']
} & Answered
