import { sha256 } from './random.ts'

const BLOCK_BYTES = 64
const HASH_BYTES = 32
const INNER_PAD = 0x36
const OUTER_PAD = 0x5c

/**
 * HMAC with SHA-256, 32 bytes. Of two one-shot hashes: a keyed object of the platform costs several times as
 * much for the few bytes that are hashed here, and there are dozens of them in a delivery.
 *
 * @see RFC 2104, section 2
 */
export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  const short = key.length > BLOCK_BYTES ? sha256(key) : key
  const inner = new Uint8Array(BLOCK_BYTES + message.length).fill(INNER_PAD, 0, BLOCK_BYTES)
  const outer = new Uint8Array(BLOCK_BYTES + HASH_BYTES).fill(OUTER_PAD, 0, BLOCK_BYTES)
  for (let place = 0; place < short.length; place++) {
    inner[place] = (short[place] ?? 0) ^ INNER_PAD
    outer[place] = (short[place] ?? 0) ^ OUTER_PAD
  }
  inner.set(message, BLOCK_BYTES)
  outer.set(sha256(inner), BLOCK_BYTES)
  const code = sha256(outer)
  // They are as good as the key.
  inner.fill(0)
  outer.fill(0)
  return code
}
