import { nanos, type Msg } from 'nats'
import { assertNever } from '@trm/kernel'
import { statusOf } from './ask.ts'
import type { Place } from './names.ts'
import type { Session } from './session.ts'
import type { Delivery } from './settle.ts'
import { settlementOf } from './settlement.ts'

export type Pulled =
  | { readonly kind: 'delivery'; readonly delivery: Delivery }
  /** There was nothing to fetch. Ask again. */
  | { readonly kind: 'empty' }
  /** The country node said no, or nothing at all. */
  | { readonly kind: 'failed' }
  /** The session ended. */
  | { readonly kind: 'lost' }

// The country node answers an abandoned request too, and that mail is then held back until it is
// delivered again. So requests are short, and whoever stops waits for the answer.
const EXPIRES_MS = 1_000
const TIMEOUT_MS = 4_000
const NO_MESSAGES = 404
const REQUEST_EXPIRED = 408

const ONE_MESSAGE = JSON.stringify({ batch: 1, expires: nanos(EXPIRES_MS) })
const ONE_MESSAGE_NOW = JSON.stringify({ batch: 1, no_wait: true })

/** Asks for one message and, unless it is to be now, waits for it at most about a second. */
export async function pullOne(
  session: Session,
  place: Place,
  { isNow = false }: { readonly isNow?: boolean } = {},
): Promise<Pulled> {
  const answer = await session.ask({
    subject: place.next,
    body: isNow ? ONE_MESSAGE_NOW : ONE_MESSAGE,
    timeoutMs: TIMEOUT_MS,
  })
  switch (answer.kind) {
    case 'answer':
      return readAnswer(session, answer.message, place)
    case 'silence':
    case 'refused':
      return { kind: 'failed' }
    case 'lost':
      return { kind: 'lost' }
    default:
      return assertNever(answer, 'pull: unknown answer')
  }
}

function readAnswer(session: Session, message: Msg, { erase }: Place): Pulled {
  const settlement = settlementOf(session, message.reply, erase)
  if (settlement !== undefined) return { kind: 'delivery', delivery: { message, settlement } }
  const status = statusOf(message)
  return { kind: status === NO_MESSAGES || status === REQUEST_EXPIRED ? 'empty' : 'failed' }
}
