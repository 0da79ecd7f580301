import { participantOf, type OrganisationId } from '@trm/kernel'
import type { MailboxAddress, SealedMail } from '@trm/ports'
import { randomToken, sealMessage, sha256Base64url, type MessageItem } from '@trm/sealing'
import type { ExchangeEnvironment } from './environment.ts'
import type { Letter } from './letters.ts'

/** A sealed message, and where it is to be left. */
export type SealedLetter = Letter & {
  readonly address: MailboxAddress
  readonly mail: SealedMail
}

/**
 * Seals items for a recipient, under the key that it has now.
 *
 * @returns undefined where the directory names no key or no mailbox of the recipient now.
 * @throws {SealingError} where they do not fit into one message.
 */
export function sealLetter(
  to: OrganisationId,
  items: readonly MessageItem[],
  { self, directory, clock }: ExchangeEnvironment,
): SealedLetter | undefined {
  const now = clock.now()
  const key = directory.sealingKey(to, now)
  const address = directory.mailboxOf(to)
  if (key === undefined || address === undefined) return undefined
  const { keyId, publicKey: recipientPublicKey } = key
  const body = sealMessage({
    sender: self,
    recipient: to,
    recipientKeyId: keyId,
    recipientPublicKey,
    items,
  })
  const source = participantOf(self)
  const mail = { id: randomToken(), source, time: `${now.slice(0, 16)}:00Z`, body }
  return { to, keyId, digest: sha256Base64url(body), address, mail }
}

/** What became of mail: taken by the recipient's country node, or why not. Nothing is lost, and it can be tried again. */
export type MailLeft = 'taken' | 'recipient-without-key' | 'unreachable' | 'mailbox-full'

/**
 * Seals items for a recipient and leaves them in its mailbox.
 *
 * @throws {SealingError} where they do not fit into one message.
 */
export async function leaveMail(
  to: OrganisationId,
  items: readonly MessageItem[],
  environment: ExchangeEnvironment,
): Promise<MailLeft> {
  const letter = sealLetter(to, items, environment)
  return letter === undefined ? 'recipient-without-key' : await leaveLetter(letter, environment)
}

/** Leaves a sealed message in its recipient's mailbox. */
export async function leaveLetter(
  { address, mail }: SealedLetter,
  { mailbox }: ExchangeEnvironment,
): Promise<Exclude<MailLeft, 'recipient-without-key'>> {
  const published = await mailbox.publish(address, mail)
  if (published.ok) return 'taken'
  return published.failure.kind === 'full' ? 'mailbox-full' : 'unreachable'
}
