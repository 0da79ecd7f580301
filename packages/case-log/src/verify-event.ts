import { decodeSignedEvent, EVENT_TYP, type RefusalReason, type SignedEvent } from '@trm/contracts'
import type { CaseEvent } from '@trm/domain'
import {
  assertNever,
  fail,
  isOrganisationId,
  ok,
  toInstant,
  type EventId,
  type Instant,
  type Result,
} from '@trm/kernel'
import type { Directory, KeyStanding } from '@trm/ports'
import { eventIdOf, verifyJws, type JwsFailure } from '@trm/sealing'

/** A genuine event: the signature is the author's, and `standing` says what its key was worth then. */
export type VerifiedEvent = {
  readonly id: EventId
  readonly signed: SignedEvent
  readonly recordedAt: Instant
  readonly standing: KeyStanding
}

/**
 * Signature first, then the payload. The key is the one that the author's Participant lists under this
 * organisation and key id; the algorithm is not the sender's to choose.
 */
export async function verifyEvent(
  jws: string,
  directory: Directory,
): Promise<Result<VerifiedEvent, RefusalReason>> {
  let standing: KeyStanding = 'valid'
  const verified = await verifyJws<'unknown-signer'>(jws, EVENT_TYP, (claimed) => {
    const { issuer, keyId, issuedAt } = claimed
    if (!isOrganisationId(issuer)) return fail('unknown-signer')
    const key = directory.signingKey(issuer, keyId, instantOf(issuedAt))
    if (!('publicKey' in key)) return fail('unknown-signer')
    standing = key.kind
    return ok(key.publicKey)
  })
  if (!verified.ok) return fail(reasonOf(verified.failure))
  const decoded = decodeSignedEvent(verified.value.payload)
  if (!decoded.ok) return fail(decodeReasons[decoded.failure.kind])
  const recordedAt = instantOf(decoded.value.iat)
  return ok({ id: eventIdOf(jws), signed: decoded.value, recordedAt, standing })
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
