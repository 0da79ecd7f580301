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

/** How many messages are asked for at once: half as many as the country node lets wait for a mailbox. */
const REQUESTS_MAX = 8

/**
 * Asks for up to `wanted` messages, at most eight at once, and, unless it is to be now, waits for each at most
 * about a second. Each is handed out as it comes, in the order of the mailbox.
 *
 * Each request is for one message: nats-server 2.9 forgets a request for several when one that it has answered
 * with is erased meanwhile.
 */
export async function pull(
  session: Session,
  place: Place,
  { wanted, isNow = false }: { readonly wanted: number; readonly isNow?: boolean },
  onDelivery: (delivery: Delivery) => void,
): Promise<Pulled> {
  let count = 0
  const refusals: number[] = []
  const until = isNow ? { no_wait: true } : { expires: nanos(EXPIRES_MS) }
  const gathered = await session.gather(
    {
      subject: place.next,
      body: JSON.stringify({ batch: 1, ...until }),
      timeoutMs: TIMEOUT_MS,
      times: Math.min(wanted, REQUESTS_MAX),
    },
    (message) => {
      const settlement = settlementOf(session, message.reply, place.erase)
      if (settlement === undefined) {
        const status = statusOf(message)
        if (status !== NO_MESSAGES && status !== REQUEST_EXPIRED) refusals.push(status)
        return
      }
      count += 1
      onDelivery({ message, settlement })
    },
  )
  switch (gathered.kind) {
    case 'complete':
      return refusals.length === 0 ? { kind: 'answered', count } : { kind: 'failed' }
    case 'silence':
    case 'refused':
      return { kind: 'failed' }
    case 'lost':
      return { kind: 'lost' }
    default:
      return assertNever(gathered, 'pull: unknown answer')
  }
}
