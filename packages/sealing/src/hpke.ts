import { decryptChacha20Poly1305, encryptChacha20Poly1305 } from './aead.ts'
import { assertKeyLength } from './errors.ts'
import { firstMessageKey, scheduleSecret } from './hpke-key-schedule.ts'
import { sha256Base64url } from './random.ts'
import {
  decapsulate,
  encapsulate,
  generateXwingKey,
  XWING_PUBLIC_KEY_BYTES,
  xwingPublicKey,
  type Encapsulation,
} from './xwing.ts'

export type SealingKey = {
  readonly keyId: string
  /** The 32-byte seed. */
  readonly privateKey: Uint8Array
  /** 1,216 bytes. */
  readonly publicKey: Uint8Array
}

export type HpkePlaintext = {
  /** What both sides must agree on beforehand; any length, never transmitted. */
  readonly info: Uint8Array
  /** What travels in clear beside the ciphertext; any length. */
  readonly aad: Uint8Array
  readonly plaintext: Uint8Array
}

export type HpkeSealed = {
  /** 1,120 bytes. */
  readonly encapsulated: Uint8Array
  /** 16 bytes longer than the plaintext. */
  readonly ciphertext: Uint8Array
}

/** A fresh X-Wing key pair to receive sealed messages with. */
export function generateSealingKey(): SealingKey {
  const { privateKey, publicKey } = generateXwingKey()
  return { keyId: sealingKeyId(publicKey), privateKey, publicKey }
}

/**
 * The pair of a private key (the 32-byte seed), which is kept as it is.
 *
 * @throws {SealingError} `SEALING_KEY_LENGTH`
 */
export function sealingKeyOf(privateKey: Uint8Array): SealingKey {
  const publicKey = xwingPublicKey(privateKey)
  return { keyId: sealingKeyId(publicKey), privateKey, publicKey }
}

/**
 * The id of a sealing key: base64url(SHA-256(public key)), 43 characters.
 *
 * @throws {SealingError} `SEALING_KEY_LENGTH`
 */
export function sealingKeyId(publicKey: Uint8Array): string {
  assertKeyLength(publicKey, XWING_PUBLIC_KEY_BYTES)
  return sha256Base64url(publicKey)
}

/**
 * Seals to the owner of a public key: HPKE Base mode, single shot, suite X-Wing (0x647a),
 * HKDF-SHA256 (0x0001), ChaCha20-Poly1305 (0x0003). Base mode says nothing about who sealed.
 *
 * @throws {SealingError} `SEALING_KEY_LENGTH` or `SEALING_PUBLIC_KEY_INVALID`
 * @see RFC 9180, section 6.1, and draft-ietf-hpke-pq for the KEM
 */
export function hpkeSeal(message: HpkePlaintext & { readonly publicKey: Uint8Array }): HpkeSealed {
  return sealUnder(encapsulate(message.publicKey), message)
}

/** {@link hpkeSeal} after its encapsulation, so that published randomness can be replayed. */
export function sealUnder(
  { encapsulated, sharedSecret }: Encapsulation,
  { info, aad, plaintext }: HpkePlaintext,
): HpkeSealed {
  const key = firstMessageKey(scheduleSecret(sharedSecret, info))
  return { encapsulated, ciphertext: encryptChacha20Poly1305(key, aad, plaintext) }
}

/**
 * Opens what {@link hpkeSeal} sealed, where the info is one of several. Decapsulates once and then
 * tries the candidates in their order.
 *
 * @returns the plaintext and the place of the info it was sealed under; undefined, without saying
 *   which part, when nothing fits.
 * @throws {SealingError} `SEALING_KEY_LENGTH`
 * @see RFC 9180, section 6.1
 */
export function hpkeOpen({
  privateKey,
  encapsulated,
  infoCandidates,
  aad,
  ciphertext,
}: {
  readonly privateKey: Uint8Array
  readonly encapsulated: Uint8Array
  readonly infoCandidates: readonly Uint8Array[]
  readonly aad: Uint8Array
  readonly ciphertext: Uint8Array
}): { readonly index: number; readonly plaintext: Uint8Array } | undefined {
  const sharedSecret = decapsulate(encapsulated, privateKey)
  if (sharedSecret === undefined) return undefined
  for (const [index, info] of infoCandidates.entries()) {
    const key = firstMessageKey(scheduleSecret(sharedSecret, info))
    const plaintext = decryptChacha20Poly1305(key, aad, ciphertext)
    if (plaintext !== undefined) return { index, plaintext }
  }
  return undefined
}
