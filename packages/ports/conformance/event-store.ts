import { describeCases } from './case.ts'
import { appendCases } from './event-store-appends.ts'
import type { EventStoreCase, EventStoreHarness } from './event-store-harness.ts'
import { lifeCases } from './event-store-life.ts'
import { metadataCases } from './event-store-metadata.ts'
import { readCases } from './event-store-reads.ts'
import { repeatCases } from './event-store-repeats.ts'
import { subscriptionCases } from './event-store-subscriptions.ts'
import { tombstoneCases } from './event-store-tombstones.ts'

/** Every promise of the event store port, each on its own. */
export const eventStoreCases: readonly EventStoreCase[] = [
  ...appendCases,
  ...repeatCases,
  ...readCases,
  ...subscriptionCases,
  ...metadataCases,
  ...tombstoneCases,
  ...lifeCases,
]

/** What every event store promises. An adapter is done when this passes; there are no options. */
export function eventStoreConformance(
  adapter: string,
  open: () => Promise<EventStoreHarness>,
): void {
  describeCases(`event store: ${adapter}`, eventStoreCases, open)
}
