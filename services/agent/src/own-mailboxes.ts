import type { Mailboxes } from '@trm/adapter-nats'
import type { OrganisationId } from '@trm/kernel'
import type { Clock, Directory } from '@trm/ports'

/**
 * The mailboxes that the own trust list says an organisation has, as it says now. Where it says nothing any more,
 * the agent goes on with those that it had: mail that was left there is its own.
 *
 * @param first the one that it is listed with at the start.
 */
export function ownMailboxes(
  self: OrganisationId,
  directory: Pick<Directory, 'mailboxOf' | 'formerMailboxesOf'>,
  clock: Clock,
  first: string,
): () => Mailboxes {
  let last: Mailboxes = { newest: first, former: [] }
  return () => {
    const newest = directory.mailboxOf(self)?.mailbox
    if (newest === undefined) return last
    const now = clock.now()
    const former = directory
      .formerMailboxesOf(self)
      .map(({ mailbox, until }) => ({ mailbox, isOver: until <= now }))
    last = { newest, former }
    return last
  }
}
