import { participantOf, type OrganisationId } from '@trm/kernel'
import type { MailboxAddress, SealedMail } from '@trm/ports'
import {
  MESSAGE_BYTES_MAX,
  randomToken,
  sealedMessageLength,
  sealMessage,
  sha256Base64url,
  type MessageItem,
} from '@trm/sealing'
import type { Delivery } from './delivery-book.ts'
import type { ExchangeEnvironment } from './environment.ts'
import type { Letter } from './letters.ts'
import { makeCopy } from './make-copy.ts'

/** A sealed message to one recipient, and what is in it. */
export type OutgoingLetter = Letter & {
  readonly address: MailboxAddress
  readonly mail: SealedMail
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
  const { to } = waiting
  const { self, directory, clock } = environment
  const now = clock.now()
  const key = directory.sealingKey(to, now)
  const address = directory.mailboxOf(to)
  if (key === undefined || address === undefined) return undefined
  const { items, receipts, deliveries } = await pack(waiting, environment)
  const body = sealMessage({
    sender: self,
    recipient: to,
    recipientKeyId: key.keyId,
    recipientPublicKey: key.publicKey,
    items,
  })
  const source = participantOf(self)
  const mail = { id: randomToken(), source, time: `${now.slice(0, 16)}:00Z`, body }
  const letter = { to, keyId: key.keyId, digest: sha256Base64url(body) }
  return { ...letter, address, mail, receipts, deliveries }
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
