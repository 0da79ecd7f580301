import { OUTBOX_STREAM, readOutboxEntry } from '@trm/contracts'
import { assertNever, type EventId, type OrganisationId } from '@trm/kernel'
import type { EventStore } from '@trm/ports'

/** What the outbox journal says became of each delivery. */
export type DeliveryOutcomes = {
  of(event: EventId, to: OrganisationId): 'queued' | 'relayed' | 'stored' | 'refused'
}

/** Reads the outbox journal; what it does not mention is still queued. A receipt outranks a relay. */
export async function readDeliveryOutcomes(store: EventStore): Promise<DeliveryOutcomes> {
  const outcomes = new Map<string, 'relayed' | 'stored' | 'refused'>()
  for await (const recorded of store.readStream(OUTBOX_STREAM)) {
    const { type, data } = readOutboxEntry(recorded)
    switch (type) {
      case 'DeliveriesRelayed':
        for (const event of data.events) {
          const key = keyOf(event, data.to)
          if (!outcomes.has(key)) outcomes.set(key, 'relayed')
        }
        break
      case 'DeliveriesStored':
        for (const event of data.events) outcomes.set(keyOf(event, data.to), 'stored')
        break
      case 'DeliveryRefused':
        outcomes.set(keyOf(data.event, data.to), 'refused')
        break
      case 'DeliveryReopened':
        outcomes.delete(keyOf(data.event, data.to))
        break
      case 'DeliveryResealed':
        // It is on its way as it was before.
        break
      default:
        assertNever(type, 'delivery-outcomes: unknown entry')
    }
  }
  return { of: (event, to) => outcomes.get(keyOf(event, to)) ?? 'queued' }
}

function keyOf(event: EventId, to: OrganisationId): string {
  return `${event} ${to}`
}
