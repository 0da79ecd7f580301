import { ApiError } from './agent-client.ts'

/** How a program signs in: OAuth 2.0 client credentials (RFC 6749, section 4.4). */
export type Credentials = {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** The organisation whose agent the token is for. */
  readonly audience: string
}

/** Renewed this long before it runs out, in milliseconds. */
const RENEW_BEFORE_MS = 60_000
const TIMEOUT_MS = 10_000

/**
 * A source of access tokens that asks the issuer anew shortly before the last one runs out.
 *
 * @throws {ApiError} from the source: `API_UNREACHABLE` or, when the issuer refuses, `API_UNREADABLE`.
 */
export function accessTokens(credentials: Credentials): () => Promise<string> {
  let current: { readonly token: string; readonly renewAt: number } | undefined
  return async () => {
    if (current === undefined || Date.now() >= current.renewAt)
      current = await fetchOne(credentials)
    return current.token
  }
}

async function fetchOne({ issuer, clientId, clientSecret, audience }: Credentials) {
  const response = await askIssuer(`${issuer}/token`, {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    audience,
  })
  const { access_token: token, expires_in: seconds } = response as Record<string, unknown>
  if (typeof token !== 'string' || typeof seconds !== 'number') {
    throw new ApiError('API_UNREADABLE')
  }
  return { token, renewAt: Date.now() + seconds * 1000 - RENEW_BEFORE_MS }
}

async function askIssuer(url: string, form: Record<string, string>): Promise<object> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      body: new URLSearchParams(form),
      // The secret stays with the issuer that was named.
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    return (await response.json()) as object
  } catch (cause) {
    throw new ApiError('API_UNREACHABLE', {}, cause)
  }
}
