import { RECEIPT_ITEMS_MAX, type InboxEntry, type Receipt, type ReceiptItem } from '@trm/contracts'
import type { EventId, OrganisationId } from '@trm/kernel'
import type { Outbox } from './outbox.ts'
import { signReceipt, type ReceiptBook, type ReceiptSigner } from './receipt-book.ts'
import type { Reception } from './receive-event.ts'

/** A reception with the SHA-256 of what came, for the one who cannot be told an event. */
export type Taken = Reception & { readonly digest: string }

/** Answers senders with signed receipts. */
export type Answers = {
  /**
   * Answers for what came in one message: a receipt for what is new, and for what is not the receipts of that
   * time. What is to be answered to one sender in the same turn, or while an earlier receipt to it is being
   * written down, is answered in one receipt. Written down before it is sent, so that the same question gets
   * the same answer after a restart; durable when it resolves.
   */
  give(sender: OrganisationId, receptions: readonly Taken[]): Promise<void>
  /** Asks a sender for something anew that was refused. */
  askAnew(sender: OrganisationId, event: EventId): Promise<void>
  /** Answers for a message of which no event can be named. */
  tell(sender: OrganisationId, message: NonNullable<Receipt['message']>): Promise<void>
}

type Gathering = {
  readonly items: Map<string, ReceiptItem>
  /** Its receipts are being signed: nothing more goes into them. */
  isClosed: boolean
  /** Resolves when its receipts are durable and on their way. */
  readonly written: Promise<void>
}

export function createAnswers(desk: {
  readonly environment: ReceiptSigner
  readonly outbox: Pick<Outbox, 'sendReceipt'>
  readonly receipts: Pick<ReceiptBook, 'find' | 'keep'>
  write(...entries: readonly InboxEntry[]): Promise<void>
}): Answers {
  const { environment, outbox, receipts, write } = desk
  /** The last of each sender, until it is written. */
  const gatherings = new Map<OrganisationId, Gathering>()
  // What is being answered and is not in the book yet, with what it waits for.
  const inHand = new Map<string, Promise<void>>()

  async function issue(
    sender: OrganisationId,
    what: Pick<Receipt, 'items' | 'message'>,
  ): Promise<void> {
    const receipt = await signReceipt(sender, what, environment)
    const events = what.items.map(({ event }) => event)
    await write({ type: 'ReceiptIssued', data: { to: sender, events, receipt } })
    receipts.keep(sender, what.items, receipt)
    outbox.sendReceipt(sender, receipt)
  }

  function gatheringFor(sender: OrganisationId): Gathering {
    const last = gatherings.get(sender)
    if (last?.isClosed === false) return last
    const items = new Map<string, ReceiptItem>()
    // One after the other: what comes while the disk is busy with a receipt is in the next one.
    const written = Promise.allSettled([endOfTurn(), last?.written])
      .then(async () => {
        gathering.isClosed = true
        const all = [...items.values()]
        for (let first = 0; first < all.length; first += RECEIPT_ITEMS_MAX)
          await issue(sender, { items: all.slice(first, first + RECEIPT_ITEMS_MAX) })
      })
      .finally(() => {
        for (const { event, verdict } of items.values())
          inHand.delete(keyOf(sender, event, verdict))
        if (gatherings.get(sender) === gathering) gatherings.delete(sender)
      })
    const gathering: Gathering = { items, written, isClosed: false }
    gatherings.set(sender, gathering)
    return gathering
  }

  const tell = (sender: OrganisationId, message: NonNullable<Receipt['message']>) =>
    issue(sender, { items: [], message })

  /** What holds at this moment only is said and not written down. */
  async function say(sender: OrganisationId, items: readonly ReceiptItem[]): Promise<void> {
    if (items.length === 0) return
    outbox.sendReceipt(sender, await signReceipt(sender, { items }, environment))
  }

  return {
    tell,
    askAnew: (sender, event) => say(sender, [{ event, verdict: 'heldBack' }]),
    async give(sender, receptions) {
      const again = new Set<string>()
      const waitingFor: Promise<void>[] = []
      for (const item of receptions.flatMap(itemsOf)) {
        const { event, verdict } = item
        // What is stored stays stored, whatever somebody makes of a later copy of it.
        const earlier =
          receipts.find(event, sender, 'stored') ?? receipts.find(event, sender, verdict)
        if (earlier !== undefined) {
          again.add(earlier)
          continue
        }
        const [stored, own] = [keyOf(sender, event, 'stored'), keyOf(sender, event, verdict)]
        const answering = inHand.get(stored) ?? inHand.get(own)
        if (answering !== undefined) {
          waitingFor.push(answering)
          continue
        }
        const { items, written } = gatheringFor(sender)
        items.set(own, item)
        inHand.set(own, written)
        waitingFor.push(written)
      }
      await say(sender, receptions.flatMap(heldBack))
      for (const message of receptions.flatMap(unnamed)) waitingFor.push(tell(sender, message))
      await Promise.all(waitingFor)
      for (const receipt of again) outbox.sendReceipt(sender, receipt)
    },
  }
}

function keyOf(to: OrganisationId, event: EventId, verdict: ReceiptItem['verdict']): string {
  return `${to} ${event} ${verdict}`
}

/** After input and output of this turn: whatever they bring is still answered along. */
function endOfTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

function itemsOf(reception: Taken): readonly ReceiptItem[] {
  // What is held back may be stored a moment later: that is said now, and not written down.
  if (reception.kind === 'held-back') return []
  if (reception.kind !== 'refused') return [{ event: reception.event, verdict: 'stored' }]
  const { event, reason } = reception
  return event === undefined ? [] : [{ event, verdict: 'refused', reason }]
}

function heldBack(reception: Taken): readonly ReceiptItem[] {
  if (reception.kind !== 'held-back') return []
  const { event, missing } = reception
  return [{ event, verdict: 'heldBack', ...(missing !== undefined && { missing }) }]
}

/** What was refused and named no event. */
function unnamed(reception: Taken): readonly NonNullable<Receipt['message']>[] {
  return reception.kind === 'refused' && reception.event === undefined
    ? [{ digest: reception.digest, reason: reception.reason }]
    : []
}
