import { fail, ok } from '@trm/kernel'
import {
  MailboxError,
  type Mailbox,
  type MailboxAddress,
  type MailDelivery,
  type SealedMail,
} from '@trm/ports'
import { createWaiters } from './waiters.ts'

type Waiting = { readonly mail: SealedMail; readonly attempt: number }

/** All mailboxes of all Participants. Outlives the mailboxes that are opened on it, as a broker would. */
export type PostOfficeState = {
  /** By address: what waits, oldest first. */
  readonly waiting: Map<string, Waiting[]>
  /** The ids that were taken, for ever. */
  readonly taken: Set<string>
  /** What publishing comes to: set it to be away or full. */
  health: 'good' | 'unreachable' | 'full'
  readonly waiters: ReturnType<typeof createWaiters>
}

export function newPostOffice(): PostOfficeState {
  return { waiting: new Map(), taken: new Set(), health: 'good', waiters: createWaiters() }
}

/**
 * A mailbox in memory, for tests: it leaves mail with all others that are opened on the same post
 * office. Mail comes in the order in which it was left; what is to be retried does not hold up the rest.
 */
export function memoryMailbox(office: PostOfficeState, own: MailboxAddress): Mailbox {
  const closing = new AbortController()
  let consuming: Promise<void> | undefined

  function queueOf(address: MailboxAddress): Waiting[] {
    const key = `${address.participant} ${address.mailbox}`
    const queue = office.waiting.get(key) ?? []
    office.waiting.set(key, queue)
    return queue
  }

  function putBack(again: Waiting): void {
    queueOf(own).push({ ...again, attempt: again.attempt + 1 })
    office.waiters.wakeAll()
  }

  /** Mail in hand stays first in its queue until it is settled, so that closing loses nothing. */
  async function settle(next: Waiting, handle: Parameters<Mailbox['consume']>[0]): Promise<void> {
    const mail = copyOf(next.mail)
    const delivery: MailDelivery = { mail, body: mail.body, attempt: next.attempt }
    // A handler that throws has settled nothing: the mail comes again.
    const disposition = await handle(delivery).catch(() => ({ kind: 'retry', afterMs: 0 }) as const)
    const queue = queueOf(own)
    queue.splice(queue.indexOf(next), 1)
    if (disposition.kind === 'retry') setTimeout(() => putBack(next), disposition.afterMs)
  }

  async function consume(
    handle: Parameters<Mailbox['consume']>[0],
    signal: AbortSignal,
  ): Promise<void> {
    while (!signal.aborted) {
      const [next] = queueOf(own)
      if (next === undefined) await office.waiters.wait(signal)
      else await settle(next, handle)
    }
  }

  return {
    async publish(to, mail) {
      if (closing.signal.aborted) throw new MailboxError('MAILBOX_CLOSED')
      await Promise.resolve()
      if (office.health !== 'good') return fail({ kind: office.health })
      const duplicate = office.taken.has(mail.id)
      if (!duplicate) {
        office.taken.add(mail.id)
        queueOf(to).push({ mail: copyOf(mail), attempt: 1 })
        office.waiters.wakeAll()
      }
      return ok({ duplicate })
    },

    async consume(handle, { signal }) {
      if (closing.signal.aborted) throw new MailboxError('MAILBOX_CLOSED')
      consuming = consume(handle, AbortSignal.any([signal, closing.signal]))
      await consuming
    },

    isConnected: () => !closing.signal.aborted,

    async close() {
      closing.abort()
      await consuming
    },
  }
}

function copyOf(mail: SealedMail): SealedMail {
  return { ...mail, body: mail.body.slice() }
}
