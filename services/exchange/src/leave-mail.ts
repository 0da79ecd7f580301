import { participantOf, type OrganisationId } from '@trm/kernel'
import { randomToken, sealMessage, type MessageItem } from '@trm/sealing'
import type { ExchangeEnvironment } from './environment.ts'

/** What became of mail: taken by the recipient's country node, or why not. Nothing is lost, and it can be tried again. */
export type MailLeft = 'taken' | 'recipient-without-key' | 'unreachable' | 'mailbox-full'

/**
 * Seals items for a recipient, under the key that it has now, and leaves them in its mailbox.
 *
 * @throws {SealingError} where they do not fit into one message.
 */
export async function leaveMail(
  to: OrganisationId,
  items: readonly MessageItem[],
  { self, directory, mailbox, clock }: ExchangeEnvironment,
): Promise<MailLeft> {
  const now = clock.now()
  const key = directory.sealingKey(to, now)
  const address = directory.mailboxOf(to)
  if (key === undefined || address === undefined) return 'recipient-without-key'
  const body = sealMessage({
    sender: self,
    recipient: to,
    recipientKeyId: key.keyId,
    recipientPublicKey: key.publicKey,
    items,
  })
  const published = await mailbox.publish(address, {
    id: randomToken(),
    source: participantOf(self),
    time: `${now.slice(0, 16)}:00Z`,
    body,
  })
  if (published.ok) return 'taken'
  return published.failure.kind === 'full' ? 'mailbox-full' : 'unreachable'
}
