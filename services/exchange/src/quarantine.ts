import { unpackCopy, type CopyRefusal } from '@trm/case-log'
import type { InboxEntry, RefusalReason } from '@trm/contracts'
import type { OrganisationId } from '@trm/kernel'
import { encodeBase64url, encryptAtRest, sha256Base64url, type MessageItem } from '@trm/sealing'

/** Three parts in base64url, as a JWS is written; bytes of another form are no evidence of anything. */
const JWS = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/
const NOTHING = new Uint8Array()

export type QuarantineEntry = Extract<InboxEntry, { readonly type: 'MailQuarantined' }>

/**
 * A sealed message that could not be opened: its digest alone. Nobody can say who made it, so it proves
 * nothing; and a sender that is listed later, or a key that is found again, would open it when what it holds
 * has long been erased.
 */
export function quarantineMessage(
  body: Uint8Array,
  reason: RefusalReason,
  key: Uint8Array,
): QuarantineEntry {
  const digest = sha256Base64url(body)
  return {
    type: 'MailQuarantined',
    data: { reason, digest, evidence: encryptEvidence(NOTHING, digest, key) },
  }
}

/**
 * One item of an opened message that was refused. Of a copy the JWS is kept and no disclosure: it proves
 * who signed what, and whichever flaw was found first, there may be a section that is not ours to hold, or
 * one that is erased here. Of bytes that are neither a copy nor a receipt, whatever they were sent as, for
 * the same reason, the digest alone.
 */
export function quarantineItem(
  item: MessageItem,
  sender: OrganisationId,
  { reason, event, place }: CopyRefusal,
  key: Uint8Array,
): QuarantineEntry {
  const digest = sha256Base64url(item.bytes)
  return {
    type: 'MailQuarantined',
    data: {
      reason,
      digest,
      sender,
      evidence: encryptEvidence(signedPartOf(item), digest, key),
      ...(event !== undefined && { event }),
      ...(place !== undefined && {
        place: { case: place.case, author: place.author, seq: place.seq },
      }),
    },
  }
}

function signedPartOf({ kind, bytes }: MessageItem): Uint8Array {
  if (kind === 'chunk') return NOTHING
  const jws = kind === 'event' ? unpackCopy(bytes)?.jws : new TextDecoder().decode(bytes)
  return jws !== undefined && JWS.test(jws) ? new TextEncoder().encode(jws) : NOTHING
}

function encryptEvidence(plaintext: Uint8Array, digest: string, key: Uint8Array) {
  const associatedData = new TextEncoder().encode(`quarantine.${digest}`)
  const { nonce, ciphertext } = encryptAtRest({ key, associatedData, plaintext })
  return { nonce: encodeBase64url(nonce), ciphertext: encodeBase64url(ciphertext) }
}
