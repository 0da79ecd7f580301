import { fail, ok, parseStrictJson, type Json, type Result } from '@trm/kernel'
import { decodeBase64url, encodeBase64url } from './base64url.ts'
import { encodeUtf8 } from './bytes.ts'
import { SealingError } from './errors.ts'
import { decodeJson } from './json.ts'
import { randomBytes, randomToken, sha256Base64url } from './random.ts'

const DIGEST_BYTES = 32
/** 128 bits or more, in base64url. */
const SALT = /^[A-Za-z0-9_-]{22,}$/
/** Names that mean something to SD-JWT itself. */
const RESERVED_NAMES: readonly string[] = ['_sd', '...']

export type Disclosure = { readonly salt: string; readonly name: string; readonly value: Json }

/**
 * One named value under 128 fresh random bits, ready to travel beside a JWS that carries its digest.
 *
 * @throws {SealingError} `SEALING_VALUE_NOT_JSON` where the value would not survive the way: lone
 *   surrogates, integers beyond 2^53, nesting that is too deep, or a name that SD-JWT reserves.
 * @see RFC 9901, section 4.2.1
 */
export function makeDisclosure(
  name: string,
  value: Json,
): { readonly disclosure: string; readonly digest: string } {
  const text = JSON.stringify([randomToken(), name, value])
  if (RESERVED_NAMES.includes(name) || !parseStrictJson(text).ok) {
    throw new SealingError('SEALING_VALUE_NOT_JSON')
  }
  const disclosure = encodeBase64url(encodeUtf8(text))
  return { disclosure, digest: digestOfDisclosure(disclosure) }
}

/**
 * What a JWS carries in place of the disclosure: base64url(SHA-256) of its text as transmitted.
 *
 * @see RFC 9901, section 4.2.3
 */
export function digestOfDisclosure(disclosure: string): string {
  return sha256Base64url(disclosure)
}

/**
 * Reads a disclosure from a stranger. Whether anybody signed its digest is another question: compare
 * {@link digestOfDisclosure} with the digests of the verified payload.
 *
 * @see RFC 9901, section 4.2.1
 */
export function readDisclosure(
  disclosure: string,
): Result<Disclosure, { readonly kind: 'malformed' }> {
  const bytes = decodeBase64url(disclosure)
  const parts = bytes === undefined ? undefined : decodeJson(bytes)
  if (!Array.isArray(parts) || parts.length !== 3) return fail({ kind: 'malformed' })
  const [salt, name, value] = parts as readonly Json[]
  if (typeof salt !== 'string' || !SALT.test(salt)) return fail({ kind: 'malformed' })
  if (typeof name !== 'string' || RESERVED_NAMES.includes(name) || value === undefined) {
    return fail({ kind: 'malformed' })
  }
  return ok({ salt, name, value })
}

/**
 * The `_sd` list: the digests among `decoys` random ones, ordered by their text, so that the place of
 * a digest tells nothing. That the count tells nothing is up to the caller: choose decoys so that the
 * sum is always the same.
 *
 * @see RFC 9901, sections 4.2.4.1 and 4.2.5
 */
export function commitDigests(digests: readonly string[], decoys: number): string[] {
  const decoyDigests = Array.from({ length: decoys }, () =>
    sha256Base64url(randomBytes(DIGEST_BYTES)),
  )
  return [...digests, ...decoyDigests].sort()
}
