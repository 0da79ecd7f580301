import { hash, randomFillSync } from 'node:crypto'
import type { TokenId } from '@trm/kernel'
import { encodeBase64url } from './base64url.ts'

const TOKEN_BYTES = 16

/** `length` bytes from the operating system's generator. */
export function randomBytes(length: number): Uint8Array {
  return randomFillSync(new Uint8Array(length))
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
