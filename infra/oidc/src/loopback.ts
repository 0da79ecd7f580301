import { OidcError } from './errors.ts'

// Literal addresses: what a name resolves to is decided elsewhere.
const LOOPBACK_HOSTS: readonly string[] = ['127.0.0.1', '::1', '[::1]']

/** @throws {OidcError} `OIDC_NOT_LOOPBACK`: secrets and tokens of this issuer cross no network. */
export function assertLoopback(host: string): void {
  if (!LOOPBACK_HOSTS.includes(host)) throw new OidcError('OIDC_NOT_LOOPBACK')
}
