import type { OutboxEntry } from '@trm/contracts'
import type { OrganisationId } from '@trm/kernel'
import { MESSAGE_ITEMS_MAX } from '@trm/sealing'
import { setTimeout as sleep } from 'node:timers/promises'
import { createBell } from './bell.ts'
import type { Delivery, DeliveryBook } from './delivery-book.ts'
import type { ExchangeEnvironment } from './environment.ts'
import { leaveLetter, type MailLeft } from './leave-mail.ts'
import { writeLetter, type OutgoingLetter } from './letter.ts'

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
const MESSAGES_UNDER_WAY_MAX = 16
/** How long a recipient may be silent before that is told, in milliseconds: an hour. */
export const SILENCE_TOLD_MS = 60 * 60 * 1000
const BACKOFF_MIN_MS = 200
const BACKOFF_MAX_MS = 10_000

export function createLane(
  to: OrganisationId,
  book: DeliveryBook,
  environment: ExchangeEnvironment,
): Lane {
  const receipts: string[] = []
  const bell = createBell()
  const posting = new Set<Promise<void>>()
  const itemsMax = Math.min(environment.itemsPerMessage ?? MESSAGE_ITEMS_MAX, MESSAGE_ITEMS_MAX)
  let failures = 0
  let failed = false
  let fault: { readonly error: unknown } | undefined

  /** A message that is not full waits for the ones before it, unless it is urgent: more may come to go along. */
  function mayPost(batch: readonly Delivery[]): boolean {
    const isFull =
      batch.length + receipts.length >= itemsMax || batch.some(({ isUrgent }) => isUrgent)
    return posting.size === 0 || (isFull && posting.size < MESSAGES_UNDER_WAY_MAX)
  }

  /** The first time, and then ever more rarely: a link may be down for a month. */
  function reportFailure(kind: Exclude<MailLeft, 'taken'>): void {
    const attempt = failures + 1
    if (Number.isInteger(Math.log2(attempt)))
      environment.report({ kind, organisation: to, attempt })
  }

  function giveBack(letter: OutgoingLetter): void {
    book.returned(letter.deliveries)
    receipts.unshift(...letter.receipts)
  }

  /** Leaves a message in the mailbox, and writes down that it is there. */
  async function post(letter: OutgoingLetter): Promise<void> {
    const left = await leaveLetter(letter, environment)
    if (left !== 'taken') {
      giveBack(letter)
      failed = true
      reportFailure(left)
      return
    }
    // The way is open again: what was left there before it closed is asked after.
    if (failures > 0) book.heard(to)
    failures = 0
    const { keyId, digest } = letter
    book.sent(letter.deliveries, { to, keyId, digest })
    const silence = book.silences().find(({ organisation }) => organisation === to)
    if (silence !== undefined && silence.forMs >= SILENCE_TOLD_MS)
      environment.report({ kind: 'recipient-silent', organisation: to, count: silence.open })
    await recordRelayed(letter.deliveries, environment)
  }

  function start(letter: OutgoingLetter): void {
    const posted = post(letter)
      .catch((error: unknown) => {
        fault ??= { error }
      })
      .then(() => {
        posting.delete(posted)
        bell.ring()
      })
    posting.add(posted)
  }

  /** Everything again after a while, the longer the more often it went wrong. */
  async function recover(signal: AbortSignal): Promise<void> {
    await Promise.all(posting)
    failed = false
    failures++
    await sleep(backoff(failures), undefined, { signal }).catch(() => undefined)
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
          reportFailure('recipient-without-key')
          continue
        }
        receipts.splice(0, letter.receipts.length)
        book.taken(letter.deliveries)
        start(letter)
      }
      await Promise.all(posting)
      if (fault !== undefined) throw fault.error
    },
  }
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
