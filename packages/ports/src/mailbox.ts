import { TrmError, type ParticipantCode, type Result, type SafeDetails } from '@trm/kernel'

/** Where sealed mail is left: an opaque token from the directory, at the recipient's Participant. */
export type MailboxAddress = { readonly participant: ParticipantCode; readonly mailbox: string }

/** A sealed message as it lies in a mailbox: CloudEvents 1.0 attributes and opaque bytes. */
export type SealedMail = {
  /** `ce-id`, random. Also the broker's de-duplication key: resending the same mail keeps the id. */
  readonly id: string
  /** `ce-source`: the sending Participant, never the organisation. */
  readonly source: ParticipantCode
  /** `ce-time`, rounded to the minute. */
  readonly time: string
  readonly body: Uint8Array
}

export type PublishFailure =
  /** No country node took it: the link or the server is away. Try again later. */
  | { readonly kind: 'unreachable' }
  /** The mailbox stream is full (`discard: new`). Try again later; nothing was lost. */
  | { readonly kind: 'full' }

/** What the inbox decided about one delivery. It returns this and does not touch the message. */
export type Disposition =
  /** Settled, durably: never deliver it again. */
  | { readonly kind: 'done' }
  /** Might work later. */
  | { readonly kind: 'retry'; readonly afterMs: number }

export type MailDelivery = {
  /** Undefined where the sender's headers are not those of the protocol; the body came all the same. */
  readonly mail: SealedMail | undefined
  readonly body: Uint8Array
  /**
   * How often the country node has handed it out: 1 for the first time. It grows with every delivery and
   * may skip numbers: what was handed out to a request that had just ended counts, too.
   */
  readonly attempt: number
}

/** An organisation's access to the country nodes: leave sealed mail with others, fetch its own. */
export interface Mailbox {
  /**
   * Leaves mail in a mailbox. Ok means that the recipient's country node has taken it, and nothing
   * about the recipient. `duplicate`: it had that id already. A mailbox that nobody has is
   * `unreachable`, too: no country node takes mail for it.
   *
   * @throws {MailboxError} `MAILBOX_REFUSED` when the broker forbids it: a fault of the set-up.
   */
  publish(
    to: MailboxAddress,
    mail: SealedMail,
  ): Promise<Result<{ readonly duplicate: boolean }, PublishFailure>>

  /**
   * Delivers this organisation's mail in order until `signal` aborts: one at a time, or up to `atOnce`, each
   * begun in that order and maybe before the earlier ones are settled. A delivery is acknowledged only after
   * `handle` resolved with `done`; when `handle` throws it comes again. Outlives broker restarts. Resolves
   * when the signal aborted and the deliveries in hand are settled.
   *
   * @throws {InvariantError} while another `consume` of this mailbox runs: mail is taken in order.
   */
  consume(
    handle: (delivery: MailDelivery) => Promise<Disposition>,
    options: { readonly signal: AbortSignal; readonly atOnce?: number },
  ): Promise<void>

  /** Whether the connection to the own country node stands. */
  isConnected(): boolean

  /** Settles the delivery in hand, ends `consume` and lets go. May be called again. */
  close(): Promise<void>
}

const messages = {
  MAILBOX_REFUSED: 'the broker does not allow this',
  MAILBOX_CLOSED: 'the mailbox has been closed',
} as const

export type MailboxErrorCode = keyof typeof messages

/** Thrown by every {@link Mailbox}. */
export class MailboxError extends TrmError<MailboxErrorCode> {
  override readonly name = 'MailboxError'
  constructor(code: MailboxErrorCode, details: SafeDetails = {}, cause?: unknown) {
    super(code, messages[code], details, cause)
  }
}
