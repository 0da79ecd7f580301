import { hash, randomFillSync } from 'node:crypto'
import type { TokenId } from '@trm/kernel'
import { encodeBase64url } from './base64url.ts'

const TOKEN_BYTES = 16

/** Asking the generator costs more than its bytes: an event has dozens of salts, nonces and decoys. */
const DRAWN_AT_ONCE = 4_096
const SMALL_MAX = 256
const drawn = new Uint8Array(DRAWN_AT_ONCE)
let used = DRAWN_AT_ONCE

/** `length` bytes from the operating system's generator, nowhere else in this process. */
export function randomBytes(length: number): Uint8Array {
  if (length > SMALL_MAX) return randomFillSync(new Uint8Array(length))
  if (used + length > DRAWN_AT_ONCE) {
    randomFillSync(drawn)
    used = 0
  }
  const bytes = drawn.slice(used, used + length)
  drawn.fill(0, used, used + length)
  used += length
  return bytes
}

/** 128 random bits as 22 characters of base64url. */
export function randomToken(): TokenId {
  return encodeBase64url(randomBytes(TOKEN_BYTES)) as TokenId
}

/** SHA-256, 32 bytes. @see FIPS 180-4 */
export function sha256(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(hash('sha256', bytes, 'buffer'))
}

/** SHA-256 of bytes, or of text as UTF-8, as 43 characters of base64url. */
export function sha256Base64url(textOrBytes: string | Uint8Array): string {
  return hash('sha256', textOrBytes, 'base64url')
}
