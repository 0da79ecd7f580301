import type {
  CaseReference,
  EventId,
  Instant,
  JsonObject,
  OrganisationId,
  ParticipantCode,
} from '@trm/kernel'
import type {
  AgeBand,
  AgeStatus,
  CapacityAnswer,
  ConsentForm,
  ConsentGiver,
  DeclineReason,
  FeedbackOutcome,
  HolderAnswer,
  IdentificationStatus,
  Purpose,
  RiskSubject,
  SectionName,
  ServiceType,
  Urgency,
} from '../vocabulary/lists.ts'

/**
 * The facts of every event type: non-personal, readable by each recipient of the event. What is
 * personal is in sections. A fact that points at an earlier event does so by its event id, and is
 * listed in {@link referencesOf} (order.ts).
 */
export type FactsByType = {
  CaseOpened: { readonly ageStatus: AgeStatus }
  PresumedVictimRecorded: { readonly indicatorSet: string }
  /** The clauses are disclosed one by one, each to its two parties only. */
  DataConsentGiven: {
    readonly giver: ConsentGiver
    readonly form: ConsentForm
    readonly formVersion: string
    readonly language: string
    readonly interpreter: boolean
  }
  DataConsentNarrowed: {
    readonly consent: EventId
    readonly clause: string
    /** The sections that the clause no longer covers. */
    readonly sections: readonly SectionName[]
  }
  /** A holder's signed answer, and where it says `erased` the tombstone of what it erased. */
  HoldersAnswered: {
    readonly narrowing: EventId
    readonly answer: HolderAnswer
    readonly sections: readonly SectionName[]
  }
  CapacityAsked: {
    readonly services: readonly ServiceType[]
    readonly languages: readonly string[]
    readonly respondBy: Instant
  }
  CapacityAnswered: { readonly enquiry: EventId; readonly answer: CapacityAnswer }
  /** The preview: what a receiving organisation needs in order to say yes or no. */
  ReferralOffered: {
    readonly to: OrganisationId
    readonly services: readonly ServiceType[]
    readonly urgency: Urgency
    readonly languages: readonly string[]
    readonly ageBand: AgeBand
    readonly arrivalFrom: Instant
    readonly arrivalUntil: Instant
    readonly respondBy: Instant
  }
  ReferralSeen: { readonly referral: EventId }
  /** The worker's name is in the section `needs`: it is personal data, too. */
  ReferralAccepted: { readonly referral: EventId; readonly firstContactBy: Instant }
  ReferralDeclined: { readonly referral: EventId; readonly reason: DeclineReason }
  ContactExchanged: { readonly referral: EventId }
  RiskAssessed: { readonly referral: EventId; readonly subjects: readonly RiskSubject[] }
  ReturnTravelPlanned: { readonly referral: EventId }
  DepartureConfirmed: { readonly referral: EventId }
  ArrivalConfirmed: { readonly referral: EventId }
  SupportStarted: { readonly referral: EventId; readonly services: readonly ServiceType[] }
  FeedbackGiven: { readonly referral: EventId; readonly outcome: FeedbackOutcome }
  /** Minimal: that somebody is being assisted, and who answers for it. Never an identity. */
  CaseNotified: {
    readonly identification: IdentificationStatus
    readonly ageStatus: AgeStatus
    readonly identifiedIn: ParticipantCode
    readonly services: readonly ServiceType[]
    readonly respondBy: Instant
  }
  NotificationAcknowledged: { readonly notification: EventId }
}

export type EventType = keyof FactsByType

/** A section value that an event commits to, as this organisation sees it: the digest, not the value. */
export type SectionCommitment = { readonly name: SectionName; readonly digest: string }

/**
 * One clause of a data consent: who may disclose which sections to whom, what for and when.
 * An empty list of sections allows the facts of events and no more.
 */
export type ConsentClause = {
  /** Unique within its consent, `c1`. */
  readonly id: string
  readonly discloser: OrganisationId
  readonly recipient: OrganisationId
  readonly purposes: readonly Purpose[]
  readonly sections: readonly SectionName[]
  readonly from: Instant
  readonly until: Instant
  /** Whether the recipient may disclose it onward. */
  readonly onward: boolean
}

/** Why a disclosure is allowed. */
export type Basis =
  /** `this`: the consent event itself, whose own id cannot stand inside it. */
  | { readonly kind: 'consent'; readonly consent: EventId | 'this'; readonly clause: string }
  /** Nothing about a person: only event types of the closed list in may-disclose.ts, never a section. */
  | { readonly kind: 'noPersonalData' }

/** What one recipient of an event may read of it, and why. */
export type Grant = {
  readonly to: OrganisationId
  /** From 1: the place in what this author has sent this recipient in this case. */
  readonly seq: number
  /** The event before in that chain; absent for the first. */
  readonly prev?: EventId
  readonly sections: readonly SectionName[]
  readonly basis: Basis
  readonly purpose: Purpose
  readonly until: Instant
  readonly onward: boolean
}

export type EventOf<Type extends EventType> = {
  readonly id: EventId
  readonly type: Type
  readonly case: CaseReference
  readonly author: OrganisationId
  readonly recordedAt: Instant
  /** When it happened, as claimed by the author. */
  readonly occurredAt: Instant
  readonly facts: FactsByType[Type]
  /** The sections that this organisation was given of it (the author: all). */
  readonly sections: readonly SectionCommitment[]
  /** The clauses that this organisation was given; empty but for `DataConsentGiven`. */
  readonly clauses: readonly ConsentClause[]
  /** The author sees all grants, a recipient its own. */
  readonly grants: readonly Grant[]
}

/** An event of a case as one organisation holds it. */
export type CaseEvent = { readonly [Type in EventType]: EventOf<Type> }[EventType]

/** The personal values of a new event, by section. */
export type SectionContents = { readonly [Name in SectionName]?: JsonObject }

/** A recipient that a decision wants to reach, before consent has had its say. */
export type IntendedRecipient = {
  readonly to: OrganisationId
  readonly purpose: Purpose
  /** What it needs; what it gets is the intersection with consent. */
  readonly needs: readonly SectionName[]
}

export type DraftOf<Type extends EventType> = {
  readonly type: Type
  readonly occurredAt: Instant
  readonly facts: FactsByType[Type]
  readonly sections: SectionContents
  readonly clauses: readonly ConsentClause[]
  readonly recipients: readonly IntendedRecipient[]
}

/** What a decider decides: an event without ids, signatures and grants. */
export type EventDraft = { readonly [Type in EventType]: DraftOf<Type> }[EventType]
