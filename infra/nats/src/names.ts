import { invariant, type ParticipantCode } from '@trm/kernel'

/**
 * The one stream that held all mailboxes of a Participant before each had its own. It takes no mail; it
 * is emptied by its agents, and removed when that is done.
 */
export const FORMER_STREAM = 'MAIL'

const STREAM_PREFIX = 'MAIL_'

/** The reply prefix of the operator. */
export const OPERATOR_INBOX_PREFIX = '_INBOX.trm-operator'

const HOST = /^[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*$/
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

/** The stream that holds one mailbox. @throws {InvariantError} see {@link assertMailbox}. */
export function mailStream(mailbox: string): string {
  assertMailbox(mailbox)
  return `${STREAM_PREFIX}${mailbox}`
}

/** Whether a stream of this name is one that holds mail, or held it formerly. */
export function holdsMail(stream: string): boolean {
  return stream === FORMER_STREAM || stream.startsWith(STREAM_PREFIX)
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

/**
 * Where an agent asks for mail of its mailbox to be erased. The name begins as the reply subject of a
 * delivery does, because the server lets no client name such a subject as its reply subject. Under any
 * other, an agent could send itself the mail `{"seq":1}` and have the server deliver it as an order to
 * erase the mail of another. @throws {InvariantError} see {@link assertMailbox}.
 */
export function eraseSubject(mailbox: string): string {
  assertMailbox(mailbox)
  return `$JS.ACK.erase.${mailbox}`
}

/** Where an agent looks at what is left in the former stream. @throws {InvariantError} see {@link assertMailbox}. */
export function formerInfoSubject(mailbox: string): string {
  assertMailbox(mailbox)
  return `trm.v1.mailbox.${mailbox}.former.info`
}

/** Where an agent fetches what is left in the former stream. @throws {InvariantError} see {@link assertMailbox}. */
export function formerNextSubject(mailbox: string): string {
  assertMailbox(mailbox)
  return `trm.v1.mailbox.${mailbox}.former.next`
}

/** The JetStream domain of a Participant. */
export function domainOf(participant: ParticipantCode): string {
  return participant.toUpperCase()
}

/** The account at the end of the link to a peer. */
export function linkAccountName(peer: ParticipantCode): string {
  return `LINK_${peer.toUpperCase()}`
}

/**
 * The name of a Participant in link certificates, and of its user at the port of links. It ends in a
 * domain that nobody can own (RFC 2606, section 2), so that it is the name of no host.
 */
export function linkIdentity(participant: ParticipantCode): string {
  return `${participant}.trm.invalid`
}

/**
 * Whether the text is the name of a host or an IPv4 address, and nothing more. Names in the domain of
 * {@link linkIdentity}, or above it, are none: who may vouch for such a host could vouch for any Participant.
 */
export function isHost(text: string): boolean {
  return HOST.test(text) && !/(?:^|\.)invalid$/i.test(text)
}
