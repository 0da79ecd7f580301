import { unpackCopy, type CopyRefusal } from '@trm/case-log'
import type { InboxEntry, RefusalReason } from '@trm/contracts'
import type { OrganisationId } from '@trm/kernel'
import { encodeBase64url, encryptAtRest, sha256Base64url, type MessageItem } from '@trm/sealing'

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

/**
 * One item of an opened message that was refused. Of a copy the JWS is kept and no disclosure: it proves
 * who signed what, and whichever flaw was found first, there may be a section that is not ours to hold.
 * Of bytes that are no copy at all, for the same reason, the digest alone.
 */
export function quarantineItem(
  { kind, bytes }: MessageItem,
  sender: OrganisationId,
  { reason, event, place }: CopyRefusal,
  key: Uint8Array,
): InboxEntry {
  const digest = sha256Base64url(bytes)
  return {
    type: 'MailQuarantined',
    data: {
      reason,
      digest,
      sender,
      evidence: encryptEvidence(kind === 'event' ? signedPartOf(bytes) : bytes, digest, key),
      ...(event !== undefined && { event }),
      ...(place !== undefined && {
        place: { case: place.case, author: place.author, seq: place.seq },
      }),
    },
  }
}

function signedPartOf(bytes: Uint8Array): Uint8Array {
  return new TextEncoder().encode(unpackCopy(bytes)?.jws ?? '')
}

function encryptEvidence(plaintext: Uint8Array, digest: string, key: Uint8Array) {
  const associatedData = new TextEncoder().encode(`quarantine.${digest}`)
  const { nonce, ciphertext } = encryptAtRest({ key, associatedData, plaintext })
  return { nonce: encodeBase64url(nonce), ciphertext: encodeBase64url(ciphertext) }
}
