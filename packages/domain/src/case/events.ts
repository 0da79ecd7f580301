import type { CaseReference, EventId, Instant, JsonObject, OrganisationId } from '@trm/kernel'
import type { EventType, eventDefinitions } from '../definition/catalogue.ts'
import type { ValuesOf } from '../definition/field.ts'
import type { Purpose, SectionName } from '../vocabulary/lists.ts'

/**
 * The facts of every event type: non-personal, readable by each recipient of the event. What is
 * personal is in sections. A fact that points at an earlier event does so by its event id.
 */
export type FactsByType = {
  readonly [Type in EventType]: ValuesOf<(typeof eventDefinitions)[Type]['facts']>
}

export type { EventType }

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

/** Why a disclosure is allowed. Every basis but a consent gives the bare facts, to few event types. */
export type Basis =
  /** `this`: the consent event itself, whose own id cannot stand inside it. */
  | { readonly kind: 'consent'; readonly consent: EventId | 'this'; readonly clause: string }
  /** Nothing about a person. */
  | { readonly kind: 'noPersonalData' }
  /** What has become of an event that author and recipient both hold already. */
  | { readonly kind: 'notice'; readonly about: EventId }
  /** The law asks for it; the facts cite where. */
  | { readonly kind: 'legalObligation' }
  | { readonly kind: 'publicInterest' }
  | { readonly kind: 'vitalInterests' }

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
  /** The clauses that this organisation was given; empty but for a consent. */
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
