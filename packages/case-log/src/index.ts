export {
  caseOfStream,
  openCaseLog,
  type CaseLog,
  type Contended,
  type LoadedCase,
  type OwnEvent,
} from './case-log.ts'
export type { ChainPlace } from './chain-place.ts'
export {
  composeEvent,
  type ChainHead,
  type ComposedEvent,
  type CompositionInput,
  type EventSigner,
} from './compose.ts'
export { ensureIdentity, type Identity } from './identity.ts'
export { isErasureOf } from './key-scope.ts'
export { openJournal, type Journal } from './journal.ts'
export { organisationsIn } from './organisations.ts'
export { CaseLogError, type LoggedEvent, type OpenedSection } from './record.ts'
export { sharedState, type SharedState } from './state-digest.ts'
export {
  CLOCK_SKEW_MAX_MS,
  verifyCopy,
  type CopyContext,
  type CopyRefusal,
  type VerifiedCopy,
} from './verify-copy.ts'
export { instantOf, verifyEvent, type VerifiedEvent } from './verify-event.ts'
export { packCopy, unpackCopy, type EventCopy } from './wire.ts'
