import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { requireRole } from './auth.ts'
import { asCaseworker, CANARY, testApp } from './test-support/test-app.ts'
import { Problem, problem } from './problem.ts'

const json = { ...asCaseworker, 'content-type': 'application/json' }

/** Sends one request and gives back the problem, the whole answer and the whole log. */
async function ask(request: {
  readonly method?: 'GET' | 'POST' | 'PUT'
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly payload?: string
}) {
  const { app, logged } = await testApp()
  const answer = await app.inject({ headers: asCaseworker, ...request })
  expect(answer.headers['content-type']).toContain('application/problem+json')
  const body = Problem.parse(answer.json())
  expect(body.status).toBe(answer.statusCode)
  expect(body.instance).toBe(`urn:uuid:${String(answer.headers['x-request-id'])}`)
  const repeated = `${answer.body}${JSON.stringify(answer.headers)}${logged.join('')}`
  expect(repeated).not.toMatch(/canary/i)
  return { body, answer, logged }
}

describe('every error answer is a problem that repeats nothing', () => {
  it.each([
    ['an unknown path', { url: `/nothing/${encodeURIComponent(CANARY)}` }, 'not-found', 404],
    ['an unknown method', { method: 'PUT', url: '/me' }, 'not-found', 404],
    ['a conflict', { method: 'POST', url: '/things/x/conflict' }, 'already-closed', 409],
    [
      'a body that is not JSON',
      { method: 'POST', url: '/things', headers: json, payload: `{"title":"${CANARY}` },
      'malformed-request',
      400,
    ],
    [
      'a body that poisons prototypes',
      { method: 'POST', url: '/things', headers: json, payload: `{"__proto__":"${CANARY}"}` },
      'malformed-request',
      400,
    ],
    ['an empty body', { method: 'POST', url: '/things', headers: json }, 'malformed-request', 400],
    [
      'a body that is too large',
      { method: 'POST', url: '/things', headers: json, payload: CANARY.repeat(60_000) },
      'body-too-large',
      413,
    ],
    [
      'text for JSON',
      {
        method: 'POST',
        url: '/things',
        headers: { ...asCaseworker, 'content-type': 'text/plain' },
        payload: CANARY,
      },
      'unsupported-media-type',
      415,
    ],
    [
      'a media type of its own',
      {
        method: 'POST',
        url: '/things',
        headers: { ...asCaseworker, 'content-type': `x/${CANARY}` },
        payload: CANARY,
      },
      'unsupported-media-type',
      415,
    ],
  ] as const)('%s', async (_what, request, kind, status) => {
    const { body } = await ask(request)
    expect(body).toMatchObject({ type: `urn:trm:problem:${kind}`, status })
  })

  it.each([
    ['foreign', 'internal-error', 500],
    ['text', 'internal-error', 500],
    ['nothing', 'internal-error', 500],
    ['with-status', 'internal-error', 500],
    ['invariant', 'internal-error', 500],
    ['store-away', 'unavailable', 503],
  ])('a handler that throws: %s', async (what, kind, status) => {
    const { body, logged, answer } = await ask({ url: `/throws/${what}` })
    expect(Object.keys(body).sort()).toStrictEqual(['instance', 'status', 'title', 'type'])
    expect(body).toMatchObject({ type: `urn:trm:problem:${kind}`, status })
    expect(logged.filter((line) => line.includes('"msg":"http.fault"'))).toHaveLength(1)
    expect(answer.headers['x']).toBeUndefined()
  })

  it('an answer that is not the promised one', async () => {
    const { body, logged } = await ask({ url: '/misfit' })
    expect(body).toMatchObject({ type: 'urn:trm:problem:internal-error', status: 500 })
    expect(logged.join('')).toContain('FST_ERR_RESPONSE_SERIALIZATION')
  })

  it('an error on a route whose answers have another shape', async () => {
    const { app } = await testApp()
    const response = { 200: z.null(), 500: z.strictObject({ other: z.string() }) }
    app.get('/odd', { preHandler: requireRole('caseworker'), schema: { response } }, async () => {
      throw new Error(CANARY)
    })
    const answer = await app.inject({ url: '/odd', headers: asCaseworker })
    expect(Problem.parse(answer.json())).toMatchObject({ title: 'Internal error', status: 500 })
  })

  it('logs a fault by its places in the source', async () => {
    const { logged } = await ask({ url: '/throws/foreign' })
    const line: unknown = JSON.parse(logged.find((each) => each.includes('http.fault')) ?? '')
    expect(line).toMatchObject({
      level: 'error',
      route: '/throws/:what',
      status: 500,
      err: {
        name: 'Error',
        frames: expect.arrayContaining([expect.stringContaining('.ts:')]) as unknown,
      },
    })
  })
})

describe('an invalid request', () => {
  it('is told each field by path and rule, and no value', async () => {
    const payload = JSON.stringify({
      title: CANARY.repeat(2),
      parts: [{ amount: 1 }, { amount: CANARY, [CANARY]: 1 }],
      labels: { [CANARY]: CANARY, [`~1/${CANARY}`]: CANARY },
      [CANARY]: CANARY,
      [`${CANARY} 2`]: CANARY,
    })
    const { body } = await ask({ method: 'POST', url: '/things', headers: json, payload })
    expect(body).toMatchObject({ type: 'urn:trm:problem:invalid-request', status: 400 })
    expect(body['errors']).toStrictEqual([
      { in: 'body', path: '/title', rule: 'too_big' },
      { in: 'body', path: '/parts/1/amount', rule: 'invalid_type' },
      { in: 'body', path: '/parts/1', rule: 'unrecognized_keys', count: 1 },
      { in: 'body', path: '/labels/*', rule: 'invalid_type' },
      { in: 'body', path: '/labels/*/*', rule: 'invalid_type' },
      { in: 'body', path: '/', rule: 'unrecognized_keys', count: 2 },
    ])
  })

  it('is told no more than fifty errors', async () => {
    const parts = Array.from({ length: 500 }, () => ({ amount: CANARY }))
    const payload = JSON.stringify({ title: 'x', parts })
    const { body } = await ask({ method: 'POST', url: '/things', headers: json, payload })
    expect(body['errors']).toHaveLength(50)
  })

  it('is told which part of it is wrong', async () => {
    const { app } = await testApp()
    const querystring = z.strictObject({ limit: z.coerce.number().int().max(9) })
    app.get('/list', { config: { public: true }, schema: { querystring } }, async () => ({}))
    const answer = await app.inject('/list?limit=10')
    expect(answer.json()).toMatchObject({
      errors: [{ in: 'querystring', path: '/limit', rule: 'too_big' }],
    })
  })
})

describe('problem', () => {
  it('has a type, a title in words and its status', () => {
    expect(problem('already-closed', 409, { revision: 3 })).toStrictEqual({
      type: 'urn:trm:problem:already-closed',
      title: 'Already closed',
      status: 409,
      revision: 3,
    })
  })

  it('does not let further members replace the standard ones', () => {
    expect(problem('gone', 410, { status: 1, type: 'x', title: 'x' })).toStrictEqual(
      problem('gone', 410),
    )
  })

  it('decides the status of the answer that carries it', async () => {
    const { app } = await testApp()
    app.get('/gone', { config: { public: true } }, async () => problem('gone', 410))
    expect((await app.inject('/gone')).statusCode).toBe(410)
  })
})
