import { invariant } from '@trm/kernel'
import { uint32Bytes, viewOf } from './bytes.ts'

const FLOOR_BYTES = 2_048
/** Takes part in the padded length like content. */
export const PADDING_PREFIX_BYTES = 4
/** Beyond this the 32-bit arithmetic would wrap; no message comes near it. */
const LENGTH_MAX = 2 ** 30

/**
 * The bucket for `length` bytes: Padmé, but at least 2,048. Lengths in buckets leak O(log log L) bits
 * instead of O(log L); above the floor a bucket is at most 6.25 % longer than what is in it.
 *
 * @see Nikitin et al., "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs",
 *   PoPETs 2019 (4), section 4
 */
export function paddedLength(length: number): number {
  invariant(
    Number.isInteger(length) && length >= 0 && length <= LENGTH_MAX,
    'paddedLength: a length in bytes up to 2^30',
  )
  if (length <= FLOOR_BYTES) return FLOOR_BYTES
  const exponent = bitLength(length) - 1
  const lowBits = exponent - bitLength(exponent)
  const step = 2 ** lowBits
  return Math.ceil(length / step) * step
}

/** The padded form of `content`: its length in four bytes, the content, zeros up to the bucket. */
export function pad(content: Uint8Array): Uint8Array {
  const padded = new Uint8Array(paddedLength(PADDING_PREFIX_BYTES + content.length))
  padded.set(uint32Bytes(content.length), 0)
  padded.set(content, PADDING_PREFIX_BYTES)
  return padded
}

/**
 * The content of {@link pad}, as a view.
 *
 * @returns undefined for every other spelling: a length that is not its bucket's, or padding that is
 *   not zero.
 */
export function unpad(padded: Uint8Array): Uint8Array | undefined {
  if (padded.length < PADDING_PREFIX_BYTES) return undefined
  const end = PADDING_PREFIX_BYTES + viewOf(padded).getUint32(0)
  if (end > padded.length || paddedLength(end) !== padded.length) return undefined
  if (padded.subarray(end).some((byte) => byte !== 0)) return undefined
  return padded.subarray(PADDING_PREFIX_BYTES, end)
}

/** How many bits it takes to write the number: 1 for 1, 4 for 11, 12 for 2,048. */
function bitLength(value: number): number {
  return 32 - Math.clz32(value)
}
