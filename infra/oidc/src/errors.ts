import { TrmError, type SafeDetails } from '@trm/kernel'

const messages = {
  OIDC_NOT_LOOPBACK: 'the local token issuer serves this machine only',
  OIDC_PORT_UNAVAILABLE: 'the local token issuer cannot listen on this port',
} as const

export type OidcErrorCode = keyof typeof messages

/** Thrown by this package. Details never hold a token, a secret or a user. */
export class OidcError extends TrmError<OidcErrorCode> {
  override readonly name = 'OidcError'
  constructor(code: OidcErrorCode, details: SafeDetails = {}, cause?: unknown) {
    super(code, messages[code], details, cause)
  }
}
