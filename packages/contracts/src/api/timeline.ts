import { purposes, sectionNames } from '@trm/domain'
import { z } from 'zod'
import { basis } from '../disclosures.ts'
import { caseReference, codeOf, eventId, instant, organisationId } from '../scalars.ts'

const replayedGrant = z.strictObject({
  to: organisationId,
  purpose: codeOf(purposes),
  sections: z.array(codeOf(sectionNames)).readonly(),
  basis,
  /** `ok`, or the rule that the disclosure breaks. */
  verdict: z.string(),
  /** As far as this organisation knows; `received` for what it received itself. */
  delivery: z.enum(['queued', 'relayed', 'stored', 'refused', 'received']),
})

const replayedSection = z.strictObject({
  name: codeOf(sectionNames),
  status: z.enum(['held', 'erased']),
  /** The number of the event under which it was erased. */
  erasedUnder: z.int().exactOptional(),
})

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
