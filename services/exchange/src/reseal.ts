import type { OutboxEntry, Receipt } from '@trm/contracts'
import type { OrganisationId } from '@trm/kernel'
import type { DeliveryBook } from './delivery-book.ts'
import type { ExchangeEnvironment } from './environment.ts'

/**
 * What is sealed anew because its recipient says that it has destroyed the key of a message: everything that is
 * still open and was sealed to that key, if another is in force by now. Where none is, the deliveries stay as
 * they are: they are sealed to the key in force whenever they are sent again.
 *
 * A recipient that says so of everything costs one sealing for each of its keys and delivery: never twice for the
 * same key, and never where the message was sealed to the key that is in force.
 */
export function resealings(
  message: NonNullable<Receipt['message']>,
  from: OrganisationId,
  book: DeliveryBook,
  { directory, clock }: Pick<ExchangeEnvironment, 'directory' | 'clock'>,
): readonly OutboxEntry[] {
  if (message.reason !== 'key-epoch-over') return []
  const keyId = book.keyOf(message.digest, from)
  const inForce = directory.sealingKey(from, clock.now())?.keyId
  if (keyId === undefined || inForce === undefined || inForce === keyId) return []
  return book.sealedTo(keyId, from).map(({ event }) => ({
    type: 'DeliveryResealed',
    data: { event, to: from, keyId },
  }))
}
