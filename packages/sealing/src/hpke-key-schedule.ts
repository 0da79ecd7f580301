import { concatBytes, encodeUtf8, uint16Bytes } from './bytes.ts'
import { hkdfExpand, hkdfExtract } from './hkdf.ts'

const KEM_XWING = 0x647a
const KDF_HKDF_SHA256 = 0x0001
const AEAD_CHACHA20_POLY1305 = 0x0003

const KEY_BYTES = 32
const NONCE_BYTES = 12

const EMPTY = new Uint8Array()
const MODE_BASE = Uint8Array.of(0x00)
const VERSION = encodeUtf8('HPKE-v1')
const SUITE_ID = concatBytes(
  encodeUtf8('HPKE'),
  uint16Bytes(KEM_XWING),
  uint16Bytes(KDF_HKDF_SHA256),
  uint16Bytes(AEAD_CHACHA20_POLY1305),
)
// Base mode has no pre-shared key, so its hash is the same for every message.
const PSK_ID_HASH = labeledExtract(EMPTY, 'psk_id_hash', EMPTY)

/** What the key schedule arrives at before it expands: the secret and the context it is bound to. */
export type ScheduledSecret = { readonly secret: Uint8Array; readonly context: Uint8Array }

/**
 * KeySchedule of the Base mode up to the expansion, for a shared secret of 32 bytes.
 *
 * @see RFC 9180, section 5.1
 */
export function scheduleSecret(sharedSecret: Uint8Array, info: Uint8Array): ScheduledSecret {
  const infoHash = labeledExtract(EMPTY, 'info_hash', info)
  return {
    secret: labeledExtract(sharedSecret, 'secret', EMPTY),
    context: concatBytes(MODE_BASE, PSK_ID_HASH, infoHash),
  }
}

/**
 * Key and nonce of the first message of a context, the only one that single shot has.
 *
 * @see RFC 9180, section 5.1
 */
export function firstMessageKey({ secret, context }: ScheduledSecret): {
  readonly key: Uint8Array
  readonly nonce: Uint8Array
} {
  return {
    key: labeledExpand(secret, 'key', context, KEY_BYTES),
    nonce: labeledExpand(secret, 'base_nonce', context, NONCE_BYTES),
  }
}

/** LabeledExpand under this suite. @see RFC 9180, section 4 */
export function labeledExpand(
  secret: Uint8Array,
  label: string,
  info: Uint8Array,
  length: number,
): Uint8Array {
  const labeledInfo = concatBytes(uint16Bytes(length), VERSION, SUITE_ID, encodeUtf8(label), info)
  return hkdfExpand(secret, labeledInfo, length)
}

/** LabeledExtract under this suite. @see RFC 9180, section 4 */
function labeledExtract(salt: Uint8Array, label: string, keyMaterial: Uint8Array): Uint8Array {
  return hkdfExtract(salt, concatBytes(VERSION, SUITE_ID, encodeUtf8(label), keyMaterial))
}
