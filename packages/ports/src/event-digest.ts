import { hash } from 'node:crypto'
import { canonicalJson } from '@trm/kernel'
import type { RecordedEvent } from './event-store.ts'

/** How many events, and one value that stands for all of them in their order. */
export type EventDigest = {
  readonly events: number
  /** SHA-256, 64 hexadecimal digits in lower case. */
  readonly digest: string
}

/** A digest that grows event by event. */
export type GrowingEventDigest = {
  /** @throws {InvariantError} for data that is not I-JSON. */
  add(event: RecordedEvent): void
  current(): EventDigest
}

const BEGINNING = 'trm event digest 1'

/**
 * The digest of a sequence of events: every link is the SHA-256 of the link before it in hexadecimal,
 * a line feed, and the canonical JSON (RFC 8785) of `[id, type, streamId, revision, data]`, the revision
 * as decimal text. The first link is the SHA-256 of a fixed text.
 *
 * Two stores with the same digest hold the same events in the same streams and in the same order. What
 * belongs to an engine is left out: positions, and when the store made an event durable.
 */
export function startEventDigest(): GrowingEventDigest {
  let events = 0
  let link = hash('sha256', BEGINNING)
  return {
    add({ id, type, streamId, revision, data }) {
      const event = canonicalJson([id, type, streamId, revision.toString(), data])
      link = hash('sha256', `${link}\n${event}`)
      events++
    },
    current: () => ({ events, digest: link }),
  }
}

/** The digest of everything that the iteration gives. @throws what the iteration throws. */
export async function digestOfEvents(events: AsyncIterable<RecordedEvent>): Promise<EventDigest> {
  const digest = startEventDigest()
  for await (const event of events) digest.add(event)
  return digest.current()
}
