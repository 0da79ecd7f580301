import { assertKeyLength, SealingError } from './errors.ts'
import { sodium, succeeding, unlessRefused } from './libsodium.ts'

export const XWING_PUBLIC_KEY_BYTES = 1_216
const XWING_PRIVATE_KEY_BYTES = 32
export const XWING_ENCAPSULATED_BYTES = 1_120

/** What one encapsulation yields: 1,120 bytes for the recipient and 32 bytes known to both. */
export type Encapsulation = {
  readonly encapsulated: Uint8Array
  readonly sharedSecret: Uint8Array
}

/** A fresh X-Wing key pair: the 32-byte seed and 1,216 bytes. */
export function generateXwingKey(): {
  readonly privateKey: Uint8Array
  readonly publicKey: Uint8Array
} {
  const { privateKey, publicKey } = succeeding(() => sodium.crypto_kem_xwing_keypair())
  return { privateKey, publicKey }
}

/**
 * Agrees on a secret with the owner of a public key (1,216 bytes). `randomness` (64 bytes) is for
 * published vectors alone: without it, it is fresh.
 *
 * @throws {SealingError} `SEALING_KEY_LENGTH` or `SEALING_PUBLIC_KEY_INVALID`
 * @see draft-connolly-cfrg-xwing-kem, section 5.4
 */
export function encapsulate(publicKey: Uint8Array, randomness?: Uint8Array): Encapsulation {
  assertKeyLength(publicKey, XWING_PUBLIC_KEY_BYTES)
  const result = unlessRefused(() =>
    randomness === undefined
      ? sodium.crypto_kem_xwing_enc(publicKey)
      : sodium.crypto_kem_xwing_enc_deterministic(publicKey, randomness),
  )
  if (result === undefined) throw new SealingError('SEALING_PUBLIC_KEY_INVALID')
  return { encapsulated: result.ciphertext, sharedSecret: result.sharedSecret }
}

/**
 * The secret (32 bytes) behind an encapsulated key. X-Wing rejects implicitly: what was not
 * encapsulated for this key yields a secret that nobody else has.
 *
 * @returns undefined where the encapsulated key does not have its 1,120 bytes or is refused.
 * @throws {SealingError} `SEALING_KEY_LENGTH`
 * @see draft-connolly-cfrg-xwing-kem, section 5.5
 */
export function decapsulate(
  encapsulated: Uint8Array,
  privateKey: Uint8Array,
): Uint8Array | undefined {
  assertKeyLength(privateKey, XWING_PRIVATE_KEY_BYTES)
  if (encapsulated.length !== XWING_ENCAPSULATED_BYTES) return undefined
  return unlessRefused(() => sodium.crypto_kem_xwing_dec(encapsulated, privateKey))
}
