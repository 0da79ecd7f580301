import type { EventId, Instant, OrganisationId } from '@trm/kernel'
import type {
  CompensationHead,
  CompensationRefusal,
  JudgmentOutcome,
  ReleaseKind,
  StatementMode,
  TestimonyPurpose,
} from '../vocabulary/process-lists.ts'

export type TestimonyState = {
  readonly testimonies: Readonly<Record<EventId, OneTestimonyState>>
  readonly trips: Readonly<Record<EventId, TripState>>
  readonly receptions: Readonly<Record<EventId, ReceptionState>>
  readonly interpreters: Readonly<Record<EventId, InterpreterState>>
  readonly releases: Readonly<
    Record<EventId, { readonly kind: ReleaseKind; readonly expectedOn: Instant }>
  >
  readonly claims: Readonly<Record<EventId, ClaimState>>
}

export type OneTestimonyState = {
  /** Who asked for it. */
  readonly by: OrganisationId
  /** Who was asked: each of them knows of the others. */
  readonly with: readonly OrganisationId[]
  readonly purpose: TestimonyPurpose
  readonly modes: readonly StatementMode[]
  readonly hearingFrom: Instant
  readonly hearingUntil: Instant
  readonly respondBy: Instant
  readonly explained?: EventId
  readonly counselMet?: EventId
  readonly participation?: {
    readonly kind: 'given' | 'refused'
    readonly event: EventId
    readonly at: Instant
  }
  readonly mode?: { readonly event: EventId; readonly mode: StatementMode }
  /** Who has recorded what she decided in favour of taking part, and so knows of it. */
  readonly preparedBy: readonly OrganisationId[]
  readonly safetyAssessedBy: readonly OrganisationId[]
  /** Consents to one trip each: used once a trip was planned on it. */
  readonly tripConsents: Readonly<Record<EventId, 'open' | 'used' | Overtaking>>
  readonly postponements: readonly OvertakenState[]
  readonly statement?: EventId
  readonly judgments: readonly { readonly event: EventId; readonly outcome: JudgmentOutcome }[]
}

export type TripState = {
  readonly by: OrganisationId
  readonly testimony: EventId
  readonly departed?: EventId
  readonly arrived?: EventId
  /**
   * The hearing was put off after the trip was planned. Who has not left does not leave for it; who is on
   * her way goes on, and is brought home.
   */
  readonly postponed?: OvertakenState
  /** She refused to take part after she had consented to the trip; agreeing again is no consent to it. */
  readonly refused?: OvertakenState
  readonly returnArranged?: EventId
  readonly returned?: EventId
}

/** What came between, and when. */
export type OvertakenState = { readonly event: EventId; readonly at: Instant }

/**
 * A consent to a trip that is overtaken: the hearing that it was given for was put off, or she refused to take
 * part. What she says afterwards is another consent.
 */
export type Overtaking = OvertakenState & { readonly kind: 'postponed' | 'refused' }

export type ReceptionState = {
  readonly by: OrganisationId
  readonly to: readonly OrganisationId[]
  readonly meetAt: Instant
  readonly confirmed?: EventId
}

/**
 * An interpreter takes part with a scope of her own: one testimony, until a day. She is no organisation and
 * receives nothing; nobody is heard through her after that day.
 */
export type InterpreterState = {
  readonly by: OrganisationId
  readonly testimony: EventId
  readonly until: Instant
}

export type ClaimState = {
  readonly by: OrganisationId
  readonly heads: readonly CompensationHead[]
  /** Every award, superseded ones as well. */
  readonly awards: readonly EventId[]
  /** The latest: an appeal may turn a refusal into an award, and an award into a refusal. */
  readonly outcome?:
    | {
        readonly kind: 'awarded'
        readonly event: EventId
        readonly heads: readonly CompensationHead[]
      }
    | { readonly kind: 'refused'; readonly event: EventId; readonly reason: CompensationRefusal }
  readonly paid?: EventId
}

export const emptyTestimony: TestimonyState = {
  testimonies: {},
  trips: {},
  receptions: {},
  interpreters: {},
  releases: {},
  claims: {},
}
