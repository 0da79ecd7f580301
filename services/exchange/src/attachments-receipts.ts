import {
  ATTACHMENT_RECEIPT_ITEMS_MAX,
  ATTACHMENT_RECEIPT_TYP,
  encodeAttachmentReceipt,
  type AttachmentReceiptItem,
} from '@trm/contracts'
import type { OrganisationId } from '@trm/kernel'
import { signJws } from '@trm/sealing'
import type { AttachmentsInbox, Named } from './attachments-inbox.ts'
import type { OwedReceipts } from './attachments-outbox.ts'
import type { ExchangeEnvironment } from './environment.ts'
import { receiptClaims } from './receipt-book.ts'

/** What senders of chunks are to hear: which attachments, not what of them; that is looked up when it is sent. */
export type ReceiptDesk = OwedReceipts & {
  /** Once for each attachment, however often it is asked for: no more than there are attachments announced. */
  owe(to: OrganisationId, named: Named): void
}

export function createReceiptDesk(
  environment: ExchangeEnvironment,
  inbox: Pick<AttachmentsInbox, 'stateOf'>,
): ReceiptDesk {
  const owed = new Map<OrganisationId, Map<string, Named>>()

  return {
    owe(to, named) {
      const ofSender = owed.get(to) ?? new Map<string, Named>()
      ofSender.set(`${named.event} ${named.attachment}`, named)
      owed.set(to, ofSender)
    },
    waiting: () => [...owed.keys()],
    async take(to) {
      const ofSender = owed.get(to)
      const asked = [...(ofSender ?? [])].slice(0, ATTACHMENT_RECEIPT_ITEMS_MAX)
      const items: AttachmentReceiptItem[] = []
      for (const [, named] of asked) {
        const item = await inbox.stateOf(named, to)
        if (item !== undefined) items.push(item)
      }
      const settled = () => {
        // What was asked for again meanwhile is told again.
        for (const [key, named] of asked) if (ofSender?.get(key) === named) ofSender.delete(key)
      }
      if (items.length === 0) {
        settled()
        return undefined
      }
      const payload = encodeAttachmentReceipt({ ...receiptClaims(to, environment), items })
      const typ = ATTACHMENT_RECEIPT_TYP
      const token = await signJws({ typ, ...environment.signer, payload })
      return { item: { kind: 'chunk-receipt', bytes: new TextEncoder().encode(token) }, settled }
    },
  }
}
