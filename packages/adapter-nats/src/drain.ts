import { ownPlace } from './names.ts'
import { pullOne, type Pulled } from './pull.ts'
import type { Session } from './session.ts'

/** A mailbox of this agent in whose place another is. */
export type FormerMailbox = {
  readonly mailbox: string
  /** Whether its time is over: once it is, it is done with as soon as it is empty. */
  readonly isOver: boolean
}

/** The mailboxes of this agent, as they are now. */
export type Mailboxes = { readonly newest: string; readonly former: readonly FormerMailbox[] }

/** How long a former mailbox that cannot be fetched from is left alone, in milliseconds. */
const AGAIN_MS = 60_000

/**
 * Fetches what waits in former mailboxes, in the order in which they are named: it is older than what is in the
 * newest. One that fails holds nothing up, neither the others nor the newest.
 *
 * @returns a function that looks once: a delivery, the end of the session, or undefined where there is nothing.
 */
export function createDrain(
  session: Session,
  mailboxes: () => Mailboxes,
): () => Promise<Pulled | undefined> {
  const done = new Set<string>()
  const again = new Map<string, number>()
  return async () => {
    for (const { mailbox, isOver } of mailboxes().former) {
      if (done.has(mailbox) || performance.now() < (again.get(mailbox) ?? 0)) continue
      const pulled = await pullOne(session, ownPlace(mailbox), { isNow: true })
      if (pulled.kind === 'delivery' || pulled.kind === 'lost') return pulled
      if (pulled.kind === 'failed') again.set(mailbox, performance.now() + AGAIN_MS)
      else if (isOver) done.add(mailbox)
    }
    return undefined
  }
}
