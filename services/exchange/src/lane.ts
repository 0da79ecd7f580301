import type { OrganisationId } from '@trm/kernel'
import { MESSAGE_ITEMS_MAX } from '@trm/sealing'
import { createAttempts } from './attempts.ts'
import { createBell } from './bell.ts'
import { SILENCE_TOLD_MS, type Delivery, type DeliveryBook } from './delivery-book.ts'
import type { ExchangeEnvironment } from './environment.ts'
import { leaveLetter } from './seal-letter.ts'
import { writeLetter, type OutgoingLetter } from './write-letter.ts'

/** The way to one recipient. */
export type Lane = {
  /** There may be something to send. */
  wake(): void
  /** Takes along a receipt with what waits. It is sent once: who lacks it asks again by sending again. */
  sendReceipt(receipt: string): void
  /** Sends until `signal` aborts. Rejects when what was sent cannot be written down. */
  serve(signal: AbortSignal): Promise<void>
}

/** How many messages are on their way to a country node before it has acknowledged any of them. */
const MESSAGES_UNDER_WAY_MAX = 32
/** When as many are acknowledged, the next are sent: together, since each sent by itself costs a system call. */
const MESSAGES_UNDER_WAY_MIN = 16

export function createLane(
  to: OrganisationId,
  book: DeliveryBook,
  environment: ExchangeEnvironment,
): Lane {
  const receipts: string[] = []
  const bell = createBell()
  const posting = new Set<Promise<void>>()
  const recording = new Set<Promise<void>>()
  const itemsMax = Math.min(environment.itemsPerMessage ?? MESSAGE_ITEMS_MAX, MESSAGE_ITEMS_MAX)
  const attempts = createAttempts(to, environment)
  /** As much is on its way as may be: first there has to be room for several. */
  let waitsForRoom = false
  let failed = false
  let fault: { readonly error: unknown } | undefined

  /** A message that is not full waits for the ones before it, unless it is urgent: more may come to go along. */
  function mayPost(batch: readonly Delivery[]): boolean {
    const isReady =
      batch.length + receipts.length >= itemsMax || batch.some(({ isUrgent }) => isUrgent)
    return posting.size === 0 || (isReady && !waitsForRoom)
  }

  function giveBack(letter: OutgoingLetter): void {
    book.returned(letter.deliveries)
    receipts.unshift(...letter.receipts)
  }

  /** Leaves a message in the mailbox, and has it written down that it is there. */
  async function post(letter: OutgoingLetter): Promise<void> {
    const left = await leaveLetter(letter, environment)
    if (left !== 'taken') {
      giveBack(letter)
      failed = true
      attempts.failed(left)
      return
    }
    // The way is open again: what was left there before it closed is asked after.
    if (attempts.succeeded()) book.heard(to)
    const { keyId, digest } = letter
    book.sent(letter.deliveries, { to, keyId, digest })
    const silence = book.silenceOf(to)
    if (silence !== undefined && silence.forMs >= SILENCE_TOLD_MS)
      environment.report({ kind: 'recipient-silent', organisation: to, count: silence.open })
    record(letter.deliveries)
  }

  /** The next message does not wait for this to be on the disk: if it never is, it is asked after. */
  function record(deliveries: readonly Delivery[]): void {
    const recorded = recordRelayed(deliveries, environment)
      .catch(stop)
      .finally(() => recording.delete(recorded))
    recording.add(recorded)
  }

  function stop(error: unknown): void {
    fault ??= { error }
    bell.ring()
  }

  function start(letter: OutgoingLetter): void {
    const posted = post(letter)
      .catch(stop)
      .then(() => {
        posting.delete(posted)
        if (posting.size < MESSAGES_UNDER_WAY_MIN) waitsForRoom = false
        bell.ring()
      })
    posting.add(posted)
    if (posting.size >= MESSAGES_UNDER_WAY_MAX) waitsForRoom = true
  }

  /** Everything again after a while, the longer the more often it went wrong. */
  async function recover(signal: AbortSignal): Promise<void> {
    await Promise.all(posting)
    failed = false
    await attempts.rest(signal)
  }

  return {
    wake: bell.ring,
    sendReceipt(receipt) {
      receipts.push(receipt)
      bell.ring()
    },
    async serve(signal) {
      while (!signal.aborted) {
        if (fault !== undefined) throw fault.error
        if (failed) {
          await recover(signal)
          continue
        }
        const batch = book.due(to, itemsMax)
        const isNothing = batch.length === 0 && receipts.length === 0
        if (isNothing || !mayPost(batch)) {
          await bell.wait(isNothing ? book.dueIn(to) : undefined, signal)
          continue
        }
        const letter = await writeLetter({ to, batch, receipts, itemsMax }, environment)
        if (letter === undefined) {
          failed = true
          attempts.failed('recipient-without-key')
          continue
        }
        receipts.splice(0, letter.receipts.length)
        book.taken(letter.deliveries)
        start(letter)
      }
      await Promise.all(posting)
      await Promise.all(recording)
      if (fault !== undefined) throw fault.error
    },
  }
}

async function recordRelayed(
  deliveries: readonly Delivery[],
  { outboxJournal, report }: ExchangeEnvironment,
): Promise<void> {
  const queued = deliveries.filter(({ status }) => status === 'queued')
  const [first] = queued
  if (first === undefined) return
  const data = { to: first.to, events: queued.map(({ event }) => event) }
  await outboxJournal.append({ type: 'DeliveriesRelayed', data })
  report({ kind: 'relayed', count: queued.length })
}
