import {
  erasureAuthorities,
  organisationKinds,
  otherLegalBases,
  purposes,
  sectionNames,
} from '@trm/domain'
import { z } from 'zod'
import { basis } from '../disclosures.ts'
import { caseReference, codeOf, eventId, instant, organisationId } from '../scalars.ts'
import { sectionFault, withoutConsentMark } from './case-marks.ts'

/** As far as this organisation knows; `received` for what it received itself. */
const delivery = z.enum(['queued', 'relayed', 'stored', 'refused', 'received'])

const replayedGrant = z.strictObject({
  to: organisationId,
  purpose: codeOf(purposes),
  sections: z.array(codeOf(sectionNames)).readonly(),
  basis,
  /** `ok`, or the rule that the disclosure breaks. */
  verdict: z.string(),
  delivery,
})

const name = codeOf(sectionNames)

/** What there is of a section here: different things, never one blank. */
const replayedSection = z.discriminatedUnion('status', [
  z.strictObject({ name, status: z.literal('held') }),
  /** It is not for this organisation to read, or not any more, by which rule. */
  z.strictObject({ name, status: z.literal('withheld'), rule: z.string() }),
  /** `erasedUnder` is the number of the event under which it was erased. */
  z.strictObject({ name, status: z.literal('erased'), erasedUnder: z.int() }),
  /** Its key is destroyed, as the event asked with this number; the answer is not recorded yet. */
  z.strictObject({ name, status: z.literal('erased-unrecorded'), askedUnder: z.int() }),
  z.strictObject({ name, status: z.literal('never-collected') }),
  /** It ought to be here and cannot be read: a fault. */
  z.strictObject({ name, status: z.literal('cannot-open'), fault: sectionFault }),
])

/** One line of a case history. Never a personal value. */
export const replayedEvent = z.strictObject({
  number: z.int(),
  event: eventId,
  type: z.string(),
  author: organisationId,
  recordedAt: instant,
  occurredAt: instant,
  /** Whether the signature holds, and what the author's key was worth at that time. */
  signature: z.enum(['valid', 'not-valid-then', 'revoked', 'compromised', 'invalid']),
  grants: z.array(replayedGrant).readonly(),
  sections: z.array(replayedSection).readonly(),
})
export type ReplayedEvent = z.infer<typeof replayedEvent>
export type ReplayedGrant = z.infer<typeof replayedGrant>
export type ReplayedSection = z.infer<typeof replayedSection>

export const replaySummary = z.strictObject({
  events: z.int(),
  signaturesValid: z.int(),
  /** Grants: one organisation was given one event. */
  disclosures: z.int(),
  disclosuresWithBasis: z.int(),
  /** Grants that a rule forbids, and sections held that no grant covers. */
  overDisclosures: z.int(),
  /** Places missing in the chains between an author and its recipients. */
  chainGaps: z.int(),
})
export type ReplaySummary = z.infer<typeof replaySummary>

/** `GET /timeline/cases/{case}` */
export const replayResponse = z.strictObject({
  case: caseReference,
  organisation: organisationId,
  events: z.array(replayedEvent).readonly(),
  withoutConsent: z.array(withoutConsentMark).readonly(),
  summary: replaySummary,
})
export type ReplayResponse = z.infer<typeof replayResponse>

/** `GET /timeline/cases/{case}/shared-state` */
export const sharedStateResponse = z.strictObject({
  case: caseReference,
  with: organisationId,
  events: z.int(),
  /** SHA-256 of the canonical state that both hold; equal on both sides. */
  stateDigest: z.string(),
})
export type SharedStateResponse = z.infer<typeof sharedStateResponse>

const answered = { under: eventId, at: instant }

/** It is held, and nothing covers it any more. */
const uncovered = z.strictObject({
  kind: z.literal('uncovered'),
  because: z.enum(['narrowed', 'withdrawn', 'ended', 'suspended', 'neverCovered']),
  /** The event that says so, where one does. */
  since: z.strictObject({ event: eventId, at: instant }).exactOptional(),
  answer: z.enum(['awaited', 'overdue', 'notAsked']),
})

/** It cannot be said from what is held here. */
const unknown = z.strictObject({
  kind: z.literal('unknown'),
  because: z.enum(['basisNotHeld', 'answerSilent']),
})

/** Erased here by decision, and under which authority. */
const erasedHere = z.strictObject({
  kind: z.literal('erasedHere'),
  ...answered,
  authority: codeOf(erasureAuthorities),
})

/** What has become of a section that was given, as both sides see it. */
const standing = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('covered') }),
  uncovered,
  z.strictObject({ kind: z.literal('erased'), ...answered }),
  z.strictObject({ kind: z.literal('restricted'), ...answered }),
  z.strictObject({
    kind: z.literal('retained'),
    ...answered,
    citation: z.string().exactOptional(),
    until: instant.exactOptional(),
  }),
  unknown,
])

/** What this organisation alone knows of it. */
const standingHere = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('notReceived') }),
  erasedHere,
  uncovered,
  unknown,
])

const section = codeOf(sectionNames)
const place = { section, event: eventId, type: z.string(), recordedAt: instant }

/** One section of one event at one organisation. Never a value. */
const holding = z.strictObject({
  ...place,
  holder: organisationId,
  author: organisationId,
  purpose: codeOf(purposes),
  basis,
  until: instant,
  /** Whether the holder may pass it on; where it did and this organisation wrote it, `passedOn` says so. */
  onward: z.boolean(),
  delivery,
  standing,
  /** It stands above `standing`, which is what both sides see. */
  here: standingHere.exactOptional(),
})
export type LedgerHolding = z.infer<typeof holding>

/** One section of an event of this organisation's at somebody to whom a holder passed it on. Never a value. */
const passedOn = z.strictObject({
  section,
  /** With which it was passed on, and of which event of this organisation's it is. */
  event: eventId,
  of: eventId,
  recordedAt: instant,
  holder: organisationId,
  by: organisationId,
  purpose: codeOf(purposes),
  until: instant,
  standing,
})

/** `GET /timeline/cases/{case}/ledger` */
export const ledgerResponse = z.strictObject({
  case: caseReference,
  organisation: organisationId,
  at: instant,
  holdings: z.array(holding).readonly(),
  /** What others passed on of what this organisation wrote. On which consent stays between those two. */
  passedOn: z.array(passedOn).readonly(),
  /** What this organisation wrote itself. */
  own: z.array(z.strictObject({ ...place, erased: erasedHere.exactOptional() })).readonly(),
  /** Who was told of the case and was given no section. */
  toldOnly: z.array(organisationId).readonly(),
  /**
   * Of those the ones that left the network and cannot answer: since when, and which NRM offices of their
   * Participant can be asked who took it on; none where people have to find out otherwise.
   */
  departed: z
    .array(
      z.strictObject({
        organisation: organisationId,
        since: instant,
        toAsk: z.array(organisationId).readonly(),
      }),
    )
    .readonly(),
  /** What was disclosed without consent; to whom is not recorded. */
  withoutConsent: z
    .array(
      z.strictObject({
        event: eventId,
        recordedAt: instant,
        to: codeOf(organisationKinds),
        basis: codeOf(otherLegalBases),
        citation: z.string(),
        sections: z.array(section).readonly(),
        until: instant,
      }),
    )
    .readonly(),
})
export type LedgerResponse = z.infer<typeof ledgerResponse>
