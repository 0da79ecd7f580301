import { createRemoteJWKSet, errors, jwtVerify, SignJWT, type JWTVerifyGetKey } from 'jose'
import { fail, ok, type Instant, type Result } from '@trm/kernel'
import { encodeBase64url } from './base64url.ts'
import { ed25519PublicKey } from './ed25519.ts'
import { SealingError } from './errors.ts'
import { randomToken } from './random.ts'

const ALGORITHM = 'Ed25519'
const TYPE = 'at+jwt'

/** Who asks, as the issuer vouches for it. */
export type AccessTokenHolder = { readonly subject: string; readonly roles: readonly string[] }

export type AccessTokenFailure = { readonly kind: 'malformed' | 'expired' | 'refused' }

/**
 * Signs a JWT access token for an API.
 *
 * Shapes: `issuer` and `audience` URLs or names, compared exactly; `privateKey` the 32-byte seed.
 * `clientId` is the client that asked for the token; the audience itself where there is no other.
 *
 * @throws {SealingError} `SEALING_KEY_LENGTH`
 * @see RFC 9068, section 2
 */
export async function signAccessToken({
  issuer,
  audience,
  subject,
  roles,
  keyId,
  privateKey,
  lifetimeSeconds,
  now,
  clientId = audience,
}: {
  readonly issuer: string
  readonly audience: string
  readonly subject: string
  readonly roles: readonly string[]
  readonly keyId: string
  readonly privateKey: Uint8Array
  readonly lifetimeSeconds: number
  readonly now: Instant
  readonly clientId?: string
}): Promise<string> {
  const issuedAt = Math.floor(Date.parse(now) / 1_000)
  return new SignJWT({ client_id: clientId, roles: [...roles] })
    .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid: keyId })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(subject)
    .setJti(randomToken())
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + lifetimeSeconds)
    .sign({
      kty: 'OKP',
      crv: 'Ed25519',
      d: encodeBase64url(privateKey),
      x: encodeBase64url(ed25519PublicKey(privateKey)),
    })
}

/**
 * A verifier of access tokens of one issuer for one audience. It fetches the issuer's keys when the
 * first token comes, again every ten minutes, and for an unknown key at most every 30 seconds. No
 * network is touched for a token that is not Ed25519.
 *
 * The verifier returns `malformed` for what is not such a token, `expired` for a genuine one whose
 * time is over, `refused` for another signer, issuer, audience, type or algorithm.
 *
 * @throws {SealingError} (the verifier) `TOKEN_KEYS_UNAVAILABLE`: not a verdict on the token.
 * @see RFC 9068, section 4
 */
export function accessTokenVerifier({
  issuer,
  audience,
  jwksUrl,
}: {
  readonly issuer: string
  readonly audience: string
  readonly jwksUrl: string | URL
}): (token: string) => Promise<Result<AccessTokenHolder, AccessTokenFailure>> {
  const findKey = remoteKeys(new URL(jwksUrl))
  const requirements = {
    algorithms: [ALGORITHM],
    issuer,
    audience,
    typ: TYPE,
    requiredClaims: ['sub', 'iat', 'exp'],
  }
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, findKey, requirements)
      return readHolder(payload)
    } catch (cause) {
      if (cause instanceof errors.JOSEError) return fail({ kind: kindOf(cause) })
      throw cause
    }
  }
}

/** The issuer's keys, where not getting at them is a fault and not having the key is a verdict. */
function remoteKeys(url: URL): JWTVerifyGetKey {
  const findKey = createRemoteJWKSet(url)
  return async (header, token) => {
    try {
      return await findKey(header, token)
    } catch (cause) {
      if (cause instanceof errors.JWKSNoMatchingKey) throw cause
      if (cause instanceof errors.JWKSMultipleMatchingKeys) throw cause
      throw new SealingError('TOKEN_KEYS_UNAVAILABLE', {}, cause)
    }
  }
}

function readHolder(claims: {
  readonly sub?: unknown
  readonly roles?: unknown
}): Result<AccessTokenHolder, AccessTokenFailure> {
  const { sub: subject, roles = [] } = claims
  if (typeof subject !== 'string' || subject === '') return fail({ kind: 'malformed' })
  if (!Array.isArray(roles) || !roles.every((role) => typeof role === 'string')) {
    return fail({ kind: 'malformed' })
  }
  return ok({ subject, roles })
}

/** jose's errors carry the whole claims set, so of them the kind is kept and nothing else. */
function kindOf(error: errors.JOSEError): AccessTokenFailure['kind'] {
  if (error instanceof errors.JWTExpired) return 'expired'
  if (error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid) return 'malformed'
  return 'refused'
}
