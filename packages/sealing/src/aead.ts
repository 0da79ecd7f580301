import { sodium, succeeding, unlessRefused } from './libsodium.ts'

export const TAG_BYTES = 16

export type AeadKey = { readonly key: Uint8Array; readonly nonce: Uint8Array }

/** ChaCha20-Poly1305: key 32 bytes, nonce 12, the tag after the ciphertext. @see RFC 8439, section 2.8 */
export function encryptChacha20Poly1305(
  { key, nonce }: AeadKey,
  associatedData: Uint8Array,
  plaintext: Uint8Array,
): Uint8Array {
  return succeeding(() =>
    sodium.crypto_aead_chacha20poly1305_ietf_encrypt(plaintext, associatedData, null, nonce, key),
  )
}

/** @returns undefined where the ciphertext or the associated data does not authenticate. */
export function decryptChacha20Poly1305(
  { key, nonce }: AeadKey,
  associatedData: Uint8Array,
  ciphertext: Uint8Array,
): Uint8Array | undefined {
  if (ciphertext.length < TAG_BYTES) return undefined
  return unlessRefused(() =>
    sodium.crypto_aead_chacha20poly1305_ietf_decrypt(null, ciphertext, associatedData, nonce, key),
  )
}

/** XChaCha20-Poly1305: key 32 bytes, nonce 24, the tag after it. @see draft-irtf-cfrg-xchacha-03, section 2 */
export function encryptXchacha20Poly1305(
  { key, nonce }: AeadKey,
  associatedData: Uint8Array,
  plaintext: Uint8Array,
): Uint8Array {
  return succeeding(() =>
    sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(plaintext, associatedData, null, nonce, key),
  )
}

/** @returns undefined where the ciphertext or the associated data does not authenticate. */
export function decryptXchacha20Poly1305(
  { key, nonce }: AeadKey,
  associatedData: Uint8Array,
  ciphertext: Uint8Array,
): Uint8Array | undefined {
  if (ciphertext.length < TAG_BYTES) return undefined
  return unlessRefused(() =>
    sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, ciphertext, associatedData, nonce, key),
  )
}
