import { headers, type Msg, type MsgHdrs } from 'nats'
import { invariant, isParticipantCode } from '@trm/kernel'
import type { SealedMail } from '@trm/ports'

const DE_DUPLICATION = 'Nats-Msg-Id'
const SPEC_VERSION = '1.0'
const TYPE = 'org.trm.sealed.v1'
const HEADER_COUNT = 6
const ID = /^[A-Za-z0-9_-]{1,64}$/
const WHOLE_MINUTE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:00(?:\.000)?Z$/

/** What is looked at of a message. The client throws when the block cannot be read. */
export type Received = Pick<Msg, 'headers'>

/**
 * The headers of a mail: CloudEvents 1.0 in binary mode (NATS protocol binding, section 3.1) and the
 * broker's de-duplication key. This is everything that travels in clear.
 *
 * @throws {InvariantError} when the mail's attributes are not those of the protocol: an id of 1 to 64
 *   letters, digits, `_` and `-`, a Participant, a time rounded to the minute.
 */
export function writeHeaders(mail: SealedMail): MsgHdrs {
  invariant(isMail(mail), 'mail headers: attributes are those of the protocol')
  const written = headers()
  written.set(DE_DUPLICATION, mail.id)
  written.set('ce-specversion', SPEC_VERSION)
  written.set('ce-id', mail.id)
  written.set('ce-source', mail.source)
  written.set('ce-type', TYPE)
  written.set('ce-time', mail.time)
  return written
}

/**
 * The mail in a message with this body, or undefined when its headers are not exactly those that
 * {@link writeHeaders} writes: one missing, doubled, ill-formed or too many.
 */
export function readMail(message: Received, body: Uint8Array): SealedMail | undefined {
  const received = readHeaders(message)
  if (received?.size !== HEADER_COUNT) return undefined
  const [id, source, time] = [
    received.get('ce-id'),
    received.get('ce-source'),
    received.get('ce-time'),
  ]
  if (id === undefined || source === undefined || time === undefined) return undefined
  if (received.get('ce-specversion') !== SPEC_VERSION || received.get('ce-type') !== TYPE) {
    return undefined
  }
  // Two ids would let one message be taken for a duplicate of another.
  if (received.get(DE_DUPLICATION) !== id || !isParticipantCode(source)) return undefined
  const mail = { id, source, time, body }
  return isMail(mail) ? mail : undefined
}

/** Each header once, or undefined when one is doubled or the block is malformed. */
function readHeaders(message: Received): ReadonlyMap<string, string> | undefined {
  let block: MsgHdrs | undefined
  try {
    block = message.headers
  } catch {
    // A sender's block that cannot be read.
    return undefined
  }
  const single = new Map<string, string>()
  for (const [name, values] of block ?? []) {
    const [value] = values
    if (value === undefined || values.length > 1) return undefined
    single.set(name, value)
  }
  return single
}

function isMail(mail: SealedMail): boolean {
  return (
    ID.test(mail.id) &&
    isParticipantCode(mail.source) &&
    WHOLE_MINUTE.test(mail.time) &&
    !Number.isNaN(Date.parse(mail.time))
  )
}
