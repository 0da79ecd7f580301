import type { StoredEvent } from './event-table.ts'

/**
 * The end of the log, in memory: several follow it closely, and what one commit wrote is asked for by each of them a
 * moment later. There is one writer, so nobody else can have written what is not here.
 */
export type RecentEvents = {
  /** What a commit has made durable, in the order of the log. */
  add(events: readonly StoredEvent[]): void
  /** Of the whole log. */
  lastPosition(): bigint
  /** At most `limit` events after a position; undefined where it lies too far back. */
  after(position: bigint, limit: number): readonly StoredEvent[] | undefined
}

const EVENTS_MAX = 128
/** Of data, in characters. */
const LENGTH_MAX = 1024 * 1024

/** @param last the position of the last event of the log as it is now. */
export function recentEvents(
  last: bigint,
  { eventsMax = EVENTS_MAX, lengthMax = LENGTH_MAX } = {},
): RecentEvents {
  const recent: StoredEvent[] = []
  let length = 0
  /** Everything after this one is here. */
  let complete = last

  return {
    add(events) {
      recent.push(...events)
      for (const { data } of events) length += data.length
      let forgotten = 0
      for (const { data, position } of recent) {
        if (recent.length - forgotten <= eventsMax && length <= lengthMax) break
        forgotten++
        length -= data.length
        complete = position
      }
      recent.splice(0, forgotten)
    },
    lastPosition: () => recent.at(-1)?.position ?? complete,
    after(position, limit) {
      if (position < complete) return undefined
      const first = recent.findIndex((event) => event.position > position)
      return first < 0 ? [] : recent.slice(first, first + limit)
    },
  }
}
