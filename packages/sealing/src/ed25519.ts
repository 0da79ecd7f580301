import { assertKeyLength } from './errors.ts'
import { sodium, succeeding, unlessRefused } from './libsodium.ts'

export const SIGNING_KEY_BYTES = 32
export const SIGNATURE_BYTES = 64

/**
 * The public key (32 bytes) of a private key (the 32-byte seed).
 *
 * @throws {SealingError} `SEALING_KEY_LENGTH`
 * @see RFC 8032, section 5.1.5
 */
export function ed25519PublicKey(privateKey: Uint8Array): Uint8Array {
  return expandedKeyOf(privateKey).slice(SIGNING_KEY_BYTES)
}

/**
 * The Ed25519 signature, 64 bytes, of `message` under a private key (the 32-byte seed).
 *
 * @throws {SealingError} `SEALING_KEY_LENGTH`
 * @see RFC 8032, section 5.1.6
 */
export function signEd25519(message: Uint8Array, privateKey: Uint8Array): Uint8Array {
  const expandedKey = expandedKeyOf(privateKey)
  return succeeding(() => sodium.crypto_sign_detached(message, expandedKey))
}

/**
 * Whether `signature` is the Ed25519 signature of `message` under the 32-byte public key. Stricter
 * than the RFC: signatures and keys that are not canonical, and keys of small order (under which one
 * signature fits many messages), never verify.
 *
 * @throws {SealingError} `SEALING_KEY_LENGTH`; a signature of another length is just not valid.
 * @see RFC 8032, section 5.1.7
 */
export function verifyEd25519(
  signature: Uint8Array,
  message: Uint8Array,
  publicKey: Uint8Array,
): boolean {
  assertKeyLength(publicKey, SIGNING_KEY_BYTES)
  if (signature.length !== SIGNATURE_BYTES) return false
  return (
    unlessRefused(() => sodium.crypto_sign_verify_detached(signature, message, publicKey)) ?? false
  )
}

/** Expanding a private key costs as much as signing: it is done once for each that signs, and goes with it. */
const expandedKeys = new WeakMap<Uint8Array, Uint8Array>()

/** The private key and, after it, the public one. */
function expandedKeyOf(privateKey: Uint8Array): Uint8Array {
  assertKeyLength(privateKey, SIGNING_KEY_BYTES)
  const known = expandedKeys.get(privateKey)
  // An array that holds another key by now is expanded anew.
  if (known !== undefined && isBeginningOf(known, privateKey)) return known
  const expanded = succeeding(() => sodium.crypto_sign_seed_keypair(privateKey)).privateKey
  expandedKeys.set(privateKey, expanded)
  return expanded
}

function isBeginningOf(whole: Uint8Array, beginning: Uint8Array): boolean {
  return Buffer.compare(whole.subarray(0, beginning.length), beginning) === 0
}
