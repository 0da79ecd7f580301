import { plusMilliseconds } from '@trm/kernel'
import { describe, expect, it } from 'vitest'
import { form, issuerAt, LOCAL, postToken, present, users } from './test-support/local-issuer.ts'
import { startIssuer } from './issuer.ts'

describe('the token endpoint', () => {
  it('answers as RFC 6749 says, and asks not to be cached', async () => {
    const { url } = await issuerAt()
    const { status, body, headers } = await postToken(url, form())
    expect(status).toBe(200)
    expect(body).toStrictEqual({
      access_token: expect.any(String) as string,
      token_type: 'Bearer',
      expires_in: 900,
    })
    expect(headers.get('cache-control')).toBe('no-store')
  })

  it.each([
    [
      'a wrong secret',
      form({ client_secret: 'correct horse battery stapler' }),
      401,
      'invalid_client',
    ],
    ['the secret of someone else', form({ client_id: 'user-2' }), 401, 'invalid_client'],
    ['an unknown client', form({ client_id: 'nobody' }), 401, 'invalid_client'],
    ['a client named like a property', form({ client_id: '__proto__' }), 401, 'invalid_client'],
    ['a wrong audience', form({ audience: 'urn:other' }), 400, 'invalid_target'],
    ['another grant', form({ grant_type: 'password' }), 400, 'unsupported_grant_type'],
    ['no grant', form({ grant_type: '' }), 400, 'unsupported_grant_type'],
    ['no secret', form({ client_secret: '' }), 400, 'invalid_request'],
    ['no audience', form({ audience: '' }), 400, 'invalid_request'],
    ['an empty form', new URLSearchParams(), 400, 'invalid_request'],
    ['a parameter given twice', `${form().toString()}&client_id=user-2`, 400, 'invalid_request'],
    ['a form without end', form({ x: 'a'.repeat(5_000) }), 413, 'invalid_request'],
  ])('refuses %s', async (_what, body, status, error) => {
    const { url } = await issuerAt()
    const answer = await postToken(url, body.toString(), {
      'content-type': 'application/x-www-form-urlencoded',
    })
    expect(answer.status).toBe(status)
    expect(answer.body).toStrictEqual({ error })
  })

  it('refuses what is not a form', async () => {
    const { url } = await issuerAt()
    const json = { 'content-type': 'application/json' }
    const answer = await postToken(url, JSON.stringify(Object.fromEntries(form())), json)
    expect(answer).toMatchObject({ status: 415, body: { error: 'invalid_request' } })
  })

  it('refuses a user after ten failures, whatever the secret, until the minute is over', async () => {
    let now = present()
    const { url } = await issuerAt(() => now)
    const attempt = async (change: Record<string, string> = {}) =>
      (await postToken(url, form(change))).status
    const wrong = { client_secret: 'wrong' }
    for (let failure = 0; failure < 10; failure++) expect(await attempt(wrong)).toBe(401)
    expect(await attempt(wrong)).toBe(429)
    expect(await attempt()).toBe(429)
    const other = { client_id: 'user-2', client_secret: 'another secret of someone' }
    expect(await attempt({ ...other, audience: 'urn:other' })).toBe(200)
    now = plusMilliseconds(now, 59_999)
    expect(await attempt()).toBe(429)
    now = plusMilliseconds(now, 1)
    expect(await attempt()).toBe(200)
  })

  it('counts guesses at unknown users together', async () => {
    const { url } = await issuerAt()
    for (let guess = 0; guess < 10; guess++)
      await postToken(url, form({ client_id: `nobody-${guess}` }))
    expect((await postToken(url, form({ client_id: 'nobody' }))).status).toBe(429)
    expect((await postToken(url, form())).status).toBe(200)
  })

  it.each(['/nothing/canary', '/%ffcanary'])(
    'repeats nothing of a request for %s',
    async (path) => {
      const { url } = await issuerAt()
      expect(await (await fetch(url + path)).text()).not.toContain('canary')
    },
  )
})

describe('what the issuer publishes', () => {
  it('is where to find tokens and keys', async () => {
    const { url } = await issuerAt()
    const answer = await fetch(`${url}/.well-known/openid-configuration`)
    expect(await answer.json()).toMatchObject({
      issuer: url,
      token_endpoint: `${url}/token`,
      jwks_uri: `${url}/jwks`,
      grant_types_supported: ['client_credentials'],
    })
  })

  it('is the public half of one key and nothing private', async () => {
    const { url } = await issuerAt()
    const { keys } = (await (await fetch(`${url}/jwks`)).json()) as { keys: object[] }
    expect(keys).toHaveLength(1)
    expect(Object.keys(keys[0] ?? {}).sort()).toStrictEqual([
      'alg',
      'crv',
      'kid',
      'kty',
      'use',
      'x',
    ])
  })
})

describe('starting the issuer', () => {
  it.each(['0.0.0.0', '::', '', 'localhost', '192.0.2.1', '127.0.0.1.example'])(
    'on %o is refused',
    async (host) => {
      const started = startIssuer({ host, port: 0, users, now: present })
      await expect(started).rejects.toMatchObject({ code: 'OIDC_NOT_LOOPBACK' })
    },
  )

  it('on a port that is taken is refused', async () => {
    const port = Number(new URL((await issuerAt()).url).port)
    const started = startIssuer({ ...LOCAL, port, users, now: present })
    await expect(started).rejects.toMatchObject({
      code: 'OIDC_PORT_UNAVAILABLE',
      details: { port },
    })
  })

  it('with one subject twice is a bug of the caller', async () => {
    const started = startIssuer({ ...LOCAL, users: [...users, ...users], now: present })
    await expect(started).rejects.toMatchObject({ code: 'INVARIANT_BROKEN' })
  })
})
