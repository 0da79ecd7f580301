import { InvariantError, TrmError } from '@trm/kernel'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Socket } from 'node:net'
import { STATUS_CODES } from 'node:http'
import { invalidRequest } from './invalid-request.ts'
import { isProblem, problem, PROBLEM_MEDIA_TYPE, type Problem } from './problem.ts'

const RETRY_AFTER_SECONDS = 5

const FRAMEWORK_PROBLEMS: ReadonlyMap<unknown, Problem> = new Map([
  [400, problem('malformed-request', 400)],
  [413, problem('body-too-large', 413)],
  [415, problem('unsupported-media-type', 415)],
  [503, problem('unavailable', 503)],
])

/** For hooks of libraries that can only refuse by throwing. Handlers send their problems. */
export class ProblemError extends TrmError<'HTTP_PROBLEM'> {
  override readonly name = 'ProblemError'
  readonly problem: Problem
  constructor(answer: Problem) {
    super('HTTP_PROBLEM', 'the request was answered with a problem', { status: answer.status })
    this.problem = answer
  }
}

/** Makes every error answer of the application a problem, also those of the framework itself. */
export function answerWithProblems(app: FastifyInstance): void {
  app.setErrorHandler(answerError)
  app.addHook('preSerialization', async (request, reply, payload) => {
    if (!isProblem(payload)) return payload
    reply.code(payload.status).type(PROBLEM_MEDIA_TYPE)
    return { ...payload, instance: instanceOf(request) }
  })
}

/**
 * Answers an error that was thrown. Nothing of the error is repeated: a fault that nobody expected is
 * a fixed 500 and a log line with the places in the source.
 */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const answer = problemOf(error, request)
  if (answer.status >= 500 && !isOverload(error))
    request.log.error(
      { err: error, route: request.routeOptions.url ?? 'unmatched', status: answer.status },
      'http.fault',
    )
  if (answer.status === 503 && !reply.hasHeader('retry-after'))
    reply.header('retry-after', RETRY_AFTER_SECONDS)
  sendProblem(request, reply, answer)
}

/** Sends a problem past the route's response schemas, so that no error can fail in its serializer. */
export function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  answer: Problem,
): FastifyReply {
  const body = JSON.stringify({ ...answer, instance: instanceOf(request) })
  return reply.code(answer.status).type(PROBLEM_MEDIA_TYPE).send(body)
}

/** Answers what is not HTTP enough to become a request: no hook and no handler has seen it. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const answer = problemOfParser(error.code)
  const body = JSON.stringify(answer)
  if (socket.writable)
    socket.write(
      `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ''}\r\n` +
        `content-type: ${PROBLEM_MEDIA_TYPE}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n` +
        `connection: close\r\n\r\n${body}`,
    )
  socket.destroy(error)
}

function problemOf(error: unknown, request: FastifyRequest): Problem {
  if (error instanceof ProblemError) return error.problem
  // A bug in one request does not end the process: others would lose theirs.
  if (error instanceof InvariantError) return problem('internal-error', 500)
  // Our other errors say that the environment failed; the same request may succeed later.
  if (error instanceof TrmError) return problem('unavailable', 503)
  // The caller hung up before the whole request was there; nobody reads this answer.
  if (request.raw.destroyed && !request.raw.complete) return problem('malformed-request', 400)
  const invalid = invalidRequest(error, request)
  if (invalid !== undefined) return invalid
  return FRAMEWORK_PROBLEMS.get(frameworkStatus(error)) ?? problem('internal-error', 500)
}

/** The status of an error that the framework or one of its plugins made; of no other. */
function frameworkStatus(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || !('statusCode' in error)) return undefined
  const isFramework = typeof error.code === 'string' && error.code.startsWith('FST_')
  return isFramework ? error.statusCode : undefined
}

function isOverload(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'FST_UNDER_PRESSURE'
}

function problemOfParser(code: string | undefined): Problem {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return problem('request-timeout', 408)
  if (code === 'HPE_HEADER_OVERFLOW') return problem('headers-too-large', 431)
  return problem('malformed-request', 400)
}

function instanceOf(request: FastifyRequest): string {
  return `urn:uuid:${request.id}`
}
