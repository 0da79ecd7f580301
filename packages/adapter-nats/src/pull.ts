import { nanos } from 'nats'
import { assertNever } from '@trm/kernel'
import { statusOf } from './ask.ts'
import type { Place } from './names.ts'
import type { Session } from './session.ts'
import type { Delivery } from './settle.ts'
import { settlementOf } from './settlement.ts'

export type Pulled =
  /** What there was has been handed out, maybe nothing. Ask again. */
  | { readonly kind: 'answered'; readonly count: number }
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

/**
 * Asks for up to `batch` messages and, unless it is to be now, waits for them at most about a second. Each
 * is handed out as it comes, in the order of the mailbox.
 */
export async function pull(
  session: Session,
  place: Place,
  { batch, isNow = false }: { readonly batch: number; readonly isNow?: boolean },
  onDelivery: (delivery: Delivery) => void,
): Promise<Pulled> {
  let count = 0
  let status: number | undefined
  const until = isNow ? { no_wait: true } : { expires: nanos(EXPIRES_MS) }
  const gathered = await session.gather(
    {
      subject: place.next,
      body: JSON.stringify({ batch, ...until }),
      timeoutMs: TIMEOUT_MS,
      messagesMax: batch,
    },
    (message) => {
      const settlement = settlementOf(session, message.reply, place.erase)
      if (settlement === undefined) {
        status = statusOf(message)
        return { isLast: true }
      }
      count += 1
      onDelivery({ message, settlement })
      return { isLast: false }
    },
  )
  switch (gathered.kind) {
    case 'complete':
      return status === undefined || status === NO_MESSAGES || status === REQUEST_EXPIRED
        ? { kind: 'answered', count }
        : { kind: 'failed' }
    case 'silence':
    case 'refused':
      return { kind: 'failed' }
    case 'lost':
      return { kind: 'lost' }
    default:
      return assertNever(gathered, 'pull: unknown answer')
  }
}
