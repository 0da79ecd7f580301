import { fail, InvariantError, ok, TrmError, type Instant } from '@trm/kernel'
import { z } from 'zod'
import { requireRole, userOf, type User } from '../auth.ts'
import type { HttpApp } from '../http-app.ts'
import { createHttpApp, type HttpAppOptions } from '../http.ts'
import { createLogger } from '../log.ts'
import { Problem, problem } from '../problem.ts'

/** Goes in wherever a caller can put something, and must come out nowhere. */
export const CANARY = 'Canary Person 1991'
export const NOW = '2026-03-01T10:00:00.000Z' as Instant

export const TOKENS: Readonly<Record<string, User>> = {
  'token-of-caseworker': { subject: 'user-1', roles: ['caseworker'] },
  'token-of-auditor': { subject: 'user-2', roles: ['auditor'] },
  'token-without-role': { subject: 'user-3', roles: [] },
}

export const asCaseworker = { authorization: 'Bearer token-of-caseworker' }

class StoreAwayError extends TrmError<'STORE_AWAY'> {
  override readonly name = 'StoreAwayError'
  constructor() {
    super('STORE_AWAY', 'the store did not answer', {}, new Error(CANARY))
  }
}

const thrown: Readonly<Record<string, () => unknown>> = {
  foreign: () => new Error(CANARY),
  text: () => CANARY,
  nothing: () => undefined,
  'with-status': () =>
    Object.assign(new Error(CANARY), { code: 'FOREIGN', statusCode: 413, headers: { x: CANARY } }),
  invariant: () => new InvariantError('fixture: always'),
  'store-away': () => new StoreAwayError(),
}

export const ThingBody = z.strictObject({
  title: z.string().max(20),
  parts: z.array(z.strictObject({ amount: z.int() })).default([]),
  labels: z.record(z.string(), z.int()).default({}),
})

/** An application with one route of every kind, and everything it logged. */
export async function testApp(
  overrides: Partial<HttpAppOptions> = {},
): Promise<{ readonly app: HttpApp; readonly logged: string[] }> {
  const logged: string[] = []
  const app = await createHttpApp({
    logger: createLogger({
      level: 'trace',
      service: 'test',
      destination: { write: (line) => void logged.push(line) },
    }),
    title: 'Test',
    version: '1.2.3',
    now: () => NOW,
    authenticate: async (token) => {
      const user = TOKENS[token]
      return user === undefined ? fail({ kind: 'refused' }) : ok(user)
    },
    ...overrides,
  })
  const preHandler = requireRole('caseworker')
  const response = { 200: z.strictObject({ subject: z.string() }), 409: Problem }

  app.get('/me', { preHandler, schema: { response } }, async (request) => ({
    subject: userOf(request).subject,
  }))
  app.post('/things', { preHandler, schema: { body: ThingBody, response } }, async (request) => ({
    subject: userOf(request).subject,
  }))
  app.post('/things/:name/conflict', { preHandler, schema: { response } }, async (_, reply) =>
    reply.code(409).send(problem('already-closed', 409, { revision: 3 })),
  )
  app.get('/throws/:what', { preHandler }, async (request) => {
    throw thrown[z.strictObject({ what: z.string() }).parse(request.params).what]?.()
  })
  app.get('/misfit', { preHandler, schema: { response } }, async (_request, reply) => {
    // The serializer is the last to see an answer that is not the one promised.
    const wrong = JSON.parse(`{"subject":7,"${CANARY}":1}`) as { subject: string }
    return reply.send(wrong)
  })
  app.get('/open', { config: { public: true } }, async () => ({ open: true }))
  return { app, logged }
}
