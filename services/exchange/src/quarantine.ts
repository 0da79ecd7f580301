import { unpackCopy, type CopyRefusal } from '@trm/case-log'
import type { InboxEntry, RefusalReason } from '@trm/contracts'
import type { OrganisationId } from '@trm/kernel'
import { encodeBase64url, encryptAtRest, sha256Base64url } from '@trm/sealing'

/** Reasons that are about holding what one may not hold: the sections go, the proof stays. */
const overDisclosed: ReadonlySet<RefusalReason> = new Set([
  'grant-missing',
  'grant-not-mine',
  'section-not-granted',
  'disclosure-not-committed',
  'consent-unknown',
  'consent-does-not-cover',
] as const)

/** A sealed message that could not be opened: kept as it came, still sealed. */
export function quarantineMessage(
  body: Uint8Array,
  reason: RefusalReason,
  key: Uint8Array,
): InboxEntry {
  const digest = sha256Base64url(body)
  return {
    type: 'MailQuarantined',
    data: { reason, digest, evidence: encryptEvidence(body, digest, key) },
  }
}

/** One item of an opened message that was refused. */
export function quarantineItem(
  bytes: Uint8Array,
  sender: OrganisationId,
  { reason, event, place }: CopyRefusal,
  key: Uint8Array,
): InboxEntry {
  const digest = sha256Base64url(bytes)
  const kept = overDisclosed.has(reason) ? signedPartOf(bytes) : bytes
  return {
    type: 'MailQuarantined',
    data: {
      reason,
      digest,
      sender,
      evidence: encryptEvidence(kept, digest, key),
      ...((event ?? place?.event.id) !== undefined && { event: event ?? place?.event.id }),
      ...(place !== undefined && {
        place: { case: place.event.case, author: place.event.author, seq: place.grant.seq },
      }),
    } as Extract<InboxEntry, { type: 'MailQuarantined' }>['data'],
  }
}

/** The JWS alone: it proves who sent what, and holds no section. */
function signedPartOf(bytes: Uint8Array): Uint8Array {
  return new TextEncoder().encode(unpackCopy(bytes)?.jws ?? '')
}

function encryptEvidence(plaintext: Uint8Array, digest: string, key: Uint8Array) {
  const associatedData = new TextEncoder().encode(`quarantine.${digest}`)
  const { nonce, ciphertext } = encryptAtRest({ key, associatedData, plaintext })
  return { nonce: encodeBase64url(nonce), ciphertext: encodeBase64url(ciphertext) }
}
