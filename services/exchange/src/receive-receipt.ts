import type { OutboxEntry, ReceiptItem, RefusalReason } from '@trm/contracts'
import { ok, type EventId, type OrganisationId, type Result } from '@trm/kernel'
import type { Delivery, DeliveryBook } from './delivery-book.ts'
import type { ExchangeEnvironment } from './environment.ts'
import { readReceiptOf, receiptKinds } from './read-receipt.ts'
import { resealings } from './reseal.ts'

/**
 * A recipient's signed word on what it stored or refused. It counts for deliveries to the one who
 * signed it and for nobody else's; saying it twice changes nothing.
 */
export async function receiveReceipt(
  bytes: Uint8Array,
  sender: OrganisationId,
  book: DeliveryBook,
  environment: Pick<
    ExchangeEnvironment,
    'self' | 'directory' | 'clock' | 'outboxJournal' | 'report'
  >,
): Promise<Result<null, RefusalReason>> {
  const { clock, outboxJournal, report } = environment
  const read = await readReceiptOf(sender, bytes, receiptKinds.events, environment)
  if (!read.ok) return read
  const { token, receipt } = read.value

  const entries: OutboxEntry[] = []
  const stored: EventId[] = []
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
    if (delivery === undefined) continue
    if (!isNews(item, delivery)) {
      book.answered(delivery)
      continue
    }
    if (item.verdict === 'stored') {
      stored.push(item.event)
    } else {
      const { event, reason } = item
      entries.push({ type: 'DeliveryRefused', data: { event, to: sender, receipt: token, reason } })
      report({ kind: 'refused-by-recipient', reason })
    }
  }
  if (stored.length > 0)
    entries.unshift({
      type: 'DeliveriesStored',
      data: { to: sender, events: stored, receipt: token },
    })
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
