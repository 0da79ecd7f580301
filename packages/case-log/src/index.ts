export {
  caseOfStream,
  openCaseLog,
  type CaseLog,
  type Contended,
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
export type { Erasure } from './erasures.ts'
export { placesOf, type EventPlace } from './event-place.ts'
export { heldUnder } from './held-under.ts'
export { ensureIdentity, type Identity } from './identity.ts'
export type { InspectedSection, SectionFact } from './inspect.ts'
export { isErasureOf } from './key-scope.ts'
export { loadReadable } from './load-readable.ts'
export type { LoadedCase } from './loaded-case.ts'
export { openJournal, type Journal } from './journal.ts'
export { ATTACHMENTS_SECTION, namedAttachments, type NamedAttachment } from './named-attachments.ts'
export { organisationsIn } from './organisations.ts'
export { findReadingFlaw, readingRemedies, type ReadingRule } from './reading-rule.ts'
export { CaseLogError, type LoggedEvent, type OpenedSection } from './record.ts'
export {
  makeSealingKey,
  openKeyRing,
  readSealingKeys,
  SEALING_KEYS_MAX,
  SealingKeysError,
  type KeyRing,
} from './sealing-keys.ts'
export { sharedState, type SharedState } from './state-digest.ts'
export {
  CLOCK_SKEW_MAX_MS,
  verifyCopy,
  type CopyContext,
  type CopyRefusal,
  type VerifiedCopy,
} from './verify-copy.ts'
export { instantOf, verifyEvent, type VerifiedEvent } from './verify-event.ts'
export { packCopy, packPlainCopy, unpackCopy, type EventCopy } from './wire.ts'
export { withoutConsentMarks } from './without-consent.ts'
