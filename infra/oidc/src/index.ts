export { OidcError, type OidcErrorCode } from './errors.ts'
export { startIssuer, type Issuer, type IssuerOptions } from './issuer.ts'
export { type LocalUser } from './user-list.ts'
