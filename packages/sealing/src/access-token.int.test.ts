import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SignJWT, importJWK } from 'jose'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { plusMilliseconds, toInstant } from '@trm/kernel'
import { accessTokenVerifier, signAccessToken } from './access-token.ts'
import { encodeBase64url } from './base64url.ts'
import { generateSigningKey, publicJwk, type PublicJwk } from './signing-key.ts'

const issuer = 'https://issuer.test'
const audience = 'https://api.test'
const key = await generateSigningKey()
const now = toInstant(new Date())
const token = {
  issuer,
  audience,
  subject: 'user-1',
  roles: ['caseworker', 'auditor'],
  keyId: key.keyId,
  privateKey: key.privateKey,
  lifetimeSeconds: 300,
  now,
}

let jwks: { answer: () => { status: number; body: string }; asked: number }
let server: Server
let jwksUrl: string

const publish = (...keys: readonly PublicJwk[]): void => {
  jwks.answer = () => ({ status: 200, body: JSON.stringify({ keys }) })
}

beforeEach(async () => {
  jwks = { answer: () => ({ status: 404, body: '' }), asked: 0 }
  publish(publicJwk(key.publicKey, key.keyId))
  server = createServer((_request, response) => {
    jwks.asked += 1
    const { status, body } = jwks.answer()
    response.writeHead(status, { 'content-type': 'application/json' }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  jwksUrl = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/jwks`
})

afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

/** Signs any header and claims with the issuer's genuine key. */
async function forge(header: object, claims: Record<string, unknown>): Promise<string> {
  const jwk = { ...publicJwk(key.publicKey, key.keyId), d: encodeBase64url(key.privateKey) }
  const seconds = Math.floor(Date.now() / 1_000)
  return new SignJWT({
    iss: issuer,
    aud: audience,
    sub: 'user-1',
    iat: seconds,
    exp: seconds + 60,
    ...claims,
  })
    .setProtectedHeader({ alg: 'Ed25519', typ: 'at+jwt', kid: key.keyId, ...header })
    .sign(await importJWK(jwk))
}

describe('an access token', () => {
  test('yields subject and roles, and carries what RFC 9068 requires', async () => {
    const verify = accessTokenVerifier({ issuer, audience, jwksUrl })
    const signed = await signAccessToken(token)
    expect(await verify(signed)).toStrictEqual({
      ok: true,
      value: { subject: 'user-1', roles: ['caseworker', 'auditor'] },
    })
    const [header = '', claims = ''] = signed.split('.')
    const decode = (text: string): unknown => JSON.parse(Buffer.from(text, 'base64url').toString())
    expect(decode(header)).toStrictEqual({ alg: 'Ed25519', typ: 'at+jwt', kid: key.keyId })
    const seconds = Math.floor(Date.parse(now) / 1_000)
    expect(decode(claims)).toStrictEqual({
      iss: issuer,
      aud: audience,
      sub: 'user-1',
      client_id: audience,
      roles: ['caseworker', 'auditor'],
      iat: seconds,
      exp: seconds + 300,
      jti: expect.stringMatching(/^[A-Za-z0-9_-]{22}$/) as string,
    })
  })

  test('without roles may do nothing, and fetches the keys once for many tokens', async () => {
    const verify = accessTokenVerifier({ issuer, audience, jwksUrl: new URL(jwksUrl) })
    const without = await forge({}, {})
    expect(await verify(without)).toStrictEqual({
      ok: true,
      value: { subject: 'user-1', roles: [] },
    })
    await Promise.all(Array.from({ length: 5 }, () => verify(without)))
    expect(jwks.asked).toBe(1)
  })

  test('is expired at the very second of its expiry', async () => {
    const verify = accessTokenVerifier({ issuer, audience, jwksUrl })
    const past = plusMilliseconds(now, -300_000)
    expect(await verify(await signAccessToken({ ...token, now: past }))).toStrictEqual({
      ok: false,
      failure: { kind: 'expired' },
    })
  })

  test.each([
    ['another issuer', { iss: 'https://issuer.test.example' }],
    ['another audience', { aud: 'https://other.test' }],
    ['no audience', { aud: undefined }],
    ['no subject', { sub: undefined }],
    ['no expiry', { exp: undefined }],
    ['no time of issue', { iat: undefined }],
    ['a time that has not come', { nbf: 99_999_999_999 }],
  ])('with %s is refused', async (_difference, claims) => {
    const verify = accessTokenVerifier({ issuer, audience, jwksUrl })
    expect(await verify(await forge({}, claims))).toStrictEqual({
      ok: false,
      failure: { kind: 'refused' },
    })
  })

  test.each([
    ['another type', { typ: 'JWT' }],
    ['the type of an event', { typ: 'trm-event+sd-jwt' }],
    ['no type', { typ: undefined }],
    ['an unknown key id', { kid: 'unknown' }],
  ])('with %s is refused', async (_difference, header) => {
    const verify = accessTokenVerifier({ issuer, audience, jwksUrl })
    expect(await verify(await forge(header, {}))).toStrictEqual({
      ok: false,
      failure: { kind: 'refused' },
    })
  })

  test('signed by another key under a genuine id is refused', async () => {
    const verify = accessTokenVerifier({ issuer, audience, jwksUrl })
    const { privateKey } = await generateSigningKey()
    expect(await verify(await signAccessToken({ ...token, privateKey }))).toStrictEqual({
      ok: false,
      failure: { kind: 'refused' },
    })
  })

  test.each([
    ['roles that are text', { roles: 'caseworker' }],
    ['roles that are not all text', { roles: ['caseworker', 1] }],
    ['an empty subject', { sub: '' }],
    ['a subject that is a number', { sub: 7 }],
  ])('with %s is malformed', async (_flaw, claims) => {
    const verify = accessTokenVerifier({ issuer, audience, jwksUrl })
    expect(await verify(await forge({}, claims))).toStrictEqual({
      ok: false,
      failure: { kind: 'malformed' },
    })
  })
})

describe('no key is fetched', () => {
  test.each(['', 'a', 'a.b', 'a.b.c', '..', 'Bearer x'])(
    'for %j, which is malformed',
    async (text) => {
      const verify = accessTokenVerifier({ issuer, audience, jwksUrl })
      expect(await verify(text)).toStrictEqual({ ok: false, failure: { kind: 'malformed' } })
      expect(jwks.asked).toBe(0)
    },
  )

  test.each(['none', 'HS256', 'EdDSA', 'RS256'])('for the algorithm %s', async (alg) => {
    const verify = accessTokenVerifier({ issuer, audience, jwksUrl })
    const [, claims = '', signature = ''] = (await signAccessToken(token)).split('.')
    const header = Buffer.from(JSON.stringify({ alg, typ: 'at+jwt', kid: key.keyId }))
    const forged = `${header.toString('base64url')}.${claims}.${signature}`
    expect(await verify(forged)).toStrictEqual({ ok: false, failure: { kind: 'refused' } })
    expect(jwks.asked).toBe(0)
  })
})

describe('keys that cannot be fetched are a fault and not a verdict', () => {
  test.each([
    ['an error', { status: 500, body: '{}' }],
    ['a redirect', { status: 302, body: '' }],
    ['something else than JSON', { status: 200, body: '<html>' }],
    ['something else than keys', { status: 200, body: '{"keys":{}}' }],
  ])('the issuer answers %s', async (_answer, answer) => {
    jwks.answer = () => answer
    const verify = accessTokenVerifier({ issuer, audience, jwksUrl })
    await expect(verify(await signAccessToken(token))).rejects.toMatchObject({
      code: 'TOKEN_KEYS_UNAVAILABLE',
      details: {},
    })
  })

  test('nobody answers, and later somebody does', async () => {
    const verify = accessTokenVerifier({ issuer, audience, jwksUrl })
    const signed = await signAccessToken(token)
    const { port } = server.address() as AddressInfo
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    await expect(verify(signed)).rejects.toMatchObject({ code: 'TOKEN_KEYS_UNAVAILABLE' })
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    expect(await verify(signed)).toMatchObject({ ok: true })
  })
})
