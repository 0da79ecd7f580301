import { eventDefinitions, type EventType, type FactsByType } from '@trm/domain'
import {
  fail,
  ok,
  type CaseReference,
  type Instant,
  type OrganisationId,
  type Result,
  type TokenId,
  type VerifiedBytes,
} from '@trm/kernel'
import { z } from 'zod'
import { factsSchema, isEventType, upcast } from './facts.ts'
import { caseReference, instant, organisationId, sha256Text, tokenId } from './scalars.ts'
import { readStrictJson } from './strict-json.ts'

/** The JWS type of a case event. Nothing signed as another type is ever read as an event. */
export const EVENT_TYP = 'trm-event+sd-jwt'

/** Every event commits to this many section digests, decoys included: the number tells nothing. */
export const SECTION_DIGESTS = 16

/** Grants and clauses are filled up with decoys to a multiple of this. */
export const DIGEST_BLOCK = 8

const digests = z.array(sha256Text).max(512)
const committed = z.strictObject({ _sd: digests })

const envelope = z.strictObject({
  v: z.literal(1),
  jti: tokenId,
  iss: organisationId,
  case: caseReference,
  type: z.string().max(64),
  tv: z.int().min(1),
  iat: z.number().min(0),
  occurred: instant,
  facts: z.record(z.string(), z.unknown()),
  sections: z.strictObject({ _sd: digests.length(SECTION_DIGESTS) }),
  clauses: committed.exactOptional(),
  grants: committed,
  _sd_alg: z.literal('sha-256'),
})

/** What is in a later version is not ours to call invalid. */
const laterVersion = z.object({ v: z.int().min(2) })

/** The payload of a signed case event (protocol, section 2), its facts typed by `type`. */
export type SignedEvent = {
  readonly [Type in EventType]: {
    readonly jti: TokenId
    readonly iss: OrganisationId
    readonly case: CaseReference
    readonly type: Type
    /** The version in which the facts were signed; `facts` are those of the current one. */
    readonly tv: number
    /** NumericDate with milliseconds (RFC 7519, section 2, allows the fraction). */
    readonly iat: number
    readonly occurred: Instant
    readonly facts: FactsByType[Type]
    readonly sectionDigests: readonly string[]
    readonly clauseDigests: readonly string[]
    readonly grantDigests: readonly string[]
  }
}[EventType]

export type EventDecodeFailure =
  | { readonly kind: 'not-json' }
  | { readonly kind: 'unknown-type' }
  | { readonly kind: 'unsupported-version' }
  /** Names the places, never the values. */
  | { readonly kind: 'invalid'; readonly places: readonly string[] }

/** Reads a verified payload. The parameter's type says what must have happened before. */
export function decodeSignedEvent(bytes: VerifiedBytes): Result<SignedEvent, EventDecodeFailure> {
  const json = readStrictJson(bytes)
  if (!json.ok) return fail({ kind: 'not-json' })
  if (laterVersion.safeParse(json.value).success) return fail({ kind: 'unsupported-version' })
  const parsed = envelope.safeParse(json.value)
  if (!parsed.success) return fail(invalid(parsed.error))
  const { type, tv, facts, sections, clauses, grants, v: _v, _sd_alg, ...rest } = parsed.data
  if (!isEventType(type)) return fail({ kind: 'unknown-type' })
  const schema = factsSchema(type, tv)
  if (schema === undefined) return fail({ kind: 'unsupported-version' })
  const checked = schema.safeParse(facts)
  if (!checked.success) return fail(invalid(checked.error))
  if (clauses !== undefined && !eventDefinitions[type].carriesClauses) {
    return fail({ kind: 'invalid', places: ['clauses'] })
  }
  // RFC 9901, section 7.1: a digest that occurs twice makes the whole of it invalid.
  const all = [sections._sd, clauses?._sd ?? [], grants._sd].flat()
  if (new Set(all).size < all.length) return fail({ kind: 'invalid', places: ['_sd'] })
  const event = {
    ...rest,
    type,
    tv,
    facts: upcast(type, tv, checked.data),
    sectionDigests: sections._sd,
    clauseDigests: clauses?._sd ?? [],
    grantDigests: grants._sd,
  }
  // The schema was chosen by `type`, which a mapped type cannot express.
  return ok(event as SignedEvent)
}

/** The payload to sign, as bytes. The counterpart of {@link decodeSignedEvent}. */
export function encodeSignedEvent(event: SignedEvent): Uint8Array {
  const { sectionDigests, clauseDigests, grantDigests, ...rest } = event
  const payload = {
    v: 1,
    ...rest,
    sections: { _sd: sectionDigests },
    ...(clauseDigests.length > 0 && { clauses: { _sd: clauseDigests } }),
    grants: { _sd: grantDigests },
    _sd_alg: 'sha-256',
  }
  return new TextEncoder().encode(JSON.stringify(payload))
}

/** The places of a schema failure: member names of ours and list indexes, each once, never a value. */
export function placesOf(error: z.ZodError): readonly string[] {
  const places = new Set(error.issues.map(({ path }) => path.map(String).join('.')))
  return [...places].slice(0, 16)
}

function invalid(error: z.ZodError): EventDecodeFailure {
  return { kind: 'invalid', places: placesOf(error) }
}
