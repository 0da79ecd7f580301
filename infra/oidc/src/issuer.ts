import { fastify, type FastifyInstance } from 'fastify'
import type { Instant } from '@trm/kernel'
import { generateSigningKey, publicJwk, signAccessToken } from '@trm/sealing'
import { OidcError } from './errors.ts'
import { assertLoopback } from './loopback.ts'
import { readTokenRequest, type OAuthError } from './token-request.ts'
import { userList, type LocalUser } from './user-list.ts'

const LIFETIME_SECONDS = 900
const BODY_MAX_BYTES = 4_096
const TIMEOUT_MS = 10_000

export type Issuer = {
  /** The issuer identifier, and where it listens: no path, no last slash. */
  readonly url: string
  close(): Promise<void>
}

export type IssuerOptions = {
  /** `127.0.0.1` or `::1`. */
  readonly host: string
  /** 0 lets the system choose. */
  readonly port: number
  readonly users: readonly LocalUser[]
  readonly now: () => Instant
}

/**
 * Starts the token issuer of the local network: OAuth 2.0 client credentials (RFC 6749 section 4.4),
 * JWT access tokens (RFC 9068) of fifteen minutes, discovery and JWKS. Its key lives as long as it
 * does. It has no log: there is nothing in a token request that may be logged.
 *
 * @throws {OidcError} `OIDC_NOT_LOOPBACK` on any other address, `OIDC_PORT_UNAVAILABLE`.
 */
export async function startIssuer({ host, port, users, now }: IssuerOptions): Promise<Issuer> {
  assertLoopback(host)
  const signingKey = await generateSigningKey()
  const findUser = userList(users)
  const issuer = { url: '' }
  const app = bareApp()

  app.get('/.well-known/openid-configuration', async () => discovery(issuer.url))

  app.get('/jwks', async () => ({ keys: [publicJwk(signingKey.publicKey, signingKey.keyId)] }))

  app.post('/token', async (request, reply) => {
    // RFC 6749 section 5.1.
    reply.header('cache-control', 'no-store').header('pragma', 'no-cache')
    const wanted = readTokenRequest(request.body)
    if (!wanted.ok) return reply.code(400).send(wanted.failure)
    const { clientId, clientSecret, audience } = wanted.value
    const user = findUser(clientId, clientSecret, now())
    if (!user.ok && user.failure.kind === 'too-many-failures')
      return reply.code(429).header('retry-after', 60).send(oauthError('invalid_client'))
    if (!user.ok) return reply.code(401).send(oauthError('invalid_client'))
    // RFC 8707 section 2, which defines the code.
    if (user.value.audience !== audience) return reply.code(400).send(oauthError('invalid_target'))

    const token = await signAccessToken({
      issuer: issuer.url,
      audience,
      subject: user.value.subject,
      clientId: user.value.subject,
      roles: user.value.roles,
      keyId: signingKey.keyId,
      privateKey: signingKey.privateKey,
      lifetimeSeconds: LIFETIME_SECONDS,
      now: now(),
    })
    return { access_token: token, token_type: 'Bearer', expires_in: LIFETIME_SECONDS }
  })

  try {
    issuer.url = await app.listen({ host, port })
  } catch (cause) {
    throw new OidcError('OIDC_PORT_UNAVAILABLE', { port }, cause)
  }
  return { url: issuer.url, close: () => app.close() }
}

/** An application that reads forms, and repeats nothing of a request in an error. */
function bareApp(): FastifyInstance {
  const app = fastify({
    bodyLimit: BODY_MAX_BYTES,
    requestTimeout: TIMEOUT_MS,
    connectionTimeout: TIMEOUT_MS,
    frameworkErrors: (_error, _request, reply) => {
      reply.raw.writeHead(400, { 'content-type': 'application/json' })
      reply.raw.end(JSON.stringify(oauthError('invalid_request')))
    },
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, new URLSearchParams(body.toString())),
  )
  app.setErrorHandler((error, _request, reply) => {
    const status = statusOfCaller(error)
    return status === undefined
      ? reply.code(500).send(oauthError('server_error'))
      : reply.code(status).send(oauthError('invalid_request'))
  })
  app.setNotFoundHandler((_request, reply) => reply.code(404).send(oauthError('invalid_request')))
  return app
}

/** The status of a mistake of the caller that the framework found, such as another media type. */
function statusOfCaller(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('statusCode' in error)) return undefined
  const status = Number(error.statusCode)
  return status >= 400 && status < 500 ? status : undefined
}

/** OpenID Connect Discovery 1.0, section 3. */
function discovery(url: string): object {
  return {
    issuer: url,
    token_endpoint: `${url}/token`,
    jwks_uri: `${url}/jwks`,
    grant_types_supported: ['client_credentials'],
    token_endpoint_auth_methods_supported: ['client_secret_post'],
    response_types_supported: [],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['Ed25519'],
  }
}

function oauthError(error: OAuthError['error']): OAuthError {
  return { error }
}
