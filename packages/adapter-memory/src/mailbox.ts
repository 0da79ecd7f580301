import { invariant } from '@trm/kernel'
import {
  MailboxError,
  type Disposition,
  type Mailbox,
  type MailboxAddress,
  type MailDelivery,
} from '@trm/ports'
import {
  countryNodeOf,
  isAway,
  leaveMail,
  lettersOf,
  nextDueMs,
  settle,
  takeDue,
  type Letter,
  type PostOfficeState,
} from './mailbox-post-office.ts'

type Handle = Parameters<Mailbox['consume']>[0]

const MAIL_BYTES_MAX = 2 * 1024 * 1024
const FAULT_RETRY_MS = 50
// Timers come early at times, and those for more than some weeks at once. Then it is looked at again.
const WAIT_MAX_MS = 60_000

/**
 * A mailbox in memory, for tests: it leaves mail with all others that were opened on the same post
 * office. Two mailboxes of one address, one after the other, are a restart.
 */
export function memoryMailbox(office: PostOfficeState, own: MailboxAddress): Mailbox {
  const node = countryNodeOf(office, own.participant)
  const letters = lettersOf(node, own.mailbox)
  const closing = new AbortController()
  let consuming: Promise<void> | undefined

  function requireOpen(): void {
    if (closing.signal.aborted) throw new MailboxError('MAILBOX_CLOSED')
  }

  async function consume(handle: Handle, signal: AbortSignal, atOnce: number): Promise<void> {
    // So that it is known to consume before it calls anybody.
    await Promise.resolve()
    const inHand = new Set<Promise<void>>()
    while (!signal.aborted) {
      while (inHand.size >= atOnce) await Promise.race(inHand)
      const letter = isAway(node) || hasEnded(signal) ? undefined : takeDue(letters)
      if (letter === undefined) {
        await waitForMail(signal)
        continue
      }
      const delivering = deliver(letter, handle).finally(() => inHand.delete(delivering))
      inHand.add(delivering)
    }
    await Promise.all(inHand)
  }

  async function deliver(letter: Letter, handle: Handle): Promise<void> {
    const session = node.session.signal
    const disposition = await decide(letter, handle)
    // The node went away meanwhile and heard nothing of it: for the node it is to be delivered again.
    if (!session.aborted) settle(letters, letter, disposition)
  }

  async function waitForMail(signal: AbortSignal): Promise<void> {
    const waitMs = isAway(node) ? WAIT_MAX_MS : Math.min(nextDueMs(letters), WAIT_MAX_MS)
    const timer = setTimeout(() => office.waiters.wakeAll(), waitMs)
    await office.waiters.wait(signal)
    clearTimeout(timer)
  }

  return {
    publish: async (to, mail) => {
      requireOpen()
      if (mail.body.length > MAIL_BYTES_MAX) throw new MailboxError('MAILBOX_REFUSED')
      const outcome = isAway(node) ? UNREACHABLE : leaveMail(office, to, mail)
      return Promise.resolve(outcome)
    },

    async consume(handle, { signal, atOnce = 1 }) {
      requireOpen()
      invariant(consuming === undefined, 'mailbox: one consumer, so that mail comes in order')
      consuming = consume(handle, AbortSignal.any([signal, closing.signal]), atOnce)
      try {
        await consuming
      } finally {
        consuming = undefined
      }
    },

    isConnected: () => !closing.signal.aborted && !isAway(node),

    async close() {
      closing.abort()
      await consuming
    },
  }
}

const UNREACHABLE = { ok: false, failure: { kind: 'unreachable' } } as const

/** It may have while something else was waited for. */
function hasEnded(signal: AbortSignal): boolean {
  return signal.aborted
}

async function decide(letter: Letter, handle: Handle): Promise<Disposition> {
  try {
    return await handle(copyOf(letter))
  } catch {
    // Whatever it threw, it has settled nothing: the mail comes again.
    return { kind: 'retry', afterMs: FAULT_RETRY_MS }
  }
}

function copyOf({ mail, body, attempts }: Letter): MailDelivery {
  const copy = body.slice()
  return { mail: mail && { ...mail, body: copy }, body: copy, attempt: attempts }
}
