import type { OutboxEntry, ReceiptItem, RefusalReason } from '@trm/contracts'
import { fail, ok, type OrganisationId, type Result } from '@trm/kernel'
import type { Delivery, DeliveryBook } from './delivery-book.ts'
import type { ExchangeEnvironment } from './environment.ts'
import { readReceipt } from './read-receipt.ts'
import { resealings } from './reseal.ts'

/**
 * A recipient's signed word on what it stored or refused. It counts for deliveries to the one who
 * signed it and for nobody else's; saying it twice changes nothing.
 */
export async function receiveReceipt(
  bytes: Uint8Array,
  sender: OrganisationId,
  book: DeliveryBook,
  environment: ExchangeEnvironment,
): Promise<Result<null, RefusalReason>> {
  const { self, directory, clock, outboxJournal, report } = environment
  const token = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  const read = await readReceipt(token, directory)
  if (!read.ok) return read
  const receipt = read.value
  if (receipt.iss !== sender || receipt.aud !== self) return fail('receipt-invalid')

  const entries: OutboxEntry[] = []
  if (receipt.message !== undefined) {
    report({ kind: 'refused-by-recipient', reason: receipt.message.reason })
    entries.push(...resealings(receipt.message, sender, book, environment))
  }
  for (const item of receipt.items) {
    const delivery = book.find(item.event, sender)
    if (item.verdict === 'heldBack') {
      if (delivery?.status === 'refused')
        entries.push({
          type: 'DeliveryReopened',
          data: { event: item.event, to: sender, receipt: token },
        })
      else book.heldBack(item, sender)
      continue
    }
    if (delivery === undefined || !isNews(item, delivery)) continue
    const data = { event: item.event, to: sender, receipt: token }
    if (item.verdict === 'stored') {
      entries.push({ type: 'DeliveryStored', data })
    } else {
      entries.push({ type: 'DeliveryRefused', data: { ...data, reason: item.reason } })
      report({ kind: 'refused-by-recipient', reason: item.reason })
    }
  }
  const [first, ...rest] = entries
  if (first === undefined) return ok(null)
  await outboxJournal.append(first, ...rest)
  const now = clock.now()
  for (const entry of entries) book.record(entry, now)
  return ok(null)
}

/**
 * `stored` outranks `refused`: a copy that somebody else spoiled may have been refused before the good
 * one came. Nothing outranks `stored`.
 */
function isNews({ verdict }: ReceiptItem, { status }: Delivery): boolean {
  return status === 'refused' ? verdict === 'stored' : status !== 'stored'
}
