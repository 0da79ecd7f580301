import { invariant } from '@trm/kernel'
import { concatBytes } from './bytes.ts'
import { hmacSha256 } from './hmac.ts'

const HASH_BYTES = 32
const BLOCKS_MAX = 255

/** HKDF-Extract with SHA-256: a pseudorandom key of 32 bytes. @see RFC 5869, section 2.2 */
export function hkdfExtract(salt: Uint8Array, keyMaterial: Uint8Array): Uint8Array {
  return hmacSha256(salt, keyMaterial)
}

/**
 * HKDF-Expand with SHA-256: `length` bytes, at most 8,160.
 *
 * @see RFC 5869, section 2.3
 */
export function hkdfExpand(
  pseudorandomKey: Uint8Array,
  info: Uint8Array,
  length: number,
): Uint8Array {
  invariant(length <= BLOCKS_MAX * HASH_BYTES, 'hkdfExpand: at most 255 blocks')
  const output = new Uint8Array(Math.ceil(length / HASH_BYTES) * HASH_BYTES)
  let block: Uint8Array = new Uint8Array()
  for (let offset = 0; offset < length; offset += HASH_BYTES) {
    const counter = Uint8Array.of(offset / HASH_BYTES + 1)
    block = hmacSha256(pseudorandomKey, concatBytes(block, info, counter))
    output.set(block, offset)
  }
  return output.slice(0, length)
}
