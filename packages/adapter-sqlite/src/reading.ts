import { setImmediate } from 'node:timers/promises'
import { plusMilliseconds, type JsonObject } from '@trm/kernel'
import {
  StoreUnavailableError,
  type Clock,
  type ReadAllOptions,
  type ReadStreamOptions,
  type RecordedEvent,
  type SubscribeOptions,
} from '@trm/ports'
import type { EventTable, StoredEvent } from './event-table.ts'
import { guarded } from './faults.ts'
import type { StreamTable } from './stream-table.ts'

/** How many events are read ahead of the reader. */
const PAGE = 256
/** Text order is time order, and nothing comes before the empty text. */
const EVER = ''

/** What readers share. */
export type ReadingContext = {
  readonly events: EventTable
  readonly streams: StreamTable
  readonly clock: Clock
  /** Resolves when there may be more at the end of the log, or when the signal aborts. */
  readonly waitForMore: (signal: AbortSignal) => Promise<void>
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
export function readStream(
  context: ReadingContext,
  streamId: string,
  options: ReadStreamOptions,
): AsyncGenerator<RecordedEvent> {
  return readPages(context, () => routeThroughStream(context, streamId, options))
}

/** Reads all streams as they stand at the first step. @throws {StoreUnavailableError} */
export function readAll(
  context: ReadingContext,
  { after = 0n, limit = Infinity }: ReadAllOptions,
): AsyncGenerator<RecordedEvent> {
  const { events } = context
  return readPages(context, () => {
    const end = events.lastPosition()
    return {
      start: after,
      readPage: (cursor, size) => events.between(cursor, end, size),
      behind: ({ position }) => position,
      limit,
    }
  })
}

/** Reads on from the checkpoint until the signal aborts. @throws {StoreUnavailableError} */
export async function* follow(
  { events, waitForMore, requireOpen }: ReadingContext,
  { after = 0n, signal }: SubscribeOptions,
): AsyncGenerator<RecordedEvent> {
  const isOver = (): boolean => signal.aborted
  let seen = after
  while (!isOver()) {
    requireOpen()
    const page = guarded(() => events.between(seen, events.lastPosition(), PAGE))
    // Nothing can be committed between this look and the first line of the wait: both are synchronous.
    if (page.length === 0) await waitForMore(signal)
    for (const event of page) {
      if (isOver()) return
      requireOpen()
      seen = event.position
      yield toRecordedEvent(event)
    }
    if (page.length === PAGE) await setImmediate()
  }
}

function routeThroughStream(
  { events, streams, clock }: ReadingContext,
  streamId: string,
  { from, direction = 'forwards', limit = Infinity }: ReadStreamOptions,
): Route | undefined {
  // The end is fixed here, so that a reader who appends while it reads comes to one.
  const end = events.lastRevision(streamId)
  // Whoever reads on from where it stands finds nothing, nearly always.
  if (end === undefined || (direction === 'forwards' && from !== undefined && from > end))
    return undefined
  const { metadata, isTombstoned } = streams.find(streamId)
  if (isTombstoned) return undefined
  const oldest =
    metadata.maxAgeMs === undefined ? EVER : plusMilliseconds(clock.now(), -metadata.maxAgeMs)
  return direction === 'forwards'
    ? {
        start: from ?? 0n,
        readPage: (cursor, size) => events.forwards(streamId, cursor, end, oldest, size),
        behind: ({ revision }) => revision + 1n,
        limit,
      }
    : {
        start: from ?? end,
        readPage: (cursor, size) => events.backwards(streamId, cursor, oldest, size),
        behind: ({ revision }) => revision - 1n,
        limit,
      }
}

/** @param plan finds the route, at the first step; undefined where there is nothing to read. */
async function* readPages(
  { requireOpen }: ReadingContext,
  plan: () => Route | undefined,
): AsyncGenerator<RecordedEvent> {
  requireOpen()
  const route = guarded(plan)
  if (route === undefined) return
  let cursor = route.start
  for (let left = route.limit; left > 0; left -= PAGE) {
    const size = Math.min(PAGE, left)
    const page = guarded(() => route.readPage(cursor, size))
    for (const event of page) {
      requireOpen()
      cursor = route.behind(event)
      yield toRecordedEvent(event)
    }
    if (page.length < size) return
    // Reading is synchronous: between two pages the rest of the process has its turn.
    await setImmediate()
    requireOpen()
  }
}

/**
 * A fresh copy for a caller. Its data is parsed when it is looked at: who follows the log looks at that of few.
 *
 * Looking at it throws {@link StoreUnavailableError} `STORE_DAMAGED` where it is no JSON.
 */
export function toRecordedEvent(event: StoredEvent): RecordedEvent {
  const { id, type, streamId, revision, position, recordedAt } = event
  let data: JsonObject | undefined
  return {
    id,
    type,
    get data() {
      return (data ??= parseData(event.data))
    },
    streamId,
    revision,
    position,
    recordedAt,
  }
}

function parseData(text: string): JsonObject {
  try {
    return JSON.parse(text) as JsonObject
  } catch {
    // The parser's message quotes the text, so it is not kept as the cause.
    throw new StoreUnavailableError('STORE_DAMAGED', { check: 'data' })
  }
}
