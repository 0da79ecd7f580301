import type { Instant } from '@trm/kernel'
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import type { HttpApp } from './http-app.ts'
import type { Metrics } from './metrics.ts'
import { Problem, problem } from './problem.ts'

const DEADLINE_MS = 2_000

/** Something a service needs before it can do its work. */
export type ReadinessCheck = {
  /** Kebab-case, shown to operators: `event-store`. */
  readonly name: string
  /** A throw or no answer within two seconds is a no. */
  readonly isReady: () => Promise<boolean> | boolean
}

const Health = z.strictObject({ status: z.literal('ok') })
const Readiness = z.strictObject({
  status: z.literal('ready'),
  at: z.iso.datetime(),
  checks: z.array(z.strictObject({ name: z.string(), ready: z.boolean() })),
})

/** `/health`, `/ready` and `/metrics`: public, for the supervisor and the monitoring of the operator. */
export function addProbes(
  app: HttpApp,
  options: {
    readonly checks: readonly ReadinessCheck[]
    readonly metrics: Metrics
    readonly now: () => Instant
  },
): void {
  // Overload must not hide the signs of overload.
  const config = { public: true, rateLimit: false, pressureHandler: () => undefined } as const

  app.get(
    '/health',
    { config, schema: { summary: 'Whether the process answers', response: { 200: Health } } },
    async () => ({ status: 'ok' as const }),
  )

  app.get(
    '/ready',
    {
      config,
      schema: {
        summary: 'Whether everything it needs is there',
        response: { 200: Readiness, 503: Problem },
      },
    },
    async (_request, reply) => {
      const checks = await Promise.all(options.checks.map(runCheck))
      if (checks.every(({ ready }) => ready))
        return { status: 'ready' as const, at: options.now(), checks }
      return reply.code(503).send(problem('not-ready', 503, { at: options.now(), checks }))
    },
  )

  app.get('/metrics', { config, schema: { hide: true } }, async (_request, reply) => {
    const { mediaType, text } = await options.metrics.expose()
    return reply.type(mediaType).send(text)
  })
}

async function runCheck({ name, isReady }: ReadinessCheck) {
  const deadline = new AbortController()
  const late = wait(DEADLINE_MS, false, { signal: deadline.signal, ref: false })
  try {
    return { name, ready: await Promise.race([isReady(), late]) }
  } catch {
    // Why is told by the log of whoever the check asks.
    return { name, ready: false }
  } finally {
    deadline.abort()
    await late.catch(() => undefined)
  }
}
