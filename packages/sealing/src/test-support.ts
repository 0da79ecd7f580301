import type { OrganisationId } from '@trm/kernel'
import { isOrganisationId, invariant } from '@trm/kernel'
import { sodium } from './libsodium.ts'
import type { Encapsulation } from './xwing.ts'

/** Bytes from the hex of a published vector. */
export function fromHex(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, 'hex'))
}

export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

export function organisation(id: string): OrganisationId {
  invariant(isOrganisationId(id), 'test: an organisation id')
  return id
}

/** The bytes with one bit flipped; bits count from the most significant of the first byte. */
export function flipBit(bytes: Uint8Array, bit: number): Uint8Array {
  const flipped = bytes.slice()
  const place = Math.floor(bit / 8)
  flipped[place] = (flipped[place] ?? 0) ^ (0x80 >> (bit % 8))
  return flipped
}

/** The encapsulation that published randomness (64 bytes) leads to: ours is always fresh. */
export function replayedEncapsulation(
  publicKey: Uint8Array,
  randomness: Uint8Array,
): Encapsulation {
  const replayed = sodium.crypto_kem_xwing_enc_deterministic(publicKey, randomness)
  return { encapsulated: replayed.ciphertext, sharedSecret: replayed.sharedSecret }
}
