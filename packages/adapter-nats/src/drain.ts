import { ownPlace } from './names.ts'
import { pull } from './pull.ts'
import type { Session } from './session.ts'
import type { Delivery } from './settle.ts'

/** A mailbox of this agent in whose place another is. */
export type FormerMailbox = {
  readonly mailbox: string
  /** Whether its time is over: once it is, it is done with as soon as it is empty. */
  readonly isOver: boolean
}

/** The mailboxes of this agent, as they are now. */
export type Mailboxes = { readonly newest: string; readonly former: readonly FormerMailbox[] }

/** What was in former mailboxes: something that has been handed out, nothing now, or the session has ended. */
export type Drained = 'some' | 'nothing' | 'lost'

/** How long a former mailbox that cannot be fetched from is left alone, in milliseconds. */
const AGAIN_MS = 60_000

/**
 * Fetches what waits in former mailboxes, in the order in which they are named: it is older than what is in the
 * newest. One that fails holds nothing up, neither the others nor the newest.
 *
 * @returns a function that looks once and hands out up to `batch` deliveries of the first that holds some.
 */
export function createDrain(
  session: Session,
  mailboxes: () => Mailboxes,
  onDelivery: (delivery: Delivery) => void,
): (batch: number) => Promise<Drained> {
  const done = new Set<string>()
  const again = new Map<string, number>()
  return async (batch) => {
    for (const { mailbox, isOver } of mailboxes().former) {
      if (done.has(mailbox) || performance.now() < (again.get(mailbox) ?? 0)) continue
      const pulled = await pull(session, ownPlace(mailbox), { batch, isNow: true }, onDelivery)
      if (pulled.kind === 'lost') return 'lost'
      if (pulled.kind === 'failed') again.set(mailbox, performance.now() + AGAIN_MS)
      else if (pulled.count > 0) return 'some'
      else if (isOver) done.add(mailbox)
    }
    return 'nothing'
  }
}
