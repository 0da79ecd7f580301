import { caseOfStream, loadReadable } from '@trm/case-log'
import { OUTBOX_STREAM, readOutboxEntry, type OutboxEntry } from '@trm/contracts'
import { participantOf, type OrganisationId } from '@trm/kernel'
import type { RecordedEvent } from '@trm/ports'
import {
  MESSAGE_BYTES_MAX,
  MESSAGE_ITEMS_MAX,
  randomToken,
  sealedMessageLength,
  sealMessage,
  sha256Base64url,
  type MessageItem,
} from '@trm/sealing'
import { setTimeout as sleep } from 'node:timers/promises'
import { createDeliveryBook, type Delivery, type DeliveryBook } from './delivery-book.ts'
import type { ExchangeEnvironment } from './environment.ts'
import { makeCopy } from './make-copy.ts'

/** Sends what the log says is to be sent, to each recipient on its own, until it has its receipt. */
export type Outbox = {
  readonly book: DeliveryBook
  /** Resolves when the book knows the history, which it reads as soon as the outbox runs. */
  caughtUp(): Promise<void>
  /** Receipts go along with what waits for the same recipient; they are not tracked themselves. */
  sendReceipt(to: OrganisationId, receipt: string): void
  /** Follows the log until `signal` aborts. */
  run(signal: AbortSignal): Promise<void>
}

const BACKOFF_MIN_MS = 200
const BACKOFF_MAX_MS = 10_000

export function createOutbox(environment: ExchangeEnvironment): Outbox {
  const book = createDeliveryBook((to) => laneTo(to).wake())
  const lanes = new Map<OrganisationId, Lane>()
  const running = new Set<Promise<void>>()
  const history = Promise.withResolvers<undefined>()
  let stopped: AbortSignal | undefined

  function laneTo(to: OrganisationId): Lane {
    const lane = lanes.get(to) ?? createLane()
    if (!lanes.has(to)) {
      lanes.set(to, lane)
      if (stopped !== undefined) start(to, lane, stopped)
    }
    return lane
  }

  function start(to: OrganisationId, lane: Lane, signal: AbortSignal): void {
    const serving = serveLane(to, lane, book, environment, signal)
    running.add(serving)
  }

  async function take(recorded: RecordedEvent): Promise<void> {
    if (recorded.streamId === OUTBOX_STREAM) {
      book.record(readOutboxEntry(recorded))
      return
    }
    const reference = caseOfStream(recorded.streamId)
    if (reference === undefined) return
    // From one whose record cannot be read nothing is sent, and the others go on.
    const loaded = await loadReadable(environment.caseLog, reference, (code) =>
      environment.report({ kind: 'case-unreadable', code }),
    )
    const entry = loaded?.entries[Number(recorded.revision)]
    if (entry?.stored.origin.kind !== 'own') return
    book.queue(entry)
    for (const { to } of entry.event.grants) laneTo(to).wake()
  }

  return {
    book,
    caughtUp: () => history.promise,
    sendReceipt(to, receipt) {
      const lane = laneTo(to)
      lane.receipts.push(receipt)
      lane.wake()
    },
    async run(signal) {
      // The whole history first: what has its receipt already is not sent again at every start.
      let after: bigint | undefined
      for await (const recorded of environment.store.readAll()) {
        await take(recorded)
        after = recorded.position
      }
      history.resolve(undefined)
      stopped = signal
      for (const [to, lane] of lanes) start(to, lane, signal)
      const from = after === undefined ? { signal } : { signal, after }
      for await (const recorded of environment.store.subscribe(from)) await take(recorded)
      await Promise.all(running)
    },
  }
}

/** The way to one recipient: what waits, and a bell for the one who sends. */
type Lane = {
  readonly receipts: string[]
  wake(): void
  /** Resolves at the next `wake`, after `milliseconds`, or when `signal` aborts. */
  rest(milliseconds: number | undefined, signal: AbortSignal): Promise<void>
}

function createLane(): Lane {
  let ring: () => void = () => undefined
  let rung = false
  return {
    receipts: [],
    wake() {
      rung = true
      ring()
    },
    async rest(milliseconds, signal) {
      if (!rung) {
        const done = new AbortController()
        const bell = new Promise<void>((resolve) => {
          ring = resolve
        })
        const timer = sleep(milliseconds ?? 2 ** 30, undefined, {
          signal: AbortSignal.any([signal, done.signal]),
        }).catch(() => undefined) // aborted: it is time, too
        await Promise.race([bell, timer])
        done.abort()
      }
      rung = false
    },
  }
}

async function serveLane(
  to: OrganisationId,
  lane: Lane,
  book: DeliveryBook,
  environment: ExchangeEnvironment,
  signal: AbortSignal,
): Promise<void> {
  let failures = 0
  while (!signal.aborted) {
    const batch = book.due(to, Date.now()).slice(0, MESSAGE_ITEMS_MAX)
    if (batch.length === 0 && lane.receipts.length === 0) {
      const next = book.nextDue(to)
      await lane.rest(next === undefined ? undefined : Math.max(0, next - Date.now()), signal)
      continue
    }
    const sent = await sendTogether(to, lane, batch, book, environment, failures)
    failures = sent ? 0 : failures + 1
    if (!sent) await sleep(backoff(failures), undefined, { signal }).catch(() => undefined)
  }
}

/** Seals what waits for this recipient into one message, as much as fits, and leaves it in its mailbox. */
async function sendTogether(
  to: OrganisationId,
  lane: Lane,
  batch: readonly Delivery[],
  book: DeliveryBook,
  environment: ExchangeEnvironment,
  failures: number,
): Promise<boolean> {
  const { self, directory, mailbox, clock, report } = environment
  const now = clock.now()
  const key = directory.sealingKey(to, now)
  const address = directory.mailboxOf(to)
  if (key === undefined || address === undefined) {
    report({ kind: 'recipient-without-key', organisation: to, attempt: failures + 1 })
    return false
  }
  const packed = await pack(lane.receipts, batch, environment)
  const body = sealMessage({
    sender: self,
    recipient: to,
    recipientKeyId: key.keyId,
    recipientPublicKey: key.publicKey,
    items: packed.items,
  })
  const published = await mailbox.publish(address, {
    id: randomToken(),
    source: participantOf(self),
    time: `${now.slice(0, 16)}:00Z`,
    body,
  })
  if (!published.ok) {
    const kind = published.failure.kind === 'full' ? 'mailbox-full' : 'unreachable'
    report({ kind, organisation: to, attempt: failures + 1 })
    return false
  }
  lane.receipts.splice(0, packed.receipts)
  const letter = { to, keyId: key.keyId, digest: sha256Base64url(body) }
  book.sent(packed.deliveries, Date.now(), letter)
  await recordRelayed(packed.deliveries, environment)
  return true
}

type Packed = {
  readonly items: readonly MessageItem[]
  readonly receipts: number
  readonly deliveries: readonly Delivery[]
}

/** Receipts first: they are small, and somebody waits for them. */
async function pack(
  receipts: readonly string[],
  batch: readonly Delivery[],
  { caseLog, clock }: ExchangeEnvironment,
): Promise<Packed> {
  const waiting = receipts.slice(0, MESSAGE_ITEMS_MAX - 1)
  const items: MessageItem[] = waiting.map((receipt) => ({
    kind: 'receipt',
    bytes: new TextEncoder().encode(receipt),
  }))
  const deliveries: Delivery[] = []
  for (const delivery of batch) {
    if (items.length === MESSAGE_ITEMS_MAX) break
    const { event, case: reference, to } = delivery
    const loaded = await caseLog.load(reference)
    const bytes = await makeCopy(loaded, event, to, caseLog, clock.now())
    const lengths = [...items.map((item) => item.bytes.length), bytes.length]
    if (items.length > 0 && sealedMessageLength(lengths) > MESSAGE_BYTES_MAX) break
    items.push({ kind: 'event', bytes })
    deliveries.push(delivery)
  }
  return { items, receipts: waiting.length, deliveries }
}

async function recordRelayed(
  deliveries: readonly Delivery[],
  { outboxJournal, report }: ExchangeEnvironment,
): Promise<void> {
  const [first, ...rest] = deliveries
    .filter(({ status }) => status === 'queued')
    .map(({ event, to }): OutboxEntry => ({ type: 'DeliveryRelayed', data: { event, to } }))
  if (first === undefined) return
  await outboxJournal.append(first, ...rest)
  report({ kind: 'relayed', count: rest.length + 1 })
}

/** Exponential with full jitter, so that many agents do not come back at the same moment. */
function backoff(failures: number): number {
  const ceiling = Math.min(BACKOFF_MIN_MS * 2 ** failures, BACKOFF_MAX_MS)
  return BACKOFF_MIN_MS + Math.random() * (ceiling - BACKOFF_MIN_MS)
}
