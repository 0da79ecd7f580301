import type { Disposition, Mailbox, MailboxAddress, MailDelivery } from '@trm/ports'
import type { PostOfficeState } from '../mailbox-post-office.ts'
import { memoryMailbox } from '../mailbox.ts'

/** A memory mailbox that breaks one promise of its port. */
export type MailboxMutant = {
  /** What it does wrong. */
  readonly name: string
  /** The case of the suite that is there to notice. */
  readonly noticedBy: string
  readonly open: (office: PostOfficeState, own: MailboxAddress) => Mailbox
}

type Handle = (delivery: MailDelivery) => Promise<Disposition>

/** The memory mailbox but for what `change` puts in the place of some of its methods. */
export function mailboxMutant(
  name: string,
  noticedBy: string,
  change: (mailbox: Mailbox, office: PostOfficeState, own: MailboxAddress) => Partial<Mailbox>,
): MailboxMutant {
  return {
    name,
    noticedBy,
    open: (office, own) => {
      const mailbox = memoryMailbox(office, own)
      return { ...mailbox, ...change(mailbox, office, own) }
    },
  }
}

/** The memory mailbox but for what stands between it and whoever handles its deliveries. */
export function handlerMutant(
  name: string,
  noticedBy: string,
  change: (handle: Handle, office: PostOfficeState, own: MailboxAddress) => Handle,
): MailboxMutant {
  return mailboxMutant(name, noticedBy, (mailbox, office, own) => ({
    consume: (handle, options) => mailbox.consume(change(handle, office, own), options),
  }))
}
