import {
  ATTACHMENT_BYTES_MAX,
  ATTACHMENTS_PER_EVENT_MAX,
  ATTACHMENTS_STREAM,
  readAttachmentEntry,
  type AttachmentEntry,
  type RefusalReason,
} from '@trm/contracts'
import type { EventId, OrganisationId } from '@trm/kernel'
import type { MessageItem } from '@trm/sealing'
import { createAttachmentsBook, entryOf, type AttachmentsBook } from './attachments-book.ts'
import { createAttachmentsInbox, type ChunkReception, type Named } from './attachments-inbox.ts'
import { createAttachmentsOutbox } from './attachments-outbox.ts'
import { createReceiptDesk, readAttachmentReceipt } from './attachments-receipts.ts'
import type { DeliveryBook } from './delivery-book.ts'
import type { ExchangeEnvironment } from './environment.ts'

/** Attachments on their way, in and out. */
export type Attachments = {
  readonly book: AttachmentsBook
  /**
   * Takes in a chunk, or a receipt for chunks; durable when it resolves.
   *
   * @returns what is to be put into quarantine; undefined where nothing is.
   */
  take(
    item: MessageItem,
    sender: OrganisationId,
  ): Promise<{ readonly reason: RefusalReason; readonly event?: EventId } | undefined>
  /** Sends and follows the log until `signal` aborts. */
  run(signal: AbortSignal): Promise<void>
}

/** What may have begun to come from one sender and not be whole: as much as one event may name. */
const BUFFERED_BYTES_MAX = ATTACHMENTS_PER_EVENT_MAX * ATTACHMENT_BYTES_MAX
/** How many refused chunks of one sender are written down in the life of a process; all are reported. */
const REFUSALS_WRITTEN_MAX = 20

/** Reads what earlier lives of this agent refused, so that it answers as they did. */
export async function openAttachments(
  environment: ExchangeEnvironment,
  deliveries: DeliveryBook,
  bufferedBytesMax: number = BUFFERED_BYTES_MAX,
): Promise<Attachments> {
  const { store, report } = environment
  const book = createAttachmentsBook()
  const inbox = createAttachmentsInbox(environment, bufferedBytesMax)
  for await (const recorded of store.readStream(ATTACHMENTS_STREAM)) {
    const { type, data } = readAttachmentEntry(recorded)
    if (type === 'AttachmentRejected') inbox.reject(data, data.reason)
  }
  const owed = createReceiptDesk(environment, inbox)
  const { attachments } = environment
  const { resume } = inbox
  const outbox = createAttachmentsOutbox({
    environment,
    attachments,
    book,
    owed,
    deliveries,
    resume,
  })
  const refusals = new Map<OrganisationId, number>()

  async function takeChunk(bytes: Uint8Array, sender: OrganisationId) {
    const { reception, named } = await inbox.receive(bytes, sender)
    reportReception(reception, sender)
    if (named !== undefined && isAnswered(reception)) {
      owed.owe(sender, named)
      outbox.wake(sender)
    }
    if (reception.kind !== 'refused') return undefined
    const written = (refusals.get(sender) ?? 0) + 1
    refusals.set(sender, written)
    // Who sends what nobody asked for fills no store: of a flood the beginning is written down.
    return written > REFUSALS_WRITTEN_MAX ? undefined : refusalOf(reception.reason, named)
  }

  function reportReception(reception: ChunkReception, organisation: OrganisationId): void {
    if (reception.kind === 'refused') report({ kind: 'quarantined', reason: reception.reason })
    else if (reception.kind === 'full') report({ kind: 'attachments-full', organisation })
    else report({ kind: reception.isComplete ? 'attachment-stored' : 'chunk-stored' })
  }

  async function takeReceipt(bytes: Uint8Array, sender: OrganisationId) {
    const { self, directory, attachmentsJournal } = environment
    const token = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
    const read = await readAttachmentReceipt(token, directory)
    const isGood = read.ok && read.value.iss === sender && read.value.aud === self
    if (!isGood) {
      report({ kind: 'quarantined', reason: 'receipt-invalid' })
      return refusalOf('receipt-invalid')
    }
    const entries: AttachmentEntry[] = []
    for (const item of read.value.items) {
      const transfer = book.find(item.event, item.attachment, sender)
      const entry = transfer === undefined ? undefined : entryOf(item, transfer, token)
      if (entry === undefined) continue
      entries.push(entry)
      if (item.verdict === 'refused') report({ kind: 'refused-by-recipient', reason: item.reason })
    }
    const [first, ...rest] = entries
    if (first === undefined) return undefined
    await attachmentsJournal.append(first, ...rest)
    for (const entry of entries) book.record(entry, Date.now())
    outbox.wake(sender)
    return undefined
  }

  return {
    book,
    async take({ kind, bytes }, sender) {
      // Before that, neither what is on its way nor what has begun to come is known.
      await outbox.caughtUp()
      return kind === 'chunk' ? takeChunk(bytes, sender) : takeReceipt(bytes, sender)
    },
    run: (signal) => outbox.run(signal),
  }
}

function isAnswered(reception: ChunkReception): boolean {
  return reception.kind !== 'full' && reception.isAnswered
}

function refusalOf(reason: RefusalReason, named?: Named) {
  return { reason, ...(named !== undefined && { event: named.event }) }
}
