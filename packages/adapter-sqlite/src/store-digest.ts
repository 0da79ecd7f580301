import type { DatabaseSync } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'
import { startEventDigest, type EventDigest } from '@trm/ports'
import { eventTable } from './event-table.ts'
import { toRecordedEvent } from './reading.ts'

const PAGE = 256

/** What a store file holds up to a position. */
export type Holding = EventDigest & { readonly lastPosition: bigint }

/** The digest of every event up to a position; all of them by default. */
export async function digestOfStore(database: DatabaseSync, upTo?: bigint): Promise<Holding> {
  const events = eventTable(database)
  const end = upTo ?? events.lastPosition()
  const digest = startEventDigest()
  let position = 0n
  for (;;) {
    const page = events.between(position, end, PAGE)
    for (const event of page) digest.add(toRecordedEvent(event))
    position = page.at(-1)?.position ?? position
    if (page.length < PAGE) return { ...digest.current(), lastPosition: position }
    // Whoever takes the backup has other things to do as well.
    await setImmediate()
  }
}
