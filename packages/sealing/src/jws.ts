import { fail, ok, type Result, type VerifiedBytes } from '@trm/kernel'
import { decodeBase64url, encodeBase64url } from './base64url.ts'
import { encodeUtf8 } from './bytes.ts'
import { SIGNATURE_BYTES, signEd25519, verifyEd25519 } from './ed25519.ts'
import { SealingError } from './errors.ts'
import { decodeJson, isJsonObject } from './json.ts'

const TOKEN_LENGTH_MAX = 262_144
const ALGORITHM = 'Ed25519'
const HEADER_MEMBERS: readonly string[] = ['alg', 'typ', 'kid']

/** Who a token says it is from. Worth nothing before the signature is checked. */
export type ClaimedSigner = {
  /** `iss` of the payload. */
  readonly issuer: string
  /** `kid` of the header. */
  readonly keyId: string
  /** `iat` of the payload: a NumericDate, seconds since 1970, which may have a fraction (RFC 7519, section 2). */
  readonly issuedAt: number
}

/** A token whose signature fits the key that its signer is known by. */
export type VerifiedJws = ClaimedSigner & {
  /** The payload exactly as it was transmitted and signed. */
  readonly payload: VerifiedBytes
}

export type JwsFailure<KeyFailure> =
  | { readonly kind: 'malformed' | 'wrong-type' | 'wrong-algorithm' | 'signature-invalid' }
  /** The caller knows no key to check with, and why. */
  | { readonly kind: 'key-refused'; readonly failure: KeyFailure }

/**
 * Signs a payload as compact JWS, with the header `{"alg":"Ed25519","typ":…,"kid":…}`.
 *
 * Shapes: `privateKey` the 32-byte seed; `payload` UTF-8 JSON, an object with `iss` and `iat`, which
 * {@link verifyJws} will ask for.
 *
 * @throws {SealingError} `SEALING_KEY_LENGTH`, or `SEALING_TOKEN_TOO_LONG` beyond 256 KiB.
 * @see RFC 7515, sections 5.1 and 7.1, and RFC 9864, section 2.2
 */
export async function signJws({
  typ,
  keyId,
  privateKey,
  payload,
}: {
  readonly typ: string
  readonly keyId: string
  readonly privateKey: Uint8Array
  readonly payload: Uint8Array
}): Promise<string> {
  const header = encodeUtf8(JSON.stringify({ alg: ALGORITHM, typ, kid: keyId }))
  const signedText = `${encodeBase64url(header)}.${encodeBase64url(payload)}`
  const signature = signEd25519(encodeUtf8(signedText), privateKey)
  const token = `${signedText}.${encodeBase64url(signature)}`
  if (token.length > TOKEN_LENGTH_MAX) {
    const details = { length: token.length, lengthMax: TOKEN_LENGTH_MAX }
    throw new SealingError('SEALING_TOKEN_TOO_LONG', details)
  }
  return token
}

/**
 * Checks a token from a stranger before anything reads its payload.
 *
 * Narrower than JWS allows: compact, one algorithm, exactly the header members `alg`, `typ` and
 * `kid`, one spelling of base64url, I-JSON without duplicate keys, at most 256 KiB. A token of one
 * `typ` is never accepted as another.
 *
 * `findKey` runs once, after all these checks and before the signature is checked: what it is given is
 * claimed by the token and may be used for looking up the key, 32 bytes, and for nothing else.
 *
 * @throws whatever `findKey` throws: a directory that is away is not a verdict on the token.
 * @see RFC 7515, section 5.2, and RFC 8725, sections 3.1 and 3.11
 */
export async function verifyJws<KeyFailure>(
  token: string,
  typ: string,
  findKey: (claimed: ClaimedSigner) => Result<Uint8Array, KeyFailure>,
): Promise<Result<VerifiedJws, JwsFailure<KeyFailure>>> {
  const parts = splitToken(token)
  if (parts === undefined) return fail({ kind: 'malformed' })
  const header = readHeader(parts.header)
  if (header === undefined) return fail({ kind: 'malformed' })
  if (header.alg !== ALGORITHM) return fail({ kind: 'wrong-algorithm' })
  if (header.typ !== typ) return fail({ kind: 'wrong-type' })
  const claims = peekClaims(parts.payload)
  if (claims === undefined) return fail({ kind: 'malformed' })

  const claimed: ClaimedSigner = { ...claims, keyId: header.kid }
  const key = findKey(claimed)
  if (!key.ok) return fail({ kind: 'key-refused', failure: key.failure })
  if (!verifyEd25519(parts.signature, encodeUtf8(parts.signedText), key.value)) {
    return fail({ kind: 'signature-invalid' })
  }
  return ok({ ...claimed, payload: parts.payload as VerifiedBytes })
}

type TokenParts = {
  readonly signedText: string
  readonly header: Uint8Array
  readonly payload: Uint8Array
  readonly signature: Uint8Array
}

function splitToken(token: string): TokenParts | undefined {
  if (token.length > TOKEN_LENGTH_MAX) return undefined
  const texts = token.split('.')
  if (texts.length !== 3) return undefined
  const [header, payload, signature] = texts.map(decodeBase64url)
  if (header === undefined || payload === undefined) return undefined
  if (signature?.length !== SIGNATURE_BYTES) return undefined
  return { signedText: token.slice(0, token.lastIndexOf('.')), header, payload, signature }
}

/** The three members that a header has, or undefined for more, fewer or others: `crit` and `b64` too. */
function readHeader(
  bytes: Uint8Array,
): { readonly alg: string; readonly typ: string; readonly kid: string } | undefined {
  const header = decodeJson(bytes)
  if (!isJsonObject(header)) return undefined
  if (!Object.keys(header).every((name) => HEADER_MEMBERS.includes(name))) return undefined
  const { alg, typ, kid } = header
  if (typeof alg !== 'string' || typeof typ !== 'string') return undefined
  if (typeof kid !== 'string' || kid === '') return undefined
  return { alg, typ, kid }
}

/** Reads of an unverified payload what it takes to find the key, and hands out nothing else. */
function peekClaims(
  payload: Uint8Array,
): { readonly issuer: string; readonly issuedAt: number } | undefined {
  const claims = decodeJson(payload)
  if (!isJsonObject(claims)) return undefined
  const { iss, iat } = claims
  if (typeof iss !== 'string' || iss === '') return undefined
  if (typeof iat !== 'number' || !Number.isFinite(iat) || iat < 0) return undefined
  return { issuer: iss, issuedAt: iat }
}
