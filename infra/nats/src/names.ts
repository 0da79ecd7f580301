import { invariant, type ParticipantCode } from '@trm/kernel'

/** The stream of a Participant that holds all its mailboxes, in its JetStream domain. */
export const MAIL_STREAM = 'MAIL'

/** The reply prefix of the operator. */
export const OPERATOR_INBOX_PREFIX = '_INBOX.trm-operator'

const MAILBOX = /^[A-Za-z0-9_-]{1,64}$/

/** Every mailbox of a Participant (protocol, section 4). */
export function inboxSubjects(participant: ParticipantCode): string {
  return `trm.v1.inbox.${participant}.*`
}

/** The subject of one mailbox. @throws {InvariantError} see {@link assertMailbox}. */
export function inboxSubject(participant: ParticipantCode, mailbox: string): string {
  assertMailbox(mailbox)
  return `trm.v1.inbox.${participant}.${mailbox}`
}

/**
 * @throws {InvariantError} when the mailbox is not one token of 1 to 64 letters, digits, `_` and `-`:
 *   a dot or a wildcard would address somebody else's mail.
 */
function assertMailbox(mailbox: string): void {
  invariant(MAILBOX.test(mailbox), 'nats: a mailbox is one subject token')
}

/** Where an agent looks at its mailbox. @throws {InvariantError} see {@link assertMailbox}. */
export function infoSubject(mailbox: string): string {
  assertMailbox(mailbox)
  return `trm.v1.mailbox.${mailbox}.info`
}

/** Where an agent fetches from its mailbox. @throws {InvariantError} see {@link assertMailbox}. */
export function nextSubject(mailbox: string): string {
  assertMailbox(mailbox)
  return `trm.v1.mailbox.${mailbox}.next`
}

/** The JetStream domain of a Participant. */
export function domainOf(participant: ParticipantCode): string {
  return participant.toUpperCase()
}

/** The account at the end of the link to a peer. */
export function linkAccountName(peer: ParticipantCode): string {
  return `LINK_${peer.toUpperCase()}`
}
