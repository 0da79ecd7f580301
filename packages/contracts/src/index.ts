export type { WithoutConsentMark } from './api/case-marks.ts'
export {
  caseList,
  caseView,
  commandResponse,
  openCaseRequest,
  openCaseResponse,
  previewRequest,
  previewResponse,
  type CaseList,
  type CaseView,
  type CommandResponse,
  type OpenCaseRequest,
  type OpenCaseResponse,
  type PreviewResponse,
  type SectionEntry,
} from './api/casework.ts'
export { consentRecordList, type ConsentRecordList } from './api/consent-records.ts'
export { organisationList, type OrganisationList } from './api/directory.ts'
export {
  attachmentTransferList,
  deliveryList,
  keyReport,
  quarantineList,
  exchangeAttention,
  quarantineReview,
  type AttachmentTransferList,
  type DeliveryList,
  type ExchangeAttention,
  type KeyReport,
  type QuarantineReview,
  type QuarantineList,
} from './api/exchange.ts'
export { attentionList, type AttentionList } from './api/attention.ts'
export { retentionReport, type RetentionReport } from './api/retention.ts'
export {
  ledgerResponse,
  replayResponse,
  sharedStateResponse,
  type LedgerHolding,
  type LedgerResponse,
  type ReplayedEvent,
  type ReplayedGrant,
  type ReplayedSection,
  type ReplayResponse,
  type ReplaySummary,
  type SharedStateResponse,
} from './api/timeline.ts'
export {
  ATTACHMENT_BYTES_MAX,
  ATTACHMENT_CHUNK_BYTES,
  ATTACHMENT_CHUNKS_MAX,
  attachmentMediaTypes,
  attachmentReference,
  attachmentsIn,
  ATTACHMENTS_PER_EVENT_MAX,
  chunkCount,
  chunkLength,
  type AttachmentMediaType,
  type AttachmentReference,
} from './attachment.ts'
export {
  ATTACHMENT_RECEIPT_ITEMS_MAX,
  ATTACHMENT_RECEIPT_TYP,
  decodeAttachmentReceipt,
  encodeAttachmentReceipt,
  type AttachmentReceipt,
  type AttachmentReceiptItem,
} from './attachment-receipt.ts'
export {
  caseCommand,
  commandRequest,
  disclosurePreview,
  type CaseCommandBody,
  type CommandRequest,
  type DisclosurePreview,
} from './commands.ts'
export { basis, consentClause, grant } from './disclosures.ts'
export { currentVersion, factsSchema, factsSchemas, isEventType, upcast } from './facts.ts'
export {
  ACCESS_STREAM,
  ATTACHMENTS_STREAM,
  INBOX_STREAM,
  KEYS_STREAM,
  OUTBOX_STREAM,
  readAccessEntry,
  readAttachmentEntry,
  readInboxEntry,
  readKeyEntry,
  readOutboxEntry,
  readWriterEntry,
  WRITER_STREAM,
  type AccessEntry,
  type AttachmentEntry,
  type InboxEntry,
  type KeyEntry,
  type OutboxEntry,
  type WriterEntry,
  quarantineDecisions,
  type QuarantineDecision,
} from './journal.ts'
export { decodePolicyPack, policyPack, type PolicyDecodeFailure } from './policy-pack.ts'
export {
  decodeReceipt,
  encodeReceipt,
  RECEIPT_ITEMS_MAX,
  RECEIPT_TYP,
  refusalReasons,
  type Receipt,
  type ReceiptItem,
  type RefusalReason,
} from './receipt.ts'
export {
  caseReference,
  clauseId,
  codeOf,
  eventId,
  instant,
  organisationId,
  participantCode,
  sha256Text,
  tokenId,
} from './scalars.ts'
export { channelKinds } from './sections/contact.ts'
export { documentKinds } from './sections/documents.ts'
export {
  caseStatuses,
  controlMethods,
  decisionMakingOrganisations,
  educationLevels,
  exploitationTypes,
  genders,
  historicEventTypes,
  labourIndustries,
  maritalStatuses,
  recruitmentMethods,
  referralReasons,
  sexExploitationTypes,
  supportPlanTypes,
  traffickerRelationships,
  traffickingStatuses,
  vulnerabilities,
  websitesAndApps,
} from './sections/htcds-picklists.ts'
export {
  countryCodes,
  sectionProblems,
  sectionSchemas,
  type SectionProblem,
  type SectionValues,
} from './sections/index.ts'
export { travelModes } from './sections/travel.ts'
export {
  decodeSignedEvent,
  DIGEST_BLOCK,
  encodeSignedEvent,
  EVENT_TYP,
  placesOf,
  SECTION_DIGESTS,
  type EventDecodeFailure,
  type SignedEvent,
} from './signed-event.ts'
export { storedEvent, storedSection, type StoredEvent, type StoredSection } from './stored-event.ts'
export {
  decodeTrustList,
  encodeTrustList,
  TRUST_LIST_TYP,
  type TrustList,
  type TrustListKey,
  type TrustListOrganisation,
} from './trust-list.ts'
