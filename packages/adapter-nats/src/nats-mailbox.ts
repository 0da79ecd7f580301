import { invariant, type ParticipantCode } from '@trm/kernel'
import { MailboxError, type Mailbox } from '@trm/ports'
import { consume } from './consume.ts'
import type { Mailboxes } from './drain.ts'
import type { Report } from './fact.ts'
import { inboxSubject } from './names.ts'
import { createPatience } from './patience.ts'
import { publish } from './publish.ts'
import { keepSession } from './session.ts'

export type NatsMailboxOptions = {
  /** `host:port` of the own country node. */
  readonly server: string
  /** The agent's NATS user key, `SU…`. */
  readonly nkeySeed: string
  readonly participant: ParticipantCode
  /** The token of the own mailbox; the newest, where `mailboxes` says so later. */
  readonly mailbox: string
  /**
   * The own mailboxes as they are now, asked before each fetch: the newest, and former ones that are emptied
   * meanwhile. `mailbox` and no other by default.
   */
  readonly mailboxes?: () => Mailboxes
  /** The reply prefix that the country node grants to this key alone. */
  readonly inboxPrefix: string
  readonly report?: Report
  /**
   * How long a recipient's country node that was quick the last time may take to acknowledge, in milliseconds; 5,000 by
   * default. Another may take twice as long, or as long as its answers say.
   */
  readonly publishTimeoutMs?: number
}

/** Over a satellite an answer takes 4 s, and 4 s more when something is lost on the way: so twice as long there. */
const PUBLISH_TIMEOUT_MS = 5_000

/**
 * An organisation's access to the country nodes, over NATS. Returns after the first attempt to connect,
 * whether or not the country node is there, and keeps trying until it is closed.
 *
 * A delivery that is to be retried does not hold up the ones behind it. First deliveries are in the
 * order in which the country node took the mail.
 *
 * @throws {MailboxError} `MAILBOX_REFUSED` when the country node does not know the key.
 */
export async function natsMailbox(options: NatsMailboxOptions): Promise<Mailbox> {
  const { mailbox, participant } = options
  const report = options.report ?? (() => undefined)
  const mailboxes = options.mailboxes ?? (() => ({ newest: mailbox, former: [] }))
  const patience = createPatience(options.publishTimeoutMs ?? PUBLISH_TIMEOUT_MS)
  const closing = new AbortController()
  let consuming: Promise<void> | undefined
  let closed: Promise<void> | undefined

  // Fails here, not at the first fetch, when this is no mailbox.
  inboxSubject({ participant, mailbox })
  const sessions = await keepSession(options, report)

  async function closeOnce(): Promise<void> {
    closing.abort()
    // The delivery in hand is settled while there is still a connection.
    await consuming
    await sessions.close()
  }

  return {
    async publish(to, mail) {
      if (closing.signal.aborted) throw new MailboxError('MAILBOX_CLOSED')
      const session = sessions.current()
      if (session === undefined) return { ok: false, failure: { kind: 'unreachable' } }
      return await publish(session, to, mail, patience)
    },

    async consume(handle, { signal, atOnce = 1 }) {
      if (closing.signal.aborted) throw new MailboxError('MAILBOX_CLOSED')
      invariant(consuming === undefined, 'mailbox: one consumer, so that mail comes in order')
      const stopping = AbortSignal.any([signal, closing.signal])
      consuming = consume({ sessions, mailboxes, handle, report, signal: stopping, atOnce })
      try {
        await consuming
      } finally {
        consuming = undefined
      }
    },

    isConnected: () => sessions.current() !== undefined,

    close() {
      closed ??= closeOnce()
      return closed
    },
  }
}
