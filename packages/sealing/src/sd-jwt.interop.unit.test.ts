import { createHash } from 'node:crypto'
import { SDJwtInstance } from '@sd-jwt/core'
import { describe, expect, test } from 'vitest'
import { ok } from '@trm/kernel'
import { decodeBase64url, encodeBase64url } from './base64url.ts'
import { encodeUtf8 } from './bytes.ts'
import { commitDigests, digestOfDisclosure, makeDisclosure, readDisclosure } from './disclosure.ts'
import { signEd25519, verifyEd25519 } from './ed25519.ts'
import { decodeJson } from './json.ts'
import { signJws, verifyJws } from './jws.ts'
import { randomToken } from './random.ts'
import { generateSigningKey } from './signing-key.ts'

const TYP = 'trm-event+sd-jwt'
const { keyId, privateKey, publicKey } = await generateSigningKey()

// The other implementation does the SD-JWT part by itself; signature and hash are plugged in.
const other = new SDJwtInstance({
  omitTyp: true,
  signAlg: 'Ed25519',
  hashAlg: 'sha-256',
  hasher: (data) =>
    createHash('sha256')
      .update(typeof data === 'string' ? data : new Uint8Array(data))
      .digest(),
  saltGenerator: () => randomToken(),
  signer: (data) => encodeBase64url(signEd25519(encodeUtf8(data), privateKey)),
  verifier: (data, signature) =>
    verifyEd25519(decodeBase64url(signature) ?? new Uint8Array(), encodeUtf8(data), publicKey),
})

const identity = { givenName: 'Đorđe', note: 'quotes " and \\ and 🕊' }
const needs = { shelter: true, languages: ['sr', 'de'] }

describe('@sd-jwt/core reads what we write', async () => {
  const first = makeDisclosure('identity', identity)
  const second = makeDisclosure('needs', needs)
  const payload = {
    iss: 'at.vienna-cso',
    iat: 1_772_359_200,
    sections: { _sd: commitDigests([first.digest, second.digest], 6) },
    _sd_alg: 'sha-256',
  }
  const token = await signJws({
    typ: TYP,
    keyId,
    privateKey,
    payload: encodeUtf8(JSON.stringify(payload)),
  })

  test('all of it', async () => {
    const verified = await other.verify(`${token}~${first.disclosure}~${second.disclosure}~`)
    expect(verified.payload).toMatchObject({ iss: payload.iss, sections: { identity, needs } })
    expect(verified.header).toStrictEqual({ alg: 'Ed25519', typ: TYP, kid: keyId })
  })

  test('and of a part only that part', async () => {
    const { payload: claims } = await other.verify(`${token}~${second.disclosure}~`)
    expect(claims).toHaveProperty('sections', { needs })
  })

  test('and refuses it with a changed payload', async () => {
    const [header = '', , signature = ''] = token.split('.')
    const changed = encodeBase64url(encodeUtf8(JSON.stringify({ ...payload, iss: 'rs.x' })))
    await expect(other.verify(`${header}.${changed}.${signature}~`)).rejects.toThrow()
  })
})

describe('we read what @sd-jwt/core writes', async () => {
  const written = await other.issue(
    { iss: 'at.vienna-cso', iat: 1_772_359_200, identity, needs },
    { _sd: ['identity', 'needs'], _sd_decoy: 3 },
    { header: { typ: TYP, kid: keyId } },
  )
  const [token = '', ...disclosures] = written.split('~').filter((part) => part !== '')

  test('its signature and each of its disclosures', async () => {
    const verified = await verifyJws(token, TYP, () => ok(publicKey))
    const claims = verified.ok ? decodeJson(verified.value.payload) : undefined
    expect(claims).toMatchObject({ iss: 'at.vienna-cso', _sd_alg: 'sha-256' })
    expect(claims).toHaveProperty(
      '_sd',
      expect.arrayContaining(disclosures.map(digestOfDisclosure)),
    )
    const read = disclosures.map(readDisclosure).map((result) => result.ok && result.value)
    expect(read).toMatchObject([
      { name: 'identity', value: identity },
      { name: 'needs', value: needs },
    ])
  })
})
