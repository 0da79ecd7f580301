import { invariant, isParticipantCode } from '@trm/kernel'
import type { MailboxAddress } from '@trm/ports'

/** The stream that holds all mailboxes of a Participant (see the README on this and the names below). */
export const MAIL_STREAM = 'MAIL'

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

/** Where the next message of a mailbox is asked for: JetStream's `CONSUMER.MSG.NEXT`. */
export function nextSubject(mailbox: string): string {
  return `trm.v1.mailbox.${mailbox}.next`
}

/** Where a mailbox is looked at: JetStream's `CONSUMER.INFO`. */
export function infoSubject(mailbox: string): string {
  return `trm.v1.mailbox.${mailbox}.info`
}
