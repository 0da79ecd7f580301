export type { VerifiedBytes } from './bytes.ts'
export { assertNever, invariant, InvariantError, TrmError, type SafeDetails } from './error.ts'
export {
  isCaseReference,
  isEventId,
  isOrganisationId,
  isParticipantCode,
  isTokenId,
  participantOf,
  type CaseReference,
  type EventId,
  type OrganisationId,
  type ParticipantCode,
  type TokenId,
} from './identifiers.ts'
export {
  isInstant,
  millisecondsBetween,
  plusMilliseconds,
  toInstant,
  type Instant,
} from './instant.ts'
export {
  canonicalJson,
  parseStrictJson,
  type Json,
  type JsonFailure,
  type JsonObject,
} from './json.ts'
export { fail, ok, type Result } from './result.ts'
