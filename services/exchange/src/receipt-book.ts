import {
  encodeReceipt,
  RECEIPT_TYP,
  type InboxEntry,
  type Receipt,
  type ReceiptItem,
} from '@trm/contracts'
import type { EventId, OrganisationId } from '@trm/kernel'
import type { Directory } from '@trm/ports'
import { signJws } from '@trm/sealing'
import type { ExchangeEnvironment } from './environment.ts'
import { readReceipt } from './read-receipt.ts'

/** The receipts that were given, by event: whoever asks again gets the same one again. */
export type ReceiptBook = {
  /** Takes in what an earlier life of this agent wrote down. */
  record(entry: InboxEntry): Promise<void>
  /** Takes in a receipt that was just signed. */
  keep(to: OrganisationId, items: readonly ReceiptItem[], receipt: string): void
  find(event: EventId, to: OrganisationId, verdict: ReceiptItem['verdict']): string | undefined
}

export function createReceiptBook(directory: Pick<Directory, 'signingKey'>): ReceiptBook {
  const receipts = new Map<string, string>()
  const keep: ReceiptBook['keep'] = (to, items, receipt) => {
    for (const { event, verdict } of items) receipts.set(keyOf(event, to, verdict), receipt)
  }
  return {
    keep,
    async record(entry) {
      if (entry.type === 'QuarantineReviewed' && entry.data.released !== undefined) {
        const { event, sender } = entry.data.released
        receipts.delete(keyOf(event, sender, 'refused'))
      }
      if (entry.type !== 'ReceiptIssued') return
      const { to, receipt } = entry.data
      const read = await readReceipt(receipt, directory)
      if (read.ok) keep(to, read.value.items, receipt)
    },
    find: (event, to, verdict) => receipts.get(keyOf(event, to, verdict)),
  }
}

function keyOf(event: EventId, to: OrganisationId, verdict: ReceiptItem['verdict']): string {
  return `${event} ${to} ${verdict}`
}

/** What a receipt is signed with. */
export type ReceiptSigner = Pick<ExchangeEnvironment, 'self' | 'clock' | 'signer' | 'newTokenId'>

/** Signs one receipt over what came in one message. Called only after the appends have resolved. */
export function signReceipt(
  to: OrganisationId,
  what: Pick<Receipt, 'items' | 'message'>,
  { self, clock, signer, newTokenId }: ReceiptSigner,
): Promise<string> {
  const payload = encodeReceipt({
    jti: newTokenId(),
    iss: self,
    aud: to,
    iat: Date.parse(clock.now()) / 1000,
    ...what,
  })
  return signJws({ typ: RECEIPT_TYP, ...signer, payload })
}
