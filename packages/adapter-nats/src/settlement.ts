import { nanos } from 'nats'
import { parseStrictJson } from '@trm/kernel'
import type { Answer } from './ask.ts'
import { isJsonObject } from './json-object.ts'
import type { Session } from './session.ts'

/** What JetStream wants to hear of one delivery (ADR-15 of the NATS architecture, "JsMsg"). */
export type Settlement = {
  /** 1 for the first time that this message is delivered. */
  readonly attempt: number
  /**
   * Never deliver it again, and overwrite it on the disk. @returns whether the country node confirmed
   * that.
   */
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
/** There is no message with this number any more (nats-server's server/errors.json). */
const SEQUENCE_NOT_FOUND = 10_043

// $JS.ACK.<stream>.<consumer>.<delivered>.<stream sequence>.<consumer sequence>.<time>.<pending>
const REPLY_SUBJECT = /^\$JS\.ACK\.[^.]+\.[^.]+\.([1-9]\d{0,9})\.(\d+)\.\d+\.\d+\.\d+$/

/**
 * The settlement that a reply subject stands for, or undefined when it is not that of a delivery.
 *
 * JetStream's own answers have no such subject. They are marked by a status in their headers, which
 * any sender of mail can imitate, so this is what tells the two apart.
 *
 * What cannot be said because the session has ended need not be said: a delivery that is not settled
 * comes again.
 *
 * What is acknowledged cannot be erased any more, and stays in its block as long as other mail does. So
 * it is erased first, and acknowledged when that is confirmed; mail that is erased is not delivered
 * again, acknowledged or not. `erase` is the subject for it; without one the mail is only acknowledged.
 */
export function settlementOf(
  session: Session,
  replySubject: string | undefined,
  erase: string | undefined,
): Settlement | undefined {
  const read = readReplySubject(replySubject ?? '')
  if (replySubject === undefined || read === undefined) return undefined
  return {
    attempt: read.attempt,
    async done() {
      const question =
        erase === undefined
          ? { subject: replySubject, body: DONE }
          : { subject: erase, body: `{"seq":${read.sequence}}` }
      const answer = await session.ask({ ...question, timeoutMs: CONFIRMATION_TIMEOUT_MS })
      if (erase === undefined) return answer.kind === 'answer'
      const isErased = readErasure(answer)
      if (isErased) session.tell(replySubject, DONE)
      return isErased
    },
    again(afterMs) {
      // Zero, or no delay at all, would be delivered again at once.
      const delay = nanos(Math.max(Math.ceil(afterMs), 1))
      session.tell(replySubject, `${AGAIN} ${JSON.stringify({ delay })}`)
    },
    working: () => session.tell(replySubject, WORKING),
  }
}

/**
 * How often the message was delivered and its number in the stream, as the server writes it; undefined
 * when this is not a delivery's reply subject.
 */
export function readReplySubject(
  replySubject: string,
): { readonly attempt: number; readonly sequence: string } | undefined {
  const [, attempt, sequence] = REPLY_SUBJECT.exec(replySubject) ?? []
  if (attempt === undefined || sequence === undefined) return undefined
  return { attempt: Number(attempt), sequence }
}

/** Whether the message is gone, now or already. */
function readErasure(answer: Answer): boolean {
  if (answer.kind !== 'answer') return false
  const parsed = parseStrictJson(new TextDecoder().decode(answer.message.data))
  if (!parsed.ok || !isJsonObject(parsed.value)) return false
  const { success, error } = parsed.value
  return success === true || (isJsonObject(error) && error['err_code'] === SEQUENCE_NOT_FOUND)
}
