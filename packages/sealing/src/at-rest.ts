import { decryptXchacha20Poly1305, encryptXchacha20Poly1305 } from './aead.ts'
import { assertKeyLength } from './errors.ts'
import { randomBytes } from './random.ts'

const KEY_BYTES = 32
const NONCE_BYTES = 24

export type EncryptedAtRest = {
  /** 24 bytes. */
  readonly nonce: Uint8Array
  /** 16 bytes longer than the plaintext. */
  readonly ciphertext: Uint8Array
}

/**
 * Encrypts a value for the disk (XChaCha20-Poly1305) under a fresh random nonce, which is long enough
 * for one key to serve any number of values. The length of the plaintext stays visible.
 *
 * Shapes: `key` 32 bytes; `associatedData` any length, says where the value belongs, so that it cannot
 * be moved to another place.
 *
 * @throws {SealingError} `SEALING_KEY_LENGTH`
 * @see draft-irtf-cfrg-xchacha-03, section 2
 */
export function encryptAtRest({
  key,
  associatedData,
  plaintext,
}: {
  readonly key: Uint8Array
  readonly associatedData: Uint8Array
  readonly plaintext: Uint8Array
}): EncryptedAtRest {
  assertKeyLength(key, KEY_BYTES)
  const nonce = randomBytes(NONCE_BYTES)
  return { nonce, ciphertext: encryptXchacha20Poly1305({ key, nonce }, associatedData, plaintext) }
}

/**
 * Opens what {@link encryptAtRest} encrypted.
 *
 * @returns undefined, without saying which part, when key, place, nonce or ciphertext is another.
 * @throws {SealingError} `SEALING_KEY_LENGTH`
 */
export function decryptAtRest({
  key,
  associatedData,
  nonce,
  ciphertext,
}: EncryptedAtRest & {
  readonly key: Uint8Array
  readonly associatedData: Uint8Array
}): Uint8Array | undefined {
  assertKeyLength(key, KEY_BYTES)
  if (nonce.length !== NONCE_BYTES) return undefined
  return decryptXchacha20Poly1305({ key, nonce }, associatedData, ciphertext)
}
