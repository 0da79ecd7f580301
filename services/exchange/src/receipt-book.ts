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
import { readReceipt, receiptKinds } from './read-receipt.ts'

/** The receipts that were given, by event: whoever asks again gets the same one again. */
export type ReceiptBook = {
  /** Takes in what an earlier life of this agent wrote down. */
  record(entry: InboxEntry): Promise<void>
  /** Takes in a receipt that was just signed. */
  keep(to: OrganisationId, items: readonly ReceiptItem[], receipt: string): void
  find(event: EventId, to: OrganisationId, verdict: ReceiptItem['verdict']): string | undefined
  /** A refusal was taken back: the next copy is answered for anew. */
  forgetRefusal(event: EventId, to: OrganisationId): void
}

export function createReceiptBook(directory: Pick<Directory, 'signingKey'>): ReceiptBook {
  const receipts = new Map<string, string>()
  const keep: ReceiptBook['keep'] = (to, items, receipt) => {
    for (const { event, verdict } of items) receipts.set(keyOf(event, to, verdict), receipt)
  }
  return {
    keep,
    async record(entry) {
      if (entry.type !== 'ReceiptIssued') return
      const { to, receipt } = entry.data
      const read = await readReceipt(receipt, receiptKinds.events, directory)
      if (read.ok) keep(to, read.value.items, receipt)
    },
    find: (event, to, verdict) => receipts.get(keyOf(event, to, verdict)),
    forgetRefusal: (event, to) => void receipts.delete(keyOf(event, to, 'refused')),
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
  environment: ReceiptSigner,
): Promise<string> {
  const payload = encodeReceipt({ ...receiptClaims(to, environment), ...what })
  return signJws({ typ: RECEIPT_TYP, ...environment.signer, payload })
}

/** What every receipt says beside what it is about: its id, who signs, to whom, and when. */
export function receiptClaims(
  to: OrganisationId,
  { self, clock, newTokenId }: Omit<ReceiptSigner, 'signer'>,
): Pick<Receipt, 'jti' | 'iss' | 'aud' | 'iat'> {
  return { jti: newTokenId(), iss: self, aud: to, iat: Date.parse(clock.now()) / 1000 }
}
