import type { Instant } from '@trm/kernel'
import { fastify, LogController, type FastifyBaseLogger } from 'fastify'
import {
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod'
import { randomUUID } from 'node:crypto'
import { closeRoutesByDefault, identifyUsers, type Authenticate } from './auth.ts'
import type { HttpApp } from './http-app.ts'
import { addDocs } from './http-docs.ts'
import { answerClientError, answerError, answerWithProblems } from './http-errors.ts'
import { observeRequests } from './http-observe.ts'
import { addProbes, type ReadinessCheck } from './http-probes.ts'
import { limitRate, protect } from './http-protection.ts'
import type { Logger } from './log.ts'
import { createMetrics, type Metrics } from './metrics.ts'

export type HttpAppOptions = {
  readonly logger: Logger
  /** Of the API, in its description at `/docs`. */
  readonly title: string
  readonly version: string
  readonly authenticate: Authenticate
  readonly now: () => Instant
  /** Host names (without port) that requests must name; any by default. Stops DNS rebinding. */
  readonly trustedHosts?: readonly string[]
  /** What `/ready` asks; nothing by default. */
  readonly checks?: readonly ReadinessCheck[]
  readonly metrics?: Metrics
  /** 1 MiB by default. */
  readonly bodyLimitBytes?: number
  /** Per user, or per address for strangers; 6,000 by default. */
  readonly requestsPerMinute?: number
}

const MEBIBYTE = 1_048_576

const TIMEOUTS = {
  headersTimeout: 10_000,
  /** Until the whole request is there. */
  requestTimeout: 30_000,
  /** Until a handler has answered; a route that streams sets its own. */
  handlerTimeout: 30_000,
  /** A socket on which nothing moves. */
  connectionTimeout: 60_000,
  keepAliveTimeout: 30_000,
}

/**
 * The base of every HTTP service: routes are closed unless they say otherwise, every error is a
 * problem (RFC 9457), nothing that a caller sent is logged, and the zod schemas of the routes are the
 * validation, the serialization and the documentation.
 *
 * Serves `/health`, `/ready`, `/metrics`, `/docs` and `/docs/json` itself.
 */
export async function createHttpApp(options: HttpAppOptions): Promise<HttpApp> {
  const { headersTimeout, ...timeouts } = TIMEOUTS
  const app: HttpApp = fastify({
    ...timeouts,
    http: { headersTimeout },
    loggerInstance: options.logger as unknown as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: options.bodyLimitBytes ?? MEBIBYTE,
    genReqId: () => randomUUID(),
    return503OnClosing: false,
    frameworkErrors: answerError,
    clientErrorHandler: answerClientError,
  }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.removeContentTypeParser('text/plain')

  const metrics = options.metrics ?? createMetrics()
  observeRequests(app, metrics)
  answerWithProblems(app)
  await protect(app, options.trustedHosts)
  identifyUsers(app, options.authenticate)
  await limitRate(app, options.requestsPerMinute ?? 6_000)
  await addDocs(app, options)
  closeRoutesByDefault(app)
  addProbes(app, { checks: options.checks ?? [], metrics, now: options.now })
  return app
}
