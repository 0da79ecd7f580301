import type { LoggedEvent } from '@trm/case-log'
import type { OutboxEntry, ReceiptItem, RefusalReason } from '@trm/contracts'
import { eventDefinitions } from '@trm/domain'
import {
  assertNever,
  type CaseReference,
  type EventId,
  type Instant,
  type OrganisationId,
} from '@trm/kernel'
import { createSendingPlan, type Planned, type SendingPlan } from './sending-plan.ts'
import { createSentLetters, type Letter } from './sent-letters.ts'

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
  /** The recipient has said once more what is known: what was sent again for its sake is not sent any more. */
  answered(delivery: Delivery): void
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
  /** For whom there ever was an event. */
  recipients(): readonly OrganisationId[]
  /** That of one recipient; undefined where nothing of it waits for a word. */
  silenceOf(to: OrganisationId): Silence | undefined
  /** Of each recipient who has not answered for what is in its mailbox: for how many milliseconds. */
  silences(): readonly Silence[]
}

/** How long a recipient may be silent before that is told, in milliseconds: an hour. */
export const SILENCE_TOLD_MS = 60 * 60 * 1000

export type Silence = {
  readonly organisation: OrganisationId
  readonly forMs: number
  /** How many deliveries to it have no receipt. */
  readonly open: number
}

/**
 * @param now milliseconds of a clock that nobody sets.
 * @param onDue hears of a recipient for whom something is due earlier than `dueIn` said.
 */
export function createDeliveryBook({
  now = () => performance.now(),
  onDue = () => undefined,
}: {
  readonly now?: () => number
  readonly onDue?: (to: OrganisationId) => void
} = {}): DeliveryBook {
  const deliveries = new Map<string, Delivery>()
  const letters = createSentLetters()
  const desks = new Map<OrganisationId, Desk>()

  function deskOf(to: OrganisationId): Desk {
    const desk = desks.get(to) ?? {
      plan: createSendingPlan(),
      open: new Set<string>(),
      toldAt: -Infinity,
    }
    desks.set(to, desk)
    return desk
  }

  /** Whoever sends to this recipient may be waiting for a later time, or for nothing. */
  function callBack(to: OrganisationId): void {
    const desk = desks.get(to)
    const at = desk?.plan.nextAt(now())
    if (desk === undefined || at === undefined || at >= desk.toldAt) return
    desk.toldAt = at
    onDue(to)
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

  function answered(delivery: Delivery): void {
    deskOf(delivery.to).plan.answered(keyOf(delivery), now())
    // It made room for more, or said that something before it got lost.
    callBack(delivery.to)
  }

  function settle(delivery: Delivery): void {
    put(delivery)
    answered(delivery)
  }

  const named = ({ events, to }: { readonly events: readonly EventId[]; to: OrganisationId }) =>
    events.flatMap((event) => deliveries.get(keyOf({ event, to })) ?? [])
  const namedOne = ({ event, to }: { readonly event: EventId; to: OrganisationId }) =>
    named({ events: [event], to })

  function reopen({ reason: _over, answeredAt: _then, ...rest }: Delivery): void {
    if (rest.status !== 'refused') return
    const reopened: Delivery = { ...rest, status: 'queued' }
    put(reopened)
    deskOf(rest.to).plan.add(planned(reopened))
    callBack(rest.to)
  }

  function reseal(delivery: Delivery, keyId: string): void {
    const { resealed = [], to } = delivery
    put({ ...delivery, resealed: [...resealed, keyId] })
    deskOf(to).plan.again(planned(delivery))
    callBack(to)
  }

  function silenceOf(organisation: OrganisationId): Silence | undefined {
    const desk = desks.get(organisation)
    const forMs = desk?.plan.silentFor(now())
    return desk === undefined || forMs === undefined
      ? undefined
      : { organisation, forMs, open: desk.open.size }
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
      switch (type) {
        case 'DeliveriesRelayed':
          for (const delivery of named(data).filter(isOpen))
            put({ relayedAt: at, ...delivery, status: 'relayed' })
          break
        case 'DeliveriesStored':
          for (const { reason: _outranked, ...rest } of named(data))
            if (rest.status !== 'stored') settle({ ...rest, status: 'stored', answeredAt: at })
          break
        case 'DeliveryRefused':
          for (const delivery of namedOne(data).filter(isOpen))
            settle({ ...delivery, status: 'refused', reason: data.reason, answeredAt: at })
          break
        case 'DeliveryReopened':
          for (const delivery of namedOne(data)) reopen(delivery)
          break
        case 'DeliveryResealed':
          for (const delivery of namedOne(data).filter(isOpen)) reseal(delivery, data.keyId)
          break
        default:
          assertNever(type, 'delivery-book: unknown entry')
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
    heard(from) {
      desks.get(from)?.plan.heard(now())
      callBack(from)
    },
    heldBack({ event, missing }, by) {
      const delivery = deliveries.get(keyOf({ event, to: by }))
      if (delivery === undefined || !isOpen(delivery)) return
      const { plan } = deskOf(by)
      plan.heldBack(keyOf(delivery), now())
      const before =
        missing === undefined ? undefined : deliveries.get(keyOf({ event: missing, to: by }))
      if (before?.case === delivery.case) plan.again(planned(before))
      callBack(by)
    },
    answered,
    due: (to, most) =>
      (desks.get(to)?.plan.next(now(), most) ?? []).flatMap((key) => deliveries.get(key) ?? []),
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
      const desk = desks.get(to)
      if (desk === undefined) return undefined
      const at = desk.plan.nextAt(now())
      desk.toldAt = at ?? Infinity
      return at === undefined ? undefined : Math.max(0, at - now())
    },
    find: (event, to) => deliveries.get(keyOf({ event, to })),
    keyOf: (digest, to) => letters.keyOf(digest, to),
    sealedTo: (keyId, to) =>
      [...(desks.get(to)?.open ?? [])]
        .flatMap((key) => deliveries.get(key) ?? [])
        .filter(
          (delivery) => delivery.keyId === keyId && delivery.resealed?.includes(keyId) !== true,
        ),
    recipients: () => [...desks.keys()],
    all: () => [...deliveries.values()],
    silenceOf,
    silences: () => [...desks.keys()].flatMap((to) => silenceOf(to) ?? []),
  }
}

/** What is sent to one recipient, and which deliveries to it have no receipt. */
type Desk = {
  readonly plan: SendingPlan
  readonly open: Set<string>
  /** The time that was named last for what is due next. */
  toldAt: number
}

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
