import { calculateJwkThumbprint } from 'jose'
import { describe, expect, test } from 'vitest'
import { decodeBase64url } from './base64url.ts'
import { ed25519PublicKey } from './ed25519.ts'
import { generateSigningKey, publicJwk, signingKeyId } from './signing-key.ts'

const RFC_8037_PUBLIC = '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo'
const RFC_8037_THUMBPRINT = 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k'

describe('a signing key', () => {
  test('has the thumbprint of RFC 8037, appendix A.3, as its id', () => {
    const publicKey = decodeBase64url(RFC_8037_PUBLIC) ?? new Uint8Array()
    expect(signingKeyId(publicKey)).toBe(RFC_8037_THUMBPRINT)
  })

  test('is generated as a pair that belongs together, under its own id', async () => {
    const key = await generateSigningKey()
    expect(ed25519PublicKey(key.privateKey)).toStrictEqual(key.publicKey)
    expect(key.keyId).toBe(signingKeyId(key.publicKey))
    expect((await generateSigningKey()).keyId).not.toBe(key.keyId)
  })

  test('is published as a JWK without its private half, whose thumbprint is its id', async () => {
    const { keyId, publicKey } = await generateSigningKey()
    const jwk = publicJwk(publicKey, keyId)
    expect(Object.keys(jwk).sort()).toStrictEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x'])
    expect(await calculateJwkThumbprint(jwk)).toBe(keyId)
  })

  test.each([0, 31, 33, 64])('of %i bytes is refused', (length) => {
    const fault: unknown = expect.objectContaining({
      code: 'SEALING_KEY_LENGTH',
      details: { expected: 32, actual: length },
    })
    expect(() => signingKeyId(new Uint8Array(length))).toThrow(fault)
    expect(() => publicJwk(new Uint8Array(length), 'id')).toThrow(fault)
  })
})
