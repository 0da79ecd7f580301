import { setImmediate } from 'node:timers/promises'
import type { JsonObject } from '@trm/kernel'
import {
  StoreUnavailableError,
  type ReadAllOptions,
  type ReadStreamOptions,
  type RecordedEvent,
  type SubscribeOptions,
} from '@trm/ports'
import type { EventTable, StoredEvent } from './event-table.ts'
import { guarded } from './faults.ts'
import type { Waiters } from './waiters.ts'

/** How many events are read ahead of the reader. */
const PAGE = 256

/** What readers share. */
export type ReadingContext = {
  readonly table: EventTable
  /** Those who have come to the end of the log. */
  readonly waiters: Waiters
  /** Throws once the store is closed; asked before every event. */
  readonly requireOpen: () => void
}

/** How a reader goes through the table. */
type Route = {
  readonly start: bigint
  /** At most `size` events at the cursor. */
  readonly readPage: (cursor: bigint, size: number) => readonly StoredEvent[]
  /** The cursor behind an event. */
  readonly behind: (event: StoredEvent) => bigint
  readonly limit: number
}

/** Reads a stream as it stands at the first step. @throws {StoreUnavailableError} */
export async function* readStream(
  context: ReadingContext,
  streamId: string,
  { from, direction = 'forwards', limit = Infinity }: ReadStreamOptions,
): AsyncGenerator<RecordedEvent> {
  const { table, requireOpen } = context
  requireOpen()
  // The end is fixed here, so that a reader who appends while it reads comes to one.
  const end = guarded(() => table.lastRevision(streamId))
  if (end === undefined) return
  yield* readPages(
    context,
    direction === 'forwards'
      ? {
          start: from ?? 0n,
          readPage: (cursor, size) => table.forwards(streamId, cursor, end, size),
          behind: ({ revision }) => revision + 1n,
          limit,
        }
      : {
          start: from ?? end,
          readPage: (cursor, size) => table.backwards(streamId, cursor, size),
          behind: ({ revision }) => revision - 1n,
          limit,
        },
  )
}

/** Reads all streams as they stand at the first step. @throws {StoreUnavailableError} */
export async function* readAll(
  context: ReadingContext,
  { after = 0n, limit = Infinity }: ReadAllOptions,
): AsyncGenerator<RecordedEvent> {
  const { table, requireOpen } = context
  requireOpen()
  const end = guarded(() => table.lastPosition())
  yield* readPages(context, {
    start: after,
    readPage: (cursor, size) => table.between(cursor, end, size),
    behind: ({ position }) => position,
    limit,
  })
}

/** Reads on from the checkpoint until the signal aborts. @throws {StoreUnavailableError} */
export async function* follow(
  context: ReadingContext,
  { after = 0n, signal }: SubscribeOptions,
): AsyncGenerator<RecordedEvent> {
  const { table, waiters, requireOpen } = context
  const isOver = (): boolean => signal.aborted
  let seen = after
  while (!isOver()) {
    requireOpen()
    // Nothing can be committed between this look and the first line of `wait`: both are synchronous.
    const end = guarded(() => table.lastPosition())
    if (end <= seen) {
      await waiters.wait(signal)
      continue
    }
    for await (const event of readAll(context, { after: seen, limit: PAGE })) {
      if (isOver()) return
      seen = event.position
      yield event
    }
    await setImmediate()
  }
}

async function* readPages(
  { requireOpen }: ReadingContext,
  { start, readPage, behind, limit }: Route,
): AsyncGenerator<RecordedEvent> {
  let cursor = start
  for (let left = limit; left > 0; left -= PAGE) {
    const size = Math.min(PAGE, left)
    const page = guarded(() => readPage(cursor, size))
    for (const event of page) {
      requireOpen()
      cursor = behind(event)
      yield toRecordedEvent(event)
    }
    if (page.length < size) return
    // Reading is synchronous: between two pages the rest of the process has its turn.
    await setImmediate()
    requireOpen()
  }
}

/** A fresh copy for a caller. @throws {StoreUnavailableError} `STORE_DAMAGED` */
function toRecordedEvent({ data, ...event }: StoredEvent): RecordedEvent {
  return { ...event, data: parseData(data) }
}

function parseData(text: string): JsonObject {
  try {
    return JSON.parse(text) as JsonObject
  } catch {
    // The parser's message quotes the text, so it is not kept as the cause.
    throw new StoreUnavailableError('STORE_DAMAGED', { check: 'data' })
  }
}
