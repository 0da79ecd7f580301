import {
  isCaseReference,
  isEventId,
  isInstant,
  isOrganisationId,
  isParticipantCode,
  isTokenId,
  type CaseReference,
  type EventId,
  type Instant,
  type OrganisationId,
  type ParticipantCode,
  type TokenId,
} from '@trm/kernel'
import type { ClosedList } from '@trm/domain'
import { z } from 'zod'

// Schemas describe shape only: strict objects, no transforms, no defaults. What was signed is what is
// parsed, and each schema can be exported as JSON Schema for another Participant's engineers.

const IDENTIFIER_LENGTH_MAX = 64

/**
 * A string schema whose output carries the kernel's brand. The guard decides; the pattern is there so
 * that the schema can be exported. This is the one place where a checked string becomes an identifier.
 */
function identifier<Id extends string>(
  guard: (text: string) => text is Id,
  pattern: RegExp,
  description: string,
): z.ZodType<Id, string> {
  // Megabytes go no further: an expression with groups can exhaust the stack on them.
  const schema = z
    .string()
    .max(IDENTIFIER_LENGTH_MAX, { abort: true })
    .regex(pattern)
    .refine(guard)
    .describe(description)
  return schema
}

export const organisationId: z.ZodType<OrganisationId, string> = identifier(
  isOrganisationId,
  /^[a-z]{2}\.[a-z0-9]+(-[a-z0-9]+)*$/,
  'Organisation: Participant code, dot, slug',
)

export const participantCode: z.ZodType<ParticipantCode, string> = identifier(
  isParticipantCode,
  /^[a-z]{2}$/,
  'Participant, lower case',
)

export const caseReference: z.ZodType<CaseReference, string> = identifier(
  isCaseReference,
  /^[A-Za-z0-9_-]{22}$/,
  'Case reference: 128 random bits, base64url',
)

export const eventId: z.ZodType<EventId, string> = identifier(
  isEventId,
  /^[A-Za-z0-9_-]{43}$/,
  'Event id: base64url of the SHA-256 of the JWS',
)

export const tokenId: z.ZodType<TokenId, string> = identifier(
  isTokenId,
  /^[A-Za-z0-9_-]{22}$/,
  '128 random bits, base64url',
)

export const instant: z.ZodType<Instant, string> = identifier(
  isInstant,
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/,
  'Instant: UTC with exactly three decimals',
)

/** SHA-256 in base64url: of a disclosure, of a document, of evidence. */
export const sha256Text = z.string().regex(/^[A-Za-z0-9_-]{43}$/)

/** A BCP 47 language tag such as `sr`, `sr-Latn` or `de`. */
export const languageTag = z.string().regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$/)

/** The version of a form, an indicator set or a paragraph of law. */
export const versionTag = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,31}$/)

/** Identifies a clause within its consent. */
export const clauseId = z.string().regex(/^c[1-9][0-9]?$/)

/** One code of a closed list; anything else is refused, never defaulted. */
export function codeOf<Code extends string>(list: ClosedList<Code>): z.ZodType<Code, Code> {
  const [first, ...rest] = list.codes
  return first === undefined ? z.never() : z.enum([first, ...rest])
}

/** A list without repetition, of `min` to `max` items. */
export function setOf<Item extends z.ZodType>(item: Item, max: number, min = 0) {
  return z
    .array(item)
    .min(min)
    .max(max)
    .refine((items) => new Set(items).size === items.length, 'no item twice')
}
