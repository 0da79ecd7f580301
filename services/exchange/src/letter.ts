import type { OrganisationId } from '@trm/kernel'
import { MESSAGE_BYTES_MAX, sealedMessageLength, type MessageItem } from '@trm/sealing'
import type { Delivery } from './delivery-book.ts'
import type { ExchangeEnvironment } from './environment.ts'
import { sealLetter, type SealedLetter } from './leave-mail.ts'
import { makeCopy } from './make-copy.ts'

/** A sealed message, and what is in it. */
export type OutgoingLetter = SealedLetter & {
  readonly receipts: readonly string[]
  readonly deliveries: readonly Delivery[]
}

/**
 * Seals what waits for a recipient into one message, as much as fits: receipts first, since they are small and
 * somebody waits for them.
 *
 * @returns undefined where the directory names no key or no mailbox of the recipient now.
 */
export async function writeLetter(
  waiting: {
    readonly to: OrganisationId
    readonly batch: readonly Delivery[]
    readonly receipts: readonly string[]
    readonly itemsMax: number
  },
  environment: ExchangeEnvironment,
): Promise<OutgoingLetter | undefined> {
  const { items, receipts, deliveries } = await pack(waiting, environment)
  const letter = sealLetter(waiting.to, items, environment)
  return letter === undefined ? undefined : { ...letter, receipts, deliveries }
}

type Packed = Pick<OutgoingLetter, 'receipts' | 'deliveries'> & {
  readonly items: readonly MessageItem[]
}

async function pack(
  waiting: {
    readonly batch: readonly Delivery[]
    readonly receipts: readonly string[]
    readonly itemsMax: number
  },
  { caseLog, clock }: ExchangeEnvironment,
): Promise<Packed> {
  const { batch, itemsMax } = waiting
  const receipts = waiting.receipts.slice(0, Math.max(1, itemsMax - 1))
  const items: MessageItem[] = receipts.map((receipt) => ({
    kind: 'receipt',
    bytes: new TextEncoder().encode(receipt),
  }))
  const deliveries: Delivery[] = []
  for (const delivery of batch) {
    if (items.length === itemsMax) break
    const loaded = await caseLog.load(delivery.case)
    const bytes = await makeCopy(loaded, delivery.event, delivery.to, caseLog, clock.now())
    const lengths = [...items.map((item) => item.bytes.length), bytes.length]
    if (items.length > 0 && sealedMessageLength(lengths) > MESSAGE_BYTES_MAX) break
    items.push({ kind: 'event', bytes })
    deliveries.push(delivery)
  }
  return { items, receipts, deliveries }
}
