import type { LoggedEvent } from '@trm/case-log'
import type { OutboxEntry, RefusalReason } from '@trm/contracts'
import type { CaseReference, EventId, OrganisationId } from '@trm/kernel'

/** `queued → relayed → stored`: three facts, never one "delivered". `refused` says why. */
export type DeliveryStatus = 'queued' | 'relayed' | 'stored' | 'refused'

/** One event on its way to one recipient. */
export type Delivery = {
  readonly event: EventId
  readonly case: CaseReference
  readonly to: OrganisationId
  /** Of the event in the log: the order in which it is sent. */
  readonly position: bigint
  readonly status: DeliveryStatus
  readonly reason?: RefusalReason
  /** How often it was sent in the life of this process, and when it is due again (epoch ms). */
  readonly attempts: number
  readonly dueAt: number
}

/** First wait for a receipt, in milliseconds; it doubles up to the second. */
const RECEIPT_WAIT_MIN_MS = 5_000
const RECEIPT_WAIT_MAX_MS = 300_000

/**
 * What became of every delivery. A projection of the log, kept in memory: the grants of own events
 * are the intents, the outbox journal has the outcomes.
 */
export type DeliveryBook = {
  queue(entry: LoggedEvent): void
  record(entry: OutboxEntry): void
  /** Marks deliveries as just sent, so that they are due again only when no receipt comes. */
  sent(deliveries: readonly Delivery[], now: number): void
  /** What is to be sent to this recipient now, oldest first. */
  due(to: OrganisationId, now: number): readonly Delivery[]
  /** When something will be due for this recipient, epoch ms; undefined when nothing is open. */
  nextDue(to: OrganisationId): number | undefined
  find(event: EventId, to: OrganisationId): Delivery | undefined
  all(): readonly Delivery[]
}

export function createDeliveryBook(): DeliveryBook {
  const deliveries = new Map<string, Delivery>()
  // Only what is still open, so that a long history costs nothing to look through.
  const open = new Map<OrganisationId, Map<string, Delivery>>()

  function put(delivery: Delivery): void {
    const key = keyOf(delivery.event, delivery.to)
    deliveries.set(key, delivery)
    const ofRecipient = open.get(delivery.to) ?? new Map<string, Delivery>()
    if (isOpen(delivery)) ofRecipient.set(key, delivery)
    else ofRecipient.delete(key)
    open.set(delivery.to, ofRecipient)
  }

  return {
    queue(entry) {
      for (const { to } of entry.event.grants)
        if (!deliveries.has(keyOf(entry.event.id, to))) put(newDelivery(entry, to))
    },
    record({ type, data }) {
      const delivery = deliveries.get(keyOf(data.event, data.to))
      if (delivery === undefined || delivery.status === 'stored') return
      if (type === 'DeliveryStored') {
        const { reason: _outranked, ...rest } = delivery
        put({ ...rest, status: 'stored' })
      }
      if (!isOpen(delivery)) return
      if (type === 'DeliveryRelayed') put({ ...delivery, status: 'relayed' })
      if (type === 'DeliveryRefused') put({ ...delivery, status: 'refused', reason: data.reason })
    },
    sent(batch, now) {
      for (const { event, to } of batch) {
        const delivery = deliveries.get(keyOf(event, to))
        if (delivery === undefined || !isOpen(delivery)) continue
        const wait = Math.min(RECEIPT_WAIT_MIN_MS * 2 ** delivery.attempts, RECEIPT_WAIT_MAX_MS)
        put({ ...delivery, attempts: delivery.attempts + 1, dueAt: now + wait })
      }
    },
    due(to, now) {
      // Due later than anything can be: the clock has been set back since, and it is not waited for that.
      const isDue = ({ dueAt }: Delivery) => dueAt <= now || dueAt > now + RECEIPT_WAIT_MAX_MS
      const waiting = [...(open.get(to)?.values() ?? [])].filter(isDue)
      return waiting.sort((left, right) => (left.position < right.position ? -1 : 1))
    },
    nextDue(to) {
      const times = [...(open.get(to)?.values() ?? [])].map(({ dueAt }) => dueAt)
      return times.length === 0 ? undefined : Math.min(...times)
    },
    find: (event, to) => deliveries.get(keyOf(event, to)),
    all: () => [...deliveries.values()],
  }
}

/** An own event that nobody has tried to send yet. */
export function newDelivery({ event, position }: LoggedEvent, to: OrganisationId): Delivery {
  const base = { event: event.id, case: event.case, to, position }
  return { ...base, status: 'queued', attempts: 0, dueAt: 0 }
}

function isOpen({ status }: Delivery): boolean {
  return status === 'queued' || status === 'relayed'
}

function keyOf(event: EventId, to: OrganisationId): string {
  return `${event} ${to}`
}
