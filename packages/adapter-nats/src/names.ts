import { invariant, isParticipantCode } from '@trm/kernel'
import type { MailboxAddress } from '@trm/ports'

/**
 * The stream that held all mailboxes of a Participant before each had its own (see the README on this and
 * the names below). What waits there is fetched first.
 */
export const FORMER_STREAM = 'MAIL'

const MAILBOX = /^[A-Za-z0-9_-]{1,64}$/

/**
 * The subject of a mailbox (protocol, section 4).
 *
 * @throws {InvariantError} when the mailbox is not one token of letters, digits, `_` and `-`: a dot or a
 *   wildcard would address somebody else's mail.
 */
export function inboxSubject({ participant, mailbox }: MailboxAddress): string {
  invariant(isParticipantCode(participant), 'inbox subject: a Participant')
  invariant(MAILBOX.test(mailbox), 'inbox subject: a mailbox is one token')
  return `trm.v1.inbox.${participant}.${mailbox}`
}

/** The stream that holds one mailbox. */
export function mailStream(mailbox: string): string {
  return `MAIL_${mailbox}`
}

/** Where the country node keeps mail of one mailbox, as the subjects on which it is asked for it. */
export type Place = {
  /** JetStream's `CONSUMER.INFO`. */
  readonly info: string
  /** JetStream's `CONSUMER.MSG.NEXT`. */
  readonly next: string
  /** JetStream's `STREAM.MSG.DELETE`, in a stream that holds this mailbox only. */
  readonly erase?: string
}

/** The stream of the mailbox itself. */
export function ownPlace(mailbox: string): Place {
  return {
    info: `trm.v1.mailbox.${mailbox}.info`,
    next: `trm.v1.mailbox.${mailbox}.next`,
    erase: `$JS.ACK.erase.${mailbox}`,
  }
}

/** What waits for the mailbox in {@link FORMER_STREAM}. */
export function formerPlace(mailbox: string): Place {
  return {
    info: `trm.v1.mailbox.${mailbox}.former.info`,
    next: `trm.v1.mailbox.${mailbox}.former.next`,
  }
}
