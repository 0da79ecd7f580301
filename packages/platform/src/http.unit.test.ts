import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { requireRole } from './auth.ts'
import { asCaseworker, CANARY, testApp, ThingBody } from './test-support/test-app.ts'

describe('an answer', () => {
  it('may be neither framed, sniffed nor kept', async () => {
    const { app } = await testApp()
    const { headers } = await app.inject('/open')
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy':
        "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    })
  })

  it('has a request id of our own making', async () => {
    const { app } = await testApp()
    const { headers } = await app.inject({ url: '/open', headers: { 'x-request-id': CANARY } })
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('is not readable by pages of other origins', async () => {
    const { app } = await testApp()
    const origin = 'https://example.org'
    const { headers } = await app.inject({ url: '/open', headers: { origin } })
    expect(headers['access-control-allow-origin']).toBeUndefined()
    const asked = { origin, 'access-control-request-method': 'POST' }
    const preflight = await app.inject({ method: 'OPTIONS', url: '/things', headers: asked })
    expect(preflight.statusCode).toBe(404)
  })

  it('keeps defaults and limits of the schema', async () => {
    const { app } = await testApp()
    const preHandler = requireRole('caseworker')
    const schema = { body: ThingBody, response: { 200: ThingBody } }
    app.post('/echo', { preHandler, schema }, async (request) => request.body)
    const payload = { title: 'x' }
    const answer = await app.inject({
      method: 'POST',
      url: '/echo',
      headers: asCaseworker,
      payload,
    })
    expect(answer.json()).toStrictEqual({ title: 'x', parts: [], labels: {} })
  })
})

describe('the request log', () => {
  it('is one line with route pattern, method, status and duration', async () => {
    const { app, logged } = await testApp()
    await app.inject({
      method: 'POST',
      url: `/things/${encodeURIComponent(CANARY)}/conflict?q=${encodeURIComponent(CANARY)}`,
      headers: { ...asCaseworker, 'user-agent': CANARY, referer: CANARY, host: 'canary.example' },
    })
    expect(logged).toHaveLength(1)
    expect(JSON.parse(logged[0] ?? '')).toStrictEqual({
      level: 'info',
      time: expect.any(String) as string,
      service: 'test',
      reqId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      route: '/things/:name/conflict',
      method: 'POST',
      status: 409,
      durationMs: expect.any(Number) as number,
      msg: 'http.request',
    })
  })
})

describe('the rate limit', () => {
  const limited = { requestsPerMinute: 2 }

  it('is per user, with a problem and a time to wait', async () => {
    const { app } = await testApp(limited)
    const me = { url: '/me', headers: asCaseworker }
    expect((await app.inject(me)).statusCode).toBe(200)
    expect((await app.inject(me)).statusCode).toBe(200)
    const third = await app.inject(me)
    expect(third.statusCode).toBe(429)
    expect(third.json()).toMatchObject({ type: 'urn:trm:problem:too-many-requests', status: 429 })
    expect(Number(third.headers['retry-after'])).toBeGreaterThan(0)
    const other = { authorization: 'Bearer token-of-auditor' }
    expect((await app.inject({ url: '/me', headers: other })).statusCode).toBe(403)
  })

  it('counts guesses at tokens together, by address', async () => {
    const { app } = await testApp(limited)
    const guess = async (token: string) =>
      (await app.inject({ url: '/me', headers: { authorization: `Bearer ${token}` } })).statusCode
    expect([await guess('a'), await guess('b'), await guess('c')]).toStrictEqual([401, 401, 429])
    expect(await guess('token-of-caseworker')).toBe(200)
  })

  it('counts requests to no route', async () => {
    const { app } = await testApp(limited)
    const statuses = []
    for (const path of ['/a', '/b', '/c']) statuses.push((await app.inject(path)).statusCode)
    expect(statuses).toStrictEqual([404, 404, 429])
  })

  it('lets probes pass', async () => {
    const { app } = await testApp({ requestsPerMinute: 0 })
    expect((await app.inject('/health')).statusCode).toBe(200)
    expect((await app.inject('/open')).statusCode).toBe(429)
  })
})

describe('trusted hosts', () => {
  const trustedHosts = ['localhost', '127.0.0.1']

  it.each(['evil.example', 'localhost.evil.example', 'evil.example:80', '127.0.0.2'])(
    'keep out requests for %o',
    async (host) => {
      const { app } = await testApp({ trustedHosts })
      const answer = await app.inject({ url: '/open', headers: { host } })
      expect(answer.statusCode).toBe(421)
      expect(answer.json()).toMatchObject({ type: 'urn:trm:problem:wrong-host' })
    },
  )

  it.each(['localhost', 'localhost:8080', '127.0.0.1:1'])(
    'let in requests for %o',
    async (host) => {
      const { app } = await testApp({ trustedHosts })
      expect((await app.inject({ url: '/open', headers: { host } })).statusCode).toBe(200)
    },
  )
})

describe('the description', () => {
  const Document = z.looseObject({
    openapi: z.string(),
    info: z.unknown(),
    paths: z.record(z.string(), z.record(z.string(), z.looseObject({ security: z.unknown() }))),
    components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
  })
  const describedBy = async () => {
    const { app } = await testApp()
    return Document.parse((await app.inject('/docs/json')).json())
  }

  it('is OpenAPI 3.1 of the routes, made from their schemas', async () => {
    const { openapi, info, paths } = await describedBy()
    expect(openapi).toBe('3.1.0')
    expect(info).toStrictEqual({ title: 'Test', version: '1.2.3' })
    expect(Object.keys(paths)).toContain('/things/{name}/conflict')
    expect(Object.keys(paths).filter((path) => path.startsWith('/docs'))).toStrictEqual([])
    expect(paths['/things']?.['post']).toMatchObject({
      requestBody: {
        content: { 'application/json': { schema: { properties: { title: { maxLength: 20 } } } } },
      },
      responses: {
        409: {
          description: 'Conflict',
          content: {
            'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
          },
        },
      },
    })
  })

  it('says which routes need a token', async () => {
    const { paths } = await describedBy()
    expect(paths['/me']?.['get']?.security).toStrictEqual([{ bearer: [] }])
    expect(paths['/open']?.['get']?.security).toStrictEqual([])
  })

  it('holds no named schema of another application in the process', async () => {
    z.strictObject({ a: z.string() }).meta({ id: 'Stranger' })
    expect(Object.keys((await describedBy()).components.schemas)).toStrictEqual(['Problem'])
  })
})
