import { OUTBOX_STREAM, readOutboxEntry } from '@trm/contracts'
import type { EventId, OrganisationId } from '@trm/kernel'
import type { EventStore } from '@trm/ports'

/** What the outbox journal says became of each delivery. */
export type DeliveryOutcomes = {
  of(event: EventId, to: OrganisationId): 'queued' | 'relayed' | 'stored' | 'refused'
}

const statuses = {
  DeliveryRelayed: 'relayed',
  DeliveryStored: 'stored',
  DeliveryRefused: 'refused',
} as const

/** Reads the outbox journal; what it does not mention is still queued. A receipt outranks a relay. */
export async function readDeliveryOutcomes(store: EventStore): Promise<DeliveryOutcomes> {
  const outcomes = new Map<string, 'relayed' | 'stored' | 'refused'>()
  for await (const recorded of store.readStream(OUTBOX_STREAM)) {
    const { type, data } = readOutboxEntry(recorded)
    // It is on its way as it was before.
    if (type === 'DeliveryResealed') continue
    const key = `${data.event} ${data.to}`
    if (type === 'DeliveryReopened') {
      outcomes.delete(key)
      continue
    }
    if (type !== 'DeliveryRelayed' || !outcomes.has(key)) outcomes.set(key, statuses[type])
  }
  return { of: (event, to) => outcomes.get(`${event} ${to}`) ?? 'queued' }
}
