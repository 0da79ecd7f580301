import { nanos } from 'nats'
import type { Session } from './session.ts'

/** What JetStream wants to hear of one delivery (ADR-15 of the NATS architecture, "JsMsg"). */
export type Settlement = {
  /** 1 for the first time that this message is delivered. */
  readonly attempt: number
  /** Never deliver it again. @returns whether the country node confirmed that. */
  done(): Promise<boolean>
  /** Deliver it again, not before this many milliseconds. */
  again(afterMs: number): void
  /** It is still being worked on: wait on. */
  working(): void
}

const DONE = '+ACK'
const AGAIN = '-NAK'
const WORKING = '+WPI'
const CONFIRMATION_TIMEOUT_MS = 5_000

// $JS.ACK.<stream>.<consumer>.<delivered>.<stream sequence>.<consumer sequence>.<time>.<pending>
const REPLY_SUBJECT = /^\$JS\.ACK\.[^.]+\.[^.]+\.([1-9]\d{0,9})\.\d+\.\d+\.\d+\.\d+$/

/**
 * The settlement that a reply subject stands for, or undefined when it is not that of a delivery.
 *
 * JetStream's own answers have no such subject. They are marked by a status in their headers, which
 * any sender of mail can imitate, so this is what tells the two apart.
 *
 * What cannot be said because the session has ended need not be said: a delivery that is not settled
 * comes again.
 */
export function settlementOf(
  session: Session,
  replySubject: string | undefined,
): Settlement | undefined {
  const attempt = attemptOf(replySubject ?? '')
  if (replySubject === undefined || attempt === undefined) return undefined
  return {
    attempt,
    async done() {
      const question = { subject: replySubject, body: DONE, timeoutMs: CONFIRMATION_TIMEOUT_MS }
      return (await session.ask(question)).kind === 'answer'
    },
    again(afterMs) {
      // Zero, or no delay at all, would be delivered again at once.
      const delay = nanos(Math.max(Math.ceil(afterMs), 1))
      session.tell(replySubject, `${AGAIN} ${JSON.stringify({ delay })}`)
    },
    working: () => session.tell(replySubject, WORKING),
  }
}

/** How often the message was delivered, or undefined when this is not a delivery's reply subject. */
export function attemptOf(replySubject: string): number | undefined {
  const digits = REPLY_SUBJECT.exec(replySubject)?.[1]
  return digits === undefined ? undefined : Number(digits)
}
