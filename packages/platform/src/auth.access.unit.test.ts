import { InvariantError, ok, TrmError } from '@trm/kernel'
import { describe, expect, it } from 'vitest'
import { requireRole, userOf } from './auth.ts'
import { asCaseworker, CANARY, testApp } from './test-support/test-app.ts'

class KeysAwayError extends TrmError<'KEYS_AWAY'> {
  override readonly name = 'KeysAwayError'
  constructor() {
    super('KEYS_AWAY', 'the keys of the issuer are out of reach', {})
  }
}

const noCredentials = 'Bearer realm="trm"'
const badToken = 'Bearer realm="trm", error="invalid_token"'

describe('a route with a role', () => {
  it.each([
    ['no header', {}, noCredentials],
    ['an unknown token', { authorization: 'Bearer nobody' }, badToken],
    ['an empty token', { authorization: 'Bearer ' }, badToken],
    ['no scheme', { authorization: 'token-of-caseworker' }, badToken],
    ['another scheme', { authorization: 'Basic token-of-caseworker' }, badToken],
    ['two tokens', { authorization: 'Bearer token-of-caseworker x' }, badToken],
    ['a token in quotes', { authorization: 'Bearer "token-of-caseworker"' }, badToken],
    ['a token in the query', {}, noCredentials, '/me?access_token=token-of-caseworker'],
    ['a token in a cookie', { cookie: 'authorization=token-of-caseworker' }, noCredentials],
  ])('answers 401 to %s', async (_who, headers, challenge, url = '/me') => {
    const { app } = await testApp()
    const answer = await app.inject({ url, headers })
    expect(answer.statusCode).toBe(401)
    expect(answer.headers['www-authenticate']).toBe(challenge)
    expect(answer.headers['content-type']).toContain('application/problem+json')
    expect(answer.json()).toMatchObject({ type: 'urn:trm:problem:unauthenticated', status: 401 })
  })

  it('does not even try a token of more than eight kilobytes', async () => {
    const { app } = await testApp({
      authenticate: async () => ok({ subject: 'user-1', roles: ['caseworker'] }),
    })
    const statusWith = async (length: number) => {
      const headers = { authorization: `Bearer ${'a'.repeat(length)}` }
      return (await app.inject({ url: '/me', headers })).statusCode
    }
    expect([await statusWith(8_000), await statusWith(8_192)]).toStrictEqual([200, 401])
  })

  it.each(['token-of-auditor', 'token-without-role'])('answers 403 to %s', async (token) => {
    const { app } = await testApp()
    const answer = await app.inject({ url: '/me', headers: { authorization: `Bearer ${token}` } })
    expect(answer.statusCode).toBe(403)
    expect(answer.headers['www-authenticate']).toContain('error="insufficient_scope"')
    expect(answer.json()).toMatchObject({ type: 'urn:trm:problem:forbidden', status: 403 })
  })

  it.each(['Bearer', 'bearer', 'BEARER'])('knows its user by the scheme %s', async (scheme) => {
    const { app } = await testApp()
    const authorization = `${scheme} token-of-caseworker`
    const answer = await app.inject({ url: '/me', headers: { authorization } })
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toStrictEqual({ subject: 'user-1' })
  })

  it('is closed to HEAD as to GET', async () => {
    const { app } = await testApp()
    expect((await app.inject({ method: 'HEAD', url: '/me' })).statusCode).toBe(401)
  })

  it('reads nothing that a stranger sent before refusing', async () => {
    const { app } = await testApp()
    const broken = { method: 'POST', url: '/things', payload: '{' } as const
    const headers = { 'content-type': 'application/json' }
    expect((await app.inject({ ...broken, headers })).statusCode).toBe(401)
    const known = await app.inject({ ...broken, headers: { ...headers, ...asCaseworker } })
    expect(known.statusCode).toBe(400)
  })

  it('lets in users who have one of several roles', async () => {
    const { app } = await testApp()
    app.get('/both', { preHandler: requireRole('auditor', 'caseworker') }, async (request) =>
      userOf(request),
    )
    const answer = await app.inject({ url: '/both', headers: asCaseworker })
    expect(answer.json()).toStrictEqual({ subject: 'user-1', roles: ['caseworker'] })
    expect((await app.inject('/both')).statusCode).toBe(401)
  })

  it('answers 503 and not 401 when nobody can tell whether the token is good', async () => {
    const { app } = await testApp({ authenticate: () => Promise.reject(new KeysAwayError()) })
    const answer = await app.inject({ url: '/me', headers: asCaseworker })
    expect(answer.statusCode).toBe(503)
    expect(answer.headers['retry-after']).toBe('5')
  })

  it('does not log the token', async () => {
    const { app, logged } = await testApp()
    await app.inject({ url: '/me', headers: { authorization: `Bearer ${CANARY}` } })
    await app.inject({ url: '/me', headers: asCaseworker })
    expect(logged.join('')).not.toMatch(/canary|token-of/i)
  })
})

describe('registering a route', () => {
  const handler = async () => ({})

  it.each([
    ['that says nothing', {}],
    ['that is public and has a role', { config: { public: true }, preHandler: requireRole('a') }],
    ['whose only guard is of its own making', { preHandler: async () => undefined }],
  ] as const)('%s throws', async (_kind, options) => {
    const { app } = await testApp()
    expect(() => app.get('/new', options, handler)).toThrow(InvariantError)
  })

  it('in a plugin that says nothing keeps the application from starting', async () => {
    const { app } = await testApp()
    app.register(async (plugin) => {
      plugin.get('/new', handler)
    })
    await expect(app.ready()).rejects.toBeInstanceOf(InvariantError)
  })

  it('in a plugin with a role closes it', async () => {
    const { app } = await testApp()
    app.register(async (plugin) => {
      plugin.get('/new', { onRequest: [requireRole('caseworker')] }, handler)
    })
    expect((await app.inject('/new')).statusCode).toBe(401)
    expect((await app.inject({ url: '/new', headers: asCaseworker })).statusCode).toBe(200)
  })
})

describe('a public route', () => {
  it.each([{}, { authorization: 'Bearer nobody' }, asCaseworker])(
    'is open to %o',
    async (headers) => {
      const { app } = await testApp()
      expect((await app.inject({ url: '/open', headers })).statusCode).toBe(200)
    },
  )

  it('does not ask who calls', async () => {
    const { app } = await testApp({ authenticate: () => Promise.reject(new KeysAwayError()) })
    expect((await app.inject({ url: '/open', headers: asCaseworker })).statusCode).toBe(200)
  })

  it('has no user', async () => {
    const { app } = await testApp()
    app.get('/who', { config: { public: true } }, async (request) => userOf(request))
    expect((await app.inject({ url: '/who', headers: asCaseworker })).statusCode).toBe(500)
  })
})
