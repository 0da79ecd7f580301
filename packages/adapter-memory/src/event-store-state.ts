import type { Instant, JsonObject } from '@trm/kernel'
import type { RecordedEvent, StreamMetadata } from '@trm/ports'

/** A recorded event whose data is still text, so that nothing inside is shared with a caller. */
export type StoredEvent = Omit<RecordedEvent, 'data'> & {
  readonly json: string
  readonly recordedAt: Instant
  /** Revisions of the first and the last event of the append that recorded it. */
  readonly append: { readonly first: bigint; readonly last: bigint }
}

/** Everything a memory event store remembers. */
export type EventStoreState = {
  /** By position, oldest first. */
  readonly log: StoredEvent[]
  readonly streams: Map<string, StoredEvent[]>
  readonly ids: Map<string, StoredEvent>
  readonly metadata: Map<string, StreamMetadata>
  /** Names of the streams that have been ended for good. */
  readonly tombstones: Set<string>
}

export function newEventStoreState(): EventStoreState {
  return { log: [], streams: new Map(), ids: new Map(), metadata: new Map(), tombstones: new Set() }
}

/** A fresh copy for a caller. */
export function toRecordedEvent({ json, append: _, ...event }: StoredEvent): RecordedEvent {
  return { ...event, data: JSON.parse(json) as JsonObject }
}
