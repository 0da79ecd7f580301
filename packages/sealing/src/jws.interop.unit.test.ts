import { CompactSign, compactVerify, exportJWK, generateKeyPair, importJWK } from 'jose'
import { expect, test } from 'vitest'
import { fail, ok } from '@trm/kernel'
import { decodeBase64url } from './base64url.ts'
import { encodeUtf8 } from './bytes.ts'
import { signJws, verifyJws } from './jws.ts'
import { generateSigningKey, publicJwk } from './signing-key.ts'

const TYP = 'trm-receipt+jwt'
const payload = encodeUtf8('{"iss":"at.vienna-cso","iat":1772359200}')

test('jose verifies what we sign', async () => {
  const { keyId, privateKey, publicKey } = await generateSigningKey()
  const token = await signJws({ typ: TYP, keyId, privateKey, payload })
  const key = await importJWK(publicJwk(publicKey, keyId))
  const verified = await compactVerify(token, key, { algorithms: ['Ed25519'] })
  expect(new Uint8Array(verified.payload)).toStrictEqual(payload)
  expect(verified.protectedHeader).toStrictEqual({ alg: 'Ed25519', typ: TYP, kid: keyId })
})

test('we verify what jose signs, in whatever order its header is', async () => {
  const pair = await generateKeyPair('Ed25519', { extractable: true })
  const { x = '' } = await exportJWK(pair.publicKey)
  const publicKey = decodeBase64url(x) ?? new Uint8Array()
  const token = await new CompactSign(payload)
    .setProtectedHeader({ kid: 'k', typ: TYP, alg: 'Ed25519' })
    .sign(pair.privateKey)
  expect(await verifyJws(token, TYP, () => ok(publicKey))).toMatchObject({ ok: true })
})

test('the older name of the algorithm is refused, even where jose signs it', async () => {
  const pair = await generateKeyPair('EdDSA', { extractable: true })
  const token = await new CompactSign(payload)
    .setProtectedHeader({ kid: 'k', typ: TYP, alg: 'EdDSA' })
    .sign(pair.privateKey)
  expect(await verifyJws(token, TYP, () => ok(new Uint8Array(32)))).toStrictEqual(
    fail({ kind: 'wrong-algorithm' }),
  )
})
