import type { NamedAttachment } from '@trm/case-log'
import type {
  AttachmentEntry,
  AttachmentReceiptItem,
  AttachmentReference,
  RefusalReason,
} from '@trm/contracts'
import type { CaseReference, EventId, OrganisationId, TokenId } from '@trm/kernel'

/** `waiting` for the receipt for the event; `withheld`: it may not go, now or any more. */
export type TransferStatus = 'waiting' | 'sending' | 'withheld' | 'stored' | 'refused'

/** An attachment of an own event on its way to one recipient. */
export type Transfer = {
  readonly event: EventId
  readonly case: CaseReference
  readonly to: OrganisationId
  readonly named: NamedAttachment
  readonly status: TransferStatus
  readonly reason?: RefusalReason
  /** Chunks without the recipient's word that it has them. */
  readonly missing: ReadonlySet<number>
  /** Of these, what was sent and not heard of since. Not known after a restart. */
  readonly inFlight: ReadonlySet<number>
  /** How often it was waited for a word in vain. */
  readonly attempts: number
  /** When it is looked at again though nothing happens, epoch ms. */
  readonly dueAt: number
}

/** How many chunks of a transfer are on their way at most: 4 MiB of the recipient's mailbox. */
export const IN_FLIGHT_MAX = 16
/** First wait for a receipt, in milliseconds; it doubles up to the second. */
const RECEIPT_WAIT_MIN_MS = 5_000
const RECEIPT_WAIT_MAX_MS = 300_000

/**
 * What became of every attachment that own events name, by recipient. A projection of the log, kept in memory:
 * the grants of own events are the intents, the receipts for the events the start, the journal of attachments has
 * what recipients said since.
 */
export type AttachmentsBook = {
  /** An own event names an attachment, and its grant to this recipient covers the section that does. */
  queue(transfer: Pick<Transfer, 'event' | 'case' | 'to' | 'named'>): void
  /**
   * The recipient has signed for the event: from now on its attachments may be sent.
   *
   * @returns whether there are some.
   */
  announce(event: EventId, to: OrganisationId): boolean
  /** @param now epoch ms, where the recipient has just said so: it is waited for anew from then on. */
  record(entry: AttachmentEntry, now?: number): void
  /** The chunk to send next to this recipient, and of which transfer; undefined where nothing is to be sent now. */
  next(
    to: OrganisationId,
    now: number,
  ): { readonly transfer: Transfer; readonly index: number } | undefined
  /** When something is due for this recipient though no word comes, epoch ms. */
  nextDue(to: OrganisationId): number | undefined
  sent(transfer: Transfer, index: number, now: number): void
  /** It may not go at this moment: asked again at that time, or never. */
  withhold(transfer: Transfer, until: number): void
  find(event: EventId, attachment: TokenId, to: OrganisationId): Transfer | undefined
  all(): readonly Transfer[]
}

export function createAttachmentsBook(): AttachmentsBook {
  const transfers = new Map<string, Transfer>()
  // Only what is still open, so that a long history costs nothing to look through.
  const open = new Map<OrganisationId, Map<string, Transfer>>()

  function put(transfer: Transfer): void {
    const key = keyOf(transfer.event, transfer.named.reference.attachment, transfer.to)
    transfers.set(key, transfer)
    const ofRecipient = open.get(transfer.to) ?? new Map<string, Transfer>()
    if (isOpen(transfer)) ofRecipient.set(key, transfer)
    else ofRecipient.delete(key)
    open.set(transfer.to, ofRecipient)
  }

  const openTo = (to: OrganisationId) => [...(open.get(to)?.values() ?? [])]
  const find: AttachmentsBook['find'] = (event, attachment, to) =>
    transfers.get(keyOf(event, attachment, to))

  return {
    queue(intent) {
      const { event, to, named } = intent
      if (find(event, named.reference.attachment, to) !== undefined) return
      const missing = new Set(named.reference.chunks.keys())
      put({ ...intent, status: 'waiting', missing, inFlight: new Set(), attempts: 0, dueAt: 0 })
    },
    announce(event, to) {
      const waiting = openTo(to).filter(
        (transfer) => transfer.event === event && transfer.status === 'waiting',
      )
      for (const transfer of waiting) put({ ...transfer, status: 'sending' })
      return waiting.length > 0
    },
    record({ type, data }, now = 0) {
      if (type === 'AttachmentRejected') return
      const transfer = find(data.event, data.attachment, data.to)
      // Nothing outranks the recipient's word that it has all of it.
      if (transfer === undefined || transfer.status === 'stored') return
      const settled = { ...transfer, inFlight: new Set<number>() }
      if (type === 'AttachmentStored') put({ ...settled, status: 'stored', missing: new Set() })
      if (type === 'AttachmentRefused') put({ ...settled, status: 'refused', reason: data.reason })
      if (type === 'AttachmentPartlyStored' && isOpen(transfer)) {
        const missing = new Set(data.missing)
        const inFlight = transfer.inFlight.intersection(missing)
        put({ ...transfer, missing, inFlight, attempts: 0, dueAt: now + RECEIPT_WAIT_MIN_MS })
      }
    },
    next(to, now) {
      for (const transfer of openTo(to)) {
        const current = afterWaiting(transfer, now)
        if (current === undefined) continue
        if (current !== transfer) put(current)
        // After a wait in vain one goes ahead, and the others follow the word that it brings.
        const room = current.attempts === 0 ? IN_FLIGHT_MAX : 1
        if (current.inFlight.size >= room) continue
        const index = firstOf(current.missing.difference(current.inFlight))
        if (index !== undefined) return { transfer: current, index }
      }
      return undefined
    },
    nextDue(to) {
      const times = openTo(to)
        .filter(({ status, inFlight }) => status === 'withheld' || inFlight.size > 0)
        .map(({ dueAt }) => dueAt)
      return times.length === 0 ? undefined : Math.min(...times)
    },
    sent(transfer, index, now) {
      const wait = Math.min(RECEIPT_WAIT_MIN_MS * 2 ** transfer.attempts, RECEIPT_WAIT_MAX_MS)
      const inFlight = new Set(transfer.inFlight).add(index)
      put({ ...transfer, inFlight, dueAt: now + wait })
    },
    withhold(transfer, until) {
      put({ ...transfer, status: 'withheld', inFlight: new Set(), dueAt: until })
    },
    find,
    all: () => [...transfers.values()],
  }
}

/** What a recipient's word is worth writing down; undefined where it says nothing new, or nothing possible. */
export function entryOf(
  item: AttachmentReceiptItem,
  transfer: Transfer,
  receipt: string,
): AttachmentEntry | undefined {
  const { event, attachment } = item
  const data = { event, attachment, to: transfer.to }
  if (transfer.status === 'stored') return undefined
  switch (item.verdict) {
    case 'stored':
      return { type: 'AttachmentStored', data: { ...data, receipt } }
    case 'refused':
      return transfer.status === 'refused'
        ? undefined
        : { type: 'AttachmentRefused', data: { ...data, reason: item.reason, receipt } }
    case 'partly': {
      const missing = item.missing.filter((index) => index < chunksOf(transfer.named.reference))
      const isNews = missing.length > 0 && isOpen(transfer)
      return isNews ? { type: 'AttachmentPartlyStored', data: { ...data, missing } } : undefined
    }
  }
}

/** The transfer as it may be sent now; undefined where it may not. */
function afterWaiting(transfer: Transfer, now: number): Transfer | undefined {
  const { status, inFlight, dueAt, attempts } = transfer
  if (status === 'waiting') return undefined
  if (status === 'withheld') return dueAt <= now ? { ...transfer, status: 'sending' } : undefined
  const isOverdue = inFlight.size > 0 && dueAt <= now
  return isOverdue ? { ...transfer, inFlight: new Set(), attempts: attempts + 1 } : transfer
}

function isOpen({ status }: Transfer): boolean {
  return status === 'waiting' || status === 'sending' || status === 'withheld'
}

function chunksOf({ chunks }: AttachmentReference): number {
  return chunks.length
}

function firstOf(places: ReadonlySet<number>): number | undefined {
  return [...places].toSorted((left, right) => left - right)[0]
}

function keyOf(event: EventId, attachment: TokenId, to: OrganisationId): string {
  return `${event} ${attachment} ${to}`
}
