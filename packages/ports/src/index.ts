export type { Clock } from './clock.ts'
export type {
  Directory,
  KeyStanding,
  ListedKey,
  ListedOrganisation,
  OrganisationStanding,
  SigningKeyLookup,
  StatedFact,
} from './directory.ts'
export {
  digestOfEvents,
  startEventDigest,
  type EventDigest,
  type GrowingEventDigest,
} from './event-digest.ts'
export {
  StoreUnavailableError,
  type AppendFailure,
  type Appended,
  type EventStore,
  type ExpectedRevision,
  type NewEvent,
  type ReadAllOptions,
  type ReadStreamOptions,
  type RecordedEvent,
  type StoreErrorCode,
  type StreamMetadata,
  type SubscribeOptions,
} from './event-store.ts'
export {
  MailboxError,
  type Disposition,
  type Mailbox,
  type MailboxAddress,
  type MailboxErrorCode,
  type MailDelivery,
  type PublishFailure,
  type SealedMail,
} from './mailbox.ts'
export { VaultError, type SectionKey, type Vault, type VaultErrorCode } from './vault.ts'
