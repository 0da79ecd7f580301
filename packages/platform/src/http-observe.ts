import type { FastifyInstance } from 'fastify'
import type { Metrics } from './metrics.ts'

const MS_PER_SECOND = 1_000

/** Writes one log line and one measurement per answered request, by route pattern and never by URL. */
export function observeRequests(app: FastifyInstance, metrics: Metrics): void {
  const observe = metrics.histogram('http_request_duration_seconds', 'Time until answered', [
    'route',
    'method',
    'status',
  ])
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unmatched'
    const { method } = request
    const durationMs = Math.round(reply.elapsedTime * 10) / 10
    const statusClass = `${Math.floor(reply.statusCode / 100)}xx`
    observe({ route, method, status: statusClass }, durationMs / MS_PER_SECOND)
    request.log.info({ route, method, status: reply.statusCode, durationMs }, 'http.request')
  })
}
