import type { EventId, Instant, OrganisationId } from '@trm/kernel'
import type { ConsentClause } from '../case/events.ts'
import type { NoticeToPerson } from '../vocabulary/process-lists.ts'
import type {
  ConsentGiver,
  HolderAnswer,
  OrganisationKind,
  OtherLegalBasis,
  Purpose,
  SectionName,
} from '../vocabulary/lists.ts'

export type ConsentProcessState = {
  readonly consents: Readonly<Record<EventId, ConsentState>>
  /** What was taken back, in part or whole, and what its holders answered. */
  readonly narrowings: Readonly<Record<EventId, NarrowingState>>
  readonly erasures: readonly ErasureState[]
  /** What was, or is to be, disclosed without consent. Every view says so. */
  readonly disclosuresWithoutConsent: Readonly<Record<EventId, DisclosureWithoutConsentState>>
  readonly legalHolds: Readonly<Record<EventId, LegalHoldState>>
  /** What she refuses, by the event that says so, with what of it she took back since. */
  readonly refusals: Readonly<Record<EventId, RefusedState>>
}

/**
 * Whom she does not want told, and of what: an organisation, a kind of organisation, or anybody where none is
 * named. No sections are everything, and that there is a case at all.
 */
export type RefusalState = {
  readonly id: string
  readonly organisation?: OrganisationId
  readonly kind?: OrganisationKind
  readonly sections: readonly SectionName[]
  /** With which she took it back. */
  readonly takenBack?: EventId
}

export type RefusedState = {
  readonly by: OrganisationId
  /** What for; whatever it is for where none is named. */
  readonly purposes: readonly Purpose[]
  readonly refusals: readonly RefusalState[]
}

export type ConsentState = {
  readonly by: OrganisationId
  readonly giver: ConsentGiver
  readonly clauses: readonly ClauseState[]
  /** When she last said it: with the consent, or when she was asked again. */
  readonly confirmedAt: Instant
  /** The event that took it back, or with which it ran out. */
  readonly ended?: EventId
  /** With which its giver ceased to speak for her: she may be a child, or a guardian was excluded. */
  readonly suspended?: EventId
  /** With which a guardian was excluded after it was given: who gave it does not speak for her any more. */
  readonly giverExcluded?: EventId
  /** With which those who hold something under it were told that it is suspended, until it stands again. */
  readonly suspensionTold?: EventId
  /** Whether it has been suspended at any time, also where it stands again. */
  readonly wasSuspended: boolean
}

/** Every section of every clause, each once. */
export function sectionsOf({ clauses }: Pick<ConsentState, 'clauses'>): readonly SectionName[] {
  return [...new Set(clauses.flatMap(({ sections }) => sections))]
}

/** What of a clause has not been taken back. */
export function sectionsLeftOf({ sections, removed }: ClauseState): readonly SectionName[] {
  return sections.filter((section) => !removed.includes(section))
}

/** A clause and what has been taken from it since. */
export type ClauseState = ConsentClause & {
  readonly removed: readonly SectionName[]
  /** It covers nothing any more, or nothing for now: the consent was taken back, or is suspended. */
  readonly standing?: 'withdrawn' | 'suspended'
  /** With which it was recorded that it has run out, while others go on. */
  readonly expired?: EventId
}

/** A consent that was narrowed, taken back or suspended or has run out, and what its holders answered. */
export type NarrowingState = {
  readonly by: OrganisationId
  /** Of which consent; of none where `share` says what was passed on and is taken back. */
  readonly consent?: EventId
  readonly share?: EventId
  /** It is suspended and not taken back: it is kept, and not read, until that is settled. */
  readonly suspends?: true
  /** The clause that was narrowed or has run out; every clause where there is none. */
  readonly clause?: string
  /** The sections that were taken from it; every section of every clause where there is none. */
  readonly sections: readonly SectionName[]
  readonly answers: Readonly<Record<OrganisationId, HolderAnswer>>
  /** What whoever took the consent answered to each who disclosed to it under it. */
  readonly answeredTo?: Readonly<Record<OrganisationId, HolderAnswer>>
}

export type ErasureState = {
  readonly by: OrganisationId
  readonly under: EventId
  readonly event: EventId
  readonly sections: readonly SectionName[]
}

export type DisclosureWithoutConsentState = {
  readonly by: OrganisationId
  readonly to: OrganisationKind
  readonly basis: OtherLegalBasis
  readonly sections: readonly SectionName[]
  readonly notice: NoticeToPerson
  readonly until: Instant
  /** With which a second person confirmed it; until then nothing was disclosed. */
  readonly made?: EventId
}

export type LegalHoldState = {
  readonly by: OrganisationId
  readonly sections: readonly SectionName[]
  /** Where it is written. */
  readonly citation: string
  readonly until: Instant
  readonly lifted?: EventId
}

export const emptyConsent: ConsentProcessState = {
  consents: {},
  narrowings: {},
  erasures: [],
  disclosuresWithoutConsent: {},
  legalHolds: {},
  refusals: {},
}
