export { decodeChunk, encodeChunk, type AttachmentChunk } from './attachment-chunk.ts'
export { openAttachments, type Attachments } from './attachments.ts'
export { createCoverTraffic, type CoverTraffic, type CoverTrafficOptions } from './cover-traffic.ts'
export { createDeliveryBook, type Delivery, type DeliveryBook } from './delivery-book.ts'
export { JOURNAL_GATHER_MS, type ExchangeEnvironment, type ExchangeFact } from './environment.ts'
export { openInbox, type Inbox } from './inbox.ts'
export {
  KEY_GRACE_DAYS_MIN,
  openKeyEpochs,
  type KeyEpochs,
  type KeyEpochsEnvironment,
  type KeyFact,
} from './key-epochs.ts'
export { createOutbox, type Outbox } from './outbox.ts'
export { exchangeRoutes, type ExchangeOptions } from './routes.ts'
