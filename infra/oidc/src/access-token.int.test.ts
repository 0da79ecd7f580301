import { plusMilliseconds } from '@trm/kernel'
import {
  accessTokenVerifier,
  encodeBase64url,
  generateSigningKey,
  signAccessToken,
} from '@trm/sealing'
import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { AUDIENCE, form, issuerAt, postToken, present } from './test-support/local-issuer.ts'

function verifierFor(issuer: string, audience = AUDIENCE) {
  return accessTokenVerifier({ issuer, audience, jwksUrl: `${issuer}/jwks` })
}

async function tokenFrom(issuer: string): Promise<string> {
  const { status, body } = await postToken(issuer, form())
  expect(status).toBe(200)
  return (body as { readonly access_token: string }).access_token
}

const part = (value: unknown) => encodeBase64url(new TextEncoder().encode(JSON.stringify(value)))
const claimsOf = (token: string): unknown =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())
const headerOf = (token: string): unknown =>
  JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString())

describe('a token of the issuer', () => {
  it('is what the verifier of the API accepts', async () => {
    const { url } = await issuerAt()
    const token = await tokenFrom(url)
    expect(await verifierFor(url)(token)).toStrictEqual({
      ok: true,
      value: { subject: 'user-1', roles: ['caseworker', 'approver'] },
    })
  })

  it('is an RFC 9068 access token of fifteen minutes', async () => {
    const now = present()
    const { url } = await issuerAt(() => now)
    const token = await tokenFrom(url)
    const iat = Math.floor(Date.parse(now) / 1_000)
    expect(headerOf(token)).toMatchObject({ typ: 'at+jwt', alg: 'Ed25519' })
    expect(claimsOf(token)).toMatchObject({
      iss: url,
      aud: AUDIENCE,
      sub: 'user-1',
      client_id: 'user-1',
      iat,
      exp: iat + 900,
      jti: expect.stringMatching(/^[A-Za-z0-9_-]{22}$/) as string,
    })
  })

  it('is refused once its time is over', async () => {
    const { url } = await issuerAt(() => plusMilliseconds(present(), -901_000))
    const outcome = await verifierFor(url)(await tokenFrom(url))
    expect(outcome).toStrictEqual({ ok: false, failure: { kind: 'expired' } })
  })

  it.each([
    ['for another audience', async (url: string) => [await tokenFrom(url), url, 'urn:other']],
    ['from another issuer', async (url: string) => [await tokenFrom((await issuerAt()).url), url]],
    [
      'signed by another key under the name of the right one',
      async (url: string) => [await signedByStranger(url), url],
    ],
    ['with alg none', async (url: string) => [await withHeader(url, { alg: 'none' }, ''), url]],
    [
      'with alg HS256 and the public key as the secret',
      async (url: string) => [await signedWithPublicKey(url), url],
    ],
    ['with another typ', async (url: string) => [await withHeader(url, { typ: 'JWT' }), url]],
  ])('is refused %s', async (_how, make) => {
    const { url } = await issuerAt()
    const [token = '', issuer = '', audience] = await make(url)
    const outcome = await verifierFor(issuer, audience)(token)
    expect(outcome).toStrictEqual({ ok: false, failure: { kind: 'refused' } })
  })

  it.each(['', 'x', 'a.b.c'])('is malformed when it is %o', async (token) => {
    const { url } = await issuerAt()
    const outcome = await verifierFor(url)(token)
    expect(outcome).toStrictEqual({ ok: false, failure: { kind: 'malformed' } })
  })
})

/** A genuine token under a changed header, with its own signature or the given one. */
async function withHeader(url: string, change: object, signature?: string): Promise<string> {
  const token = await tokenFrom(url)
  const [, claims = '', genuine = ''] = token.split('.')
  return `${part(Object.assign({}, headerOf(token), change))}.${claims}.${signature ?? genuine}`
}

async function signedWithPublicKey(url: string): Promise<string> {
  const jwks = (await (await fetch(`${url}/jwks`)).json()) as { keys: { x: string }[] }
  const secret = Buffer.from(jwks.keys[0]?.x ?? '', 'base64url')
  const unsigned = (await withHeader(url, { alg: 'HS256' }, '')).slice(0, -1)
  return `${unsigned}.${createHmac('sha256', secret).update(unsigned).digest('base64url')}`
}

async function signedByStranger(url: string): Promise<string> {
  const jwks = (await (await fetch(`${url}/jwks`)).json()) as { keys: { kid: string }[] }
  const { privateKey } = await generateSigningKey()
  return signAccessToken({
    issuer: url,
    audience: AUDIENCE,
    subject: 'user-1',
    roles: ['caseworker'],
    keyId: jwks.keys[0]?.kid ?? '',
    privateKey,
    lifetimeSeconds: 900,
    now: present(),
  })
}
