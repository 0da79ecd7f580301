import { assertNever, fail, ok, parseStrictJson, type Result } from '@trm/kernel'
import { MailboxError, type MailboxAddress, type PublishFailure, type SealedMail } from '@trm/ports'
import { isJsonObject } from './json-object.ts'
import { writeHeaders } from './mail-headers.ts'
import { FORMER_STREAM, inboxSubject, mailStream } from './names.ts'
import type { Patience } from './patience.ts'
import type { Session } from './session.ts'

type Published = Result<{ readonly duplicate: boolean }, PublishFailure>

/** JetStream's error codes, from nats-server's server/errors.json. */
const ACCOUNT_FULL = 10_002
const RESOURCES_EXHAUSTED = 10_023
const STORAGE_EXHAUSTED = 10_047
const STREAM_STORE_FAILED = 10_077
const MESSAGE_TOO_LARGE = 10_054
const FULL: readonly unknown[] = [
  ACCOUNT_FULL,
  RESOURCES_EXHAUSTED,
  STORAGE_EXHAUSTED,
  STREAM_STORE_FAILED,
]

/**
 * Leaves mail in a mailbox and waits for the acknowledgement of its JetStream, at home or across a link.
 * One that comes after we gave up tells how long it takes, and no more: the same mail sent again is acknowledged
 * as a duplicate.
 *
 * @throws {MailboxError} `MAILBOX_REFUSED` when the broker forbids it, or the mail is larger than it takes.
 */
export async function publish(
  session: Session,
  to: MailboxAddress,
  mail: SealedMail,
  patience: Patience,
): Promise<Published> {
  const waiting = patience.begin(to.participant, mail.body.length)
  const answer = await session.ask({
    subject: inboxSubject(to),
    body: mail.body,
    headers: writeHeaders(mail),
    timeoutMs: waiting.leftMs(),
    leftMs: waiting.leftMs,
    onLate: waiting.late,
  })
  waiting.end(answer.kind === 'answer')
  switch (answer.kind) {
    case 'answer':
      return readAcknowledgement(new TextDecoder().decode(answer.message.data), to)
    case 'refused':
      throw new MailboxError('MAILBOX_REFUSED')
    case 'silence':
    case 'lost':
      // Nobody says that it took it. It may have: the same id makes the repetition harmless.
      return fail({ kind: 'unreachable' })
    default:
      return assertNever(answer, 'publish: unknown answer')
  }
}

/**
 * Reads what claims to be the acknowledgement of the addressed Participant's JetStream. Anything else
 * is no acknowledgement, from whomever it came.
 */
export function readAcknowledgement(text: string, to: MailboxAddress): Published {
  const parsed = parseStrictJson(text)
  if (!parsed.ok || !isJsonObject(parsed.value)) return fail({ kind: 'unreachable' })
  const { error, stream, seq, domain, duplicate } = parsed.value
  if (error !== undefined) return readRefusal(error)
  const isTaken =
    // A country node that is not brought up to date yet keeps all mailboxes in the former stream.
    (stream === mailStream(to.mailbox) || stream === FORMER_STREAM) &&
    domain === to.participant.toUpperCase() &&
    typeof seq === 'number' &&
    Number.isSafeInteger(seq) &&
    seq > 0
  return isTaken ? ok({ duplicate: duplicate === true }) : fail({ kind: 'unreachable' })
}

function readRefusal(error: unknown): Published {
  const code = isJsonObject(error) ? error['err_code'] : undefined
  if (code === MESSAGE_TOO_LARGE) throw new MailboxError('MAILBOX_REFUSED')
  return fail({ kind: FULL.includes(code) ? 'full' : 'unreachable' })
}
