import { exportJWK, generateKeyPair } from 'jose'
import { invariant } from '@trm/kernel'
import { decodeBase64url, encodeBase64url } from './base64url.ts'
import { SIGNING_KEY_BYTES } from './ed25519.ts'
import { assertKeyLength } from './errors.ts'
import { sha256Base64url } from './random.ts'

export type SigningKey = {
  readonly keyId: string
  /** The 32-byte seed. */
  readonly privateKey: Uint8Array
  /** 32 bytes. */
  readonly publicKey: Uint8Array
}

/** A public signing key as JSON Web Key. */
export type PublicJwk = {
  readonly kty: 'OKP'
  readonly crv: 'Ed25519'
  readonly x: string
  readonly kid: string
  readonly alg: 'Ed25519'
  readonly use: 'sig'
}

/** A fresh Ed25519 key pair. */
export async function generateSigningKey(): Promise<SigningKey> {
  const pair = await generateKeyPair('Ed25519', { extractable: true })
  const { d, x } = await exportJWK(pair.privateKey)
  const privateKey = decodeBase64url(d ?? '')
  const publicKey = decodeBase64url(x ?? '')
  invariant(
    privateKey?.length === SIGNING_KEY_BYTES && publicKey?.length === SIGNING_KEY_BYTES,
    'generateSigningKey: the key exports as an OKP JWK',
  )
  return { keyId: signingKeyId(publicKey), privateKey, publicKey }
}

/**
 * The id of a signing key: the JWK thumbprint of its public half (32 bytes), 43 characters.
 *
 * @throws {SealingError} `SEALING_KEY_LENGTH`
 * @see RFC 7638, section 3, and RFC 8037, section 2
 */
export function signingKeyId(publicKey: Uint8Array): string {
  assertKeyLength(publicKey, SIGNING_KEY_BYTES)
  return sha256Base64url(`{"crv":"Ed25519","kty":"OKP","x":"${encodeBase64url(publicKey)}"}`)
}

/**
 * The public key as a JWKS endpoint publishes it: for verifying Ed25519 signatures and nothing else.
 *
 * @throws {SealingError} `SEALING_KEY_LENGTH`
 * @see RFC 7517, section 4, and RFC 8037, section 2
 */
export function publicJwk(publicKey: Uint8Array, keyId: string): PublicJwk {
  assertKeyLength(publicKey, SIGNING_KEY_BYTES)
  return {
    kty: 'OKP',
    crv: 'Ed25519',
    x: encodeBase64url(publicKey),
    kid: keyId,
    alg: 'Ed25519',
    use: 'sig',
  }
}
