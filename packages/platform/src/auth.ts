import { invariant, InvariantError, type Result } from '@trm/kernel'
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import { sendProblem } from './http-errors.ts'
import { problem } from './problem.ts'

/** Who asks: a pseudonymous id from the identity provider, and what they may do. */
export type User = { readonly subject: string; readonly roles: readonly string[] }

/** Checks an access token. Throws only when it cannot tell, such as when keys are out of reach. */
export type Authenticate = (token: string) => Promise<Result<User, { readonly kind: string }>>

type RoleGuard = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined>

declare module 'fastify' {
  interface FastifyRequest {
    /** Set when the request came with a good token. Handlers take it from `userOf`. */
    user: User | undefined
  }
  interface FastifyContextConfig {
    /** Open to everyone, token or not. */
    public?: true
  }
}

const guards = new WeakSet<object>()

// RFC 6750 section 2.1; the scheme is case-insensitive (RFC 9110 section 11.1).
const BEARER = /^bearer +([A-Za-z0-9._~+/-]+=*)$/i
const TOKEN_LENGTH_MAX = 8192

/**
 * Lets through users who have one of these roles: `{ preHandler: requireRole('caseworker') }`. Others
 * get 401 without a good token and 403 with one, before their body is read.
 */
export function requireRole(...roles: readonly [string, ...string[]]): RoleGuard {
  const guard: RoleGuard = async (request, reply) => {
    if (request.user === undefined) return refuseStranger(request, reply)
    if (request.user.roles.some((role) => roles.includes(role))) return undefined
    reply.header('www-authenticate', 'Bearer realm="trm", error="insufficient_scope"')
    return sendProblem(request, reply, problem('forbidden', 403))
  }
  guards.add(guard)
  return guard
}

/** The user of a request that has passed {@link requireRole}. */
export function userOf(request: FastifyRequest): User {
  invariant(request.user !== undefined, 'http: only routes with a role have a user')
  return request.user
}

/** Reads the bearer token of every request that is not for a public route. */
export function identifyUsers(app: FastifyInstance, authenticate: Authenticate): void {
  app.decorateRequest('user', undefined)
  app.addHook('onRequest', async (request) => {
    if (request.is404 || request.routeOptions.config.public === true) return
    const token = bearerToken(request)
    if (token === undefined) return
    const outcome = await authenticate(token)
    if (outcome.ok) request.user = outcome.value
  })
}

/**
 * Closes every route that is registered from here on: it declares a role, or that it is public.
 *
 * @throws {InvariantError} at registration, for a route that does neither, or both.
 */
export function closeRoutesByDefault(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    const own = [...handlers(route.onRequest), ...handlers(route.preHandler)]
    const roleGuards = own.filter(isGuard)
    const isPublic = route.config?.public === true
    if (isPublic === roleGuards.length > 0)
      throw new InvariantError(`http: a role or public: ${String(route.method)} ${route.url}`)
    // Asked first here, so that nothing of a stranger's request is parsed or validated.
    route.onRequest = [...new Set([...handlers(route.onRequest), ...roleGuards])]
  })
}

function handlers(hook: RouteOptions['onRequest'] | RouteOptions['preHandler']): RoleGuard[] {
  return [hook ?? []].flat() as RoleGuard[]
}

function isGuard(hook: RoleGuard): boolean {
  return guards.has(hook)
}

function refuseStranger(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  // RFC 6750 section 3.1: no error code where no credentials were sent.
  const error = request.headers.authorization === undefined ? '' : ', error="invalid_token"'
  reply.header('www-authenticate', `Bearer realm="trm"${error}`)
  return sendProblem(request, reply, problem('unauthenticated', 401))
}

function bearerToken(request: FastifyRequest): string | undefined {
  const header = request.headers.authorization ?? ''
  return header.length <= TOKEN_LENGTH_MAX ? BEARER.exec(header)?.[1] : undefined
}
