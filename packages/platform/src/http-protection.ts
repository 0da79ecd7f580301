import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import underPressure from '@fastify/under-pressure'
import type { FastifyInstance } from 'fastify'
import { ProblemError, sendProblem } from './http-errors.ts'
import { problem } from './problem.ts'

const EVENT_LOOP_DELAY_MAX_MS = 1_000
const CALLERS_MAX = 10_000
const MINUTE_MS = 60_000

/** Headers, host names, overload and shutdown: what is settled before anyone asks who is calling. */
export async function protect(
  app: FastifyInstance,
  trustedHosts: readonly string[] | undefined,
): Promise<void> {
  await app.register(helmet, {
    // An API shows nothing; a route that serves pages sets its own policy.
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
  })
  app.addHook('onSend', async (request, reply, payload) => {
    reply.header('x-request-id', request.id)
    // Answers hold personal data: no browser or proxy keeps them.
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
    return payload
  })
  refuseWhileClosing(app)
  if (trustedHosts !== undefined) refuseOtherHosts(app, trustedHosts)
  await app.register(underPressure, { maxEventLoopDelay: EVENT_LOOP_DELAY_MAX_MS })
}

/** Counts requests per user, and per address where there is no user; also those to no route. */
export async function limitRate(app: FastifyInstance, requestsPerMinute: number): Promise<void> {
  await app.register(rateLimit, {
    max: requestsPerMinute,
    timeWindow: MINUTE_MS,
    cache: CALLERS_MAX,
    keyGenerator: ({ user, ip }) =>
      user === undefined ? `address ${rateLimit.normalizeIP(ip)}` : `user ${user.subject}`,
    errorResponseBuilder: () => new ProblemError(problem('too-many-requests', 429)),
  })
  app.setNotFoundHandler({ preHandler: app.rateLimit() }, (request, reply) =>
    sendProblem(request, reply, problem('not-found', 404)),
  )
}

function refuseWhileClosing(app: FastifyInstance): void {
  let isClosing = false
  app.addHook('preClose', async () => {
    isClosing = true
  })
  app.addHook('onRequest', async (request, reply) => {
    if (!isClosing) return undefined
    reply.header('connection', 'close').header('retry-after', 5)
    return sendProblem(request, reply, problem('unavailable', 503))
  })
}

/** Against DNS rebinding: a page of a stranger's domain that resolves to this machine. */
function refuseOtherHosts(app: FastifyInstance, trustedHosts: readonly string[]): void {
  app.addHook('onRequest', async (request, reply) => {
    if (trustedHosts.includes(request.hostname)) return undefined
    return sendProblem(request, reply, problem('wrong-host', 421))
  })
}
