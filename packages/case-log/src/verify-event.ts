import { decodeSignedEvent, EVENT_TYP, type RefusalReason, type SignedEvent } from '@trm/contracts'
import type { CaseEvent } from '@trm/domain'
import {
  assertNever,
  fail,
  invariant,
  isOrganisationId,
  ok,
  toInstant,
  type EventId,
  type Instant,
  type OrganisationId,
  type Result,
  type VerifiedBytes,
} from '@trm/kernel'
import type { Directory, KeyStanding } from '@trm/ports'
import { ed25519PublicKey, eventIdOf, verifyJws, type JwsFailure } from '@trm/sealing'
import type { EventSigner } from './compose.ts'

/** Bytes that their author has signed, not yet read. `standing` says what its key was worth then. */
export type GenuineEvent = {
  readonly id: EventId
  readonly author: OrganisationId
  readonly payload: VerifiedBytes
  readonly standing: KeyStanding
}

/** A genuine event whose payload is one of this version of the protocol. */
export type VerifiedEvent = {
  readonly id: EventId
  readonly signed: SignedEvent
  readonly recordedAt: Instant
  readonly standing: KeyStanding
}

/** Signature first, then the payload: {@link verifySignature} and {@link readEvent} in one. */
export async function verifyEvent(
  jws: string,
  directory: Directory,
): Promise<Result<VerifiedEvent, RefusalReason>> {
  const genuine = await verifySignature(jws, directory)
  return genuine.ok ? readEvent(genuine.value) : genuine
}

/**
 * The key is the one that the author's Participant lists under this organisation and key id; the
 * algorithm is not the sender's to choose.
 */
export async function verifySignature(
  jws: string,
  directory: Directory,
): Promise<Result<GenuineEvent, RefusalReason>> {
  let found: { readonly author: OrganisationId; readonly standing: KeyStanding } | undefined
  const verified = await verifyJws<'unknown-signer'>(jws, EVENT_TYP, (claimed) => {
    const { issuer, keyId, issuedAt } = claimed
    if (!isOrganisationId(issuer)) return fail('unknown-signer')
    const key = directory.signingKey(issuer, keyId, instantOf(issuedAt))
    if (!('publicKey' in key)) return fail('unknown-signer')
    found = { author: issuer, standing: key.kind }
    return ok(key.publicKey)
  })
  if (!verified.ok) return fail(reasonOf(verified.failure))
  invariant(found !== undefined, 'verify-event: a signature was checked with a key')
  return ok({ id: eventIdOf(jws), payload: verified.value.payload, ...found })
}

/**
 * What the directory says of the key that an event was signed with here a moment ago, as {@link verifySignature}
 * would find it; undefined where it does not list that key.
 */
export function standingOfSigner(
  { author, recordedAt }: Pick<CaseEvent, 'author' | 'recordedAt'>,
  { keyId, privateKey }: EventSigner,
  directory: Pick<Directory, 'signingKey'>,
): KeyStanding | undefined {
  const key = directory.signingKey(author, keyId, recordedAt)
  if (!('publicKey' in key)) return undefined
  const isListed = Buffer.compare(key.publicKey, ed25519PublicKey(privateKey)) === 0
  return isListed ? key.kind : undefined
}

/** Reads the payload of a genuine event. */
export function readEvent({
  id,
  payload,
  standing,
}: GenuineEvent): Result<VerifiedEvent, RefusalReason> {
  const decoded = decodeSignedEvent(payload)
  if (!decoded.ok) return fail(decodeReasons[decoded.failure.kind])
  return ok({ id, signed: decoded.value, recordedAt: instantOf(decoded.value.iat), standing })
}

/** The event as the domain sees it: what was signed, with the part of it that this organisation holds. */
export function caseEventOf(
  { id, signed, recordedAt }: Omit<VerifiedEvent, 'standing'>,
  held: Pick<CaseEvent, 'sections' | 'clauses' | 'grants'>,
): CaseEvent {
  const { type, facts, case: reference, iss, occurred } = signed
  // `type` and `facts` belong together in `signed`; taking them apart loses that for the compiler.
  return {
    id,
    type,
    case: reference,
    author: iss,
    recordedAt,
    occurredAt: occurred,
    facts,
    ...held,
  } as CaseEvent
}

const LATEST_SECONDS = 253_402_300_799

/** The instant of a NumericDate; what lies beyond the year 9999 is as far away as can be said. */
export function instantOf(seconds: number): Instant {
  return toInstant(new Date(Math.round(Math.min(seconds, LATEST_SECONDS) * 1000)))
}

const decodeReasons = {
  'not-json': 'event-unreadable',
  'unknown-type': 'unknown-event-type',
  'unsupported-version': 'unsupported-version',
  invalid: 'event-invalid',
} as const satisfies Record<string, RefusalReason>

function reasonOf(failure: JwsFailure<'unknown-signer'>): RefusalReason {
  switch (failure.kind) {
    case 'malformed':
      return 'malformed-event'
    case 'wrong-type':
      return 'wrong-object-type'
    case 'wrong-algorithm':
    case 'signature-invalid':
      return failure.kind
    case 'key-refused':
      return failure.failure
    default:
      return assertNever(failure, 'verify-event: unknown failure')
  }
}
