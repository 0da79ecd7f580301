import type { LoggedEvent } from '@trm/case-log'
import type { OutboxEntry, ReceiptItem, RefusalReason } from '@trm/contracts'
import { eventDefinitions } from '@trm/domain'
import type { CaseReference, EventId, Instant, OrganisationId } from '@trm/kernel'
import { createSendingPlan, type Planned, type SendingPlan } from './sending-plan.ts'
import { createLetters, type Letter } from './letters.ts'

/** `queued → relayed → stored`: three facts, never one "delivered". `refused` says why. */
export type DeliveryStatus = 'queued' | 'relayed' | 'stored' | 'refused'

/** One event on its way to one recipient. */
export type Delivery = {
  readonly event: EventId
  readonly case: CaseReference
  readonly to: OrganisationId
  /** Of the event in the log: the order in which it is sent. */
  readonly position: bigint
  readonly isUrgent: boolean
  readonly status: DeliveryStatus
  readonly reason?: RefusalReason
  readonly queuedAt: Instant
  /** When the recipient's country node had it first. */
  readonly relayedAt?: Instant
  /** When the recipient's word on it was written down here. */
  readonly answeredAt?: Instant
  /** How often it was sent in the life of this process. */
  readonly attempts: number
  /** The key that it was last sealed to in the life of this process. */
  readonly keyId?: string
  /** The keys that its recipient said to have destroyed, upon which it was sealed anew. */
  readonly resealed?: readonly string[]
}

/**
 * What became of every delivery. A projection of the log, kept in memory: the grants of own events
 * are the intents, the outbox journal has the outcomes.
 */
export type DeliveryBook = {
  queue(entry: LoggedEvent): void
  /** @param at when it was written down. */
  record(entry: OutboxEntry, at: Instant): void
  /** The history is read: what was relayed in an earlier life of this agent is waited for from now on. */
  begin(): void
  /** There is a sign of life of this recipient, or of the way to it. */
  heard(from: OrganisationId): void
  /**
   * The recipient has this event and keeps it not, since something before it is missing: that is sent again at
   * once, if it ever was sent there, whatever was said of it before: a recipient may have lost what it had.
   */
  heldBack(item: Extract<ReceiptItem, { readonly verdict: 'heldBack' }>, by: OrganisationId): void
  /** What is to be sent to this recipient now, in this order, `most` at most. */
  due(to: OrganisationId, most: number): readonly Delivery[]
  /** These are on their way to the recipient's country node. */
  taken(deliveries: readonly Delivery[]): void
  /** It has them, in one message: they are due again only when no receipt comes. */
  sent(deliveries: readonly Delivery[], letter?: Letter): void
  /** It did not take them. */
  returned(deliveries: readonly Delivery[]): void
  /** In how many milliseconds something will be due for this recipient; undefined where time brings nothing. */
  dueIn(to: OrganisationId): number | undefined
  find(event: EventId, to: OrganisationId): Delivery | undefined
  /** The key that a message to this recipient was sealed to, by the digest of the message. */
  keyOf(digest: string, to: OrganisationId): string | undefined
  /** What is open for this recipient, was last sealed to this key, and was not sealed anew for it before. */
  sealedTo(keyId: string, to: OrganisationId): readonly Delivery[]
  all(): readonly Delivery[]
  /** To whom anything was ever sent. */
  recipients(): readonly OrganisationId[]
  /** Of each recipient who has not answered for what is in its mailbox: for how many milliseconds. */
  silences(): readonly Silence[]
}

export type Silence = {
  readonly organisation: OrganisationId
  readonly forMs: number
  /** How many deliveries to it have no receipt. */
  readonly open: number
}

/**
 * @param now milliseconds of a clock that nobody sets.
 * @param onDue hears of a recipient for whom something is due earlier than it was said before.
 */
export function createDeliveryBook({
  now = () => performance.now(),
  onDue = () => undefined,
}: {
  readonly now?: () => number
  readonly onDue?: (to: OrganisationId) => void
} = {}): DeliveryBook {
  const deliveries = new Map<string, Delivery>()
  const letters = createLetters()
  const desks = new Map<OrganisationId, Desk>()

  function deskOf(to: OrganisationId): Desk {
    const desk = desks.get(to) ?? { plan: createSendingPlan(), open: new Set<string>() }
    desks.set(to, desk)
    return desk
  }

  function put(delivery: Delivery): void {
    const key = keyOf(delivery)
    deliveries.set(key, delivery)
    const { open } = deskOf(delivery.to)
    if (isOpen(delivery)) open.add(key)
    else open.delete(key)
  }

  const current = (batch: readonly Delivery[]) =>
    batch.flatMap((delivery) => deliveries.get(keyOf(delivery)) ?? [])

  /** All in one batch are for one recipient. */
  function withPlan(
    batch: readonly Delivery[],
    tell: (plan: SendingPlan, keys: readonly string[]) => void,
  ): void {
    const [first] = batch
    if (first !== undefined) tell(deskOf(first.to).plan, batch.map(keyOf))
  }

  function answer(delivery: Delivery): void {
    put(delivery)
    deskOf(delivery.to).plan.answered(keyOf(delivery), now())
  }

  return {
    queue(entry) {
      for (const { to } of entry.event.grants) {
        const delivery = newDelivery(entry, to)
        if (deliveries.has(keyOf(delivery))) continue
        put(delivery)
        deskOf(to).plan.add(planned(delivery))
      }
    },
    record({ type, data }, at) {
      const delivery = deliveries.get(keyOf(data))
      if (delivery === undefined || delivery.status === 'stored') return
      if (type === 'DeliveryStored') {
        const { reason: _outranked, ...rest } = delivery
        answer({ ...rest, status: 'stored', answeredAt: at })
      }
      if (type === 'DeliveryReopened' && delivery.status === 'refused') {
        const { reason: _over, answeredAt: _then, ...rest } = delivery
        const reopened: Delivery = { ...rest, status: 'queued' }
        put(reopened)
        deskOf(data.to).plan.add(planned(reopened))
        onDue(data.to)
      }
      if (!isOpen(delivery)) return
      if (type === 'DeliveryRelayed') put({ relayedAt: at, ...delivery, status: 'relayed' })
      if (type === 'DeliveryRefused')
        answer({ ...delivery, status: 'refused', reason: data.reason, answeredAt: at })
      if (type === 'DeliveryResealed') {
        const { resealed = [] } = delivery
        put({ ...delivery, resealed: [...resealed, data.keyId] })
        deskOf(data.to).plan.again(planned(delivery))
        onDue(data.to)
      }
    },
    begin() {
      for (const { plan, open } of desks.values())
        for (const key of open) {
          const delivery = deliveries.get(key)
          // What was sealed anew may have been written down and not sent.
          if (delivery?.relayedAt === undefined || delivery.resealed !== undefined) continue
          plan.resume(planned(delivery), now())
        }
    },
    heard: (from) => desks.get(from)?.plan.heard(now()),
    heldBack({ event, missing }, by) {
      const delivery = deliveries.get(keyOf({ event, to: by }))
      if (delivery === undefined || !isOpen(delivery)) return
      const { plan } = deskOf(by)
      plan.heldBack(keyOf(delivery), now())
      const before =
        missing === undefined ? undefined : deliveries.get(keyOf({ event: missing, to: by }))
      if (before?.case !== delivery.case) return
      plan.again(planned(before))
      onDue(by)
    },
    due: (to, most) =>
      deskOf(to)
        .plan.next(now(), most)
        .flatMap((key) => deliveries.get(key) ?? []),
    taken: (batch) => withPlan(batch, (plan, keys) => plan.taken(keys, now())),
    sent(batch, letter) {
      if (letter !== undefined) letters.note(letter)
      withPlan(batch, (plan, keys) => plan.sent(keys, now()))
      const sealed = letter === undefined ? {} : { keyId: letter.keyId }
      for (const delivery of current(batch))
        put({ ...delivery, ...sealed, attempts: delivery.attempts + 1 })
    },
    returned: (batch) => withPlan(batch, (plan, keys) => plan.returned(keys)),
    dueIn(to) {
      const at = deskOf(to).plan.nextAt(now())
      return at === undefined ? undefined : Math.max(0, at - now())
    },
    find: (event, to) => deliveries.get(keyOf({ event, to })),
    keyOf: (digest, to) => letters.keyOf(digest, to),
    sealedTo: (keyId, to) =>
      [...deskOf(to).open]
        .flatMap((key) => deliveries.get(key) ?? [])
        .filter(
          (delivery) => delivery.keyId === keyId && delivery.resealed?.includes(keyId) !== true,
        ),
    recipients: () => [...desks.keys()],
    all: () => [...deliveries.values()],
    silences: () =>
      [...desks].flatMap(([organisation, { plan, open }]) => {
        const forMs = plan.silentFor(now())
        return forMs === undefined ? [] : [{ organisation, forMs, open: open.size }]
      }),
  }
}

/** What is sent to one recipient, and which deliveries to it have no receipt. */
type Desk = { readonly plan: SendingPlan; readonly open: Set<string> }

/** An own event that nobody has tried to send yet. */
export function newDelivery({ event, position }: LoggedEvent, to: OrganisationId): Delivery {
  const { id, case: reference, recordedAt: queuedAt, type } = event
  const { isUrgent } = eventDefinitions[type]
  const status = 'queued'
  return { event: id, case: reference, to, position, isUrgent, status, queuedAt, attempts: 0 }
}

function planned(delivery: Delivery): Planned {
  const { case: reference, position, isUrgent } = delivery
  return { key: keyOf(delivery), case: reference, position, isUrgent }
}

function isOpen({ status }: Delivery): boolean {
  return status === 'queued' || status === 'relayed'
}

function keyOf({ event, to }: { readonly event: EventId; readonly to: OrganisationId }): string {
  return `${event} ${to}`
}
