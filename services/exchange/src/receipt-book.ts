import { encodeReceipt, RECEIPT_TYP, type InboxEntry, type ReceiptItem } from '@trm/contracts'
import type { EventId, OrganisationId } from '@trm/kernel'
import { signJws } from '@trm/sealing'
import type { ExchangeEnvironment } from './environment.ts'

/** The receipts that were given, by event: whoever asks again gets the same one again. */
export type ReceiptBook = {
  record(entry: InboxEntry): void
  find(event: EventId, to: OrganisationId): string | undefined
}

export function createReceiptBook(): ReceiptBook {
  const receipts = new Map<string, string>()
  return {
    record(entry) {
      if (entry.type !== 'ReceiptIssued') return
      const { to, events, receipt } = entry.data
      for (const event of events) receipts.set(`${event} ${to}`, receipt)
    },
    find: (event, to) => receipts.get(`${event} ${to}`),
  }
}

/** Signs one receipt over what came in one message. Called only after the appends have resolved. */
export function signReceipt(
  to: OrganisationId,
  items: readonly ReceiptItem[],
  { self, clock, signer, newTokenId }: ExchangeEnvironment,
): Promise<string> {
  const payload = encodeReceipt({
    jti: newTokenId(),
    iss: self,
    aud: to,
    iat: Date.parse(clock.now()) / 1000,
    items,
  })
  return signJws({ typ: RECEIPT_TYP, ...signer, payload })
}
