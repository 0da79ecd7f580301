import { fail, ok, type Result } from '@trm/kernel'

/** An error answer of the token endpoint: a code and no description (RFC 6749 section 5.2). */
export type OAuthError = {
  readonly error:
    | 'invalid_request'
    | 'invalid_client'
    | 'invalid_target'
    | 'server_error'
    | 'unsupported_grant_type'
}

export type TokenRequest = {
  readonly clientId: string
  readonly clientSecret: string
  readonly audience: string
}

const GRANT = 'client_credentials'

/** Reads a parsed form. Parameters that come twice are refused (RFC 6749 section 3.2), others ignored. */
export function readTokenRequest(form: unknown): Result<TokenRequest, OAuthError> {
  if (!(form instanceof URLSearchParams)) return fail({ error: 'invalid_request' })
  const names = [...form.keys()]
  if (new Set(names).size !== names.length) return fail({ error: 'invalid_request' })
  const grant = form.get('grant_type')
  if (grant !== null && grant !== GRANT) return fail({ error: 'unsupported_grant_type' })
  const clientId = form.get('client_id')
  const clientSecret = form.get('client_secret')
  const audience = form.get('audience')
  if (!grant || !clientId || !clientSecret || !audience) return fail({ error: 'invalid_request' })
  return ok({ clientId, clientSecret, audience })
}
