import { BACKWARDS, END, FORWARDS, START } from '@eventstore/db-client'
import type { ReadAllOptions, ReadStreamOptions, RecordedEvent } from '@trm/ports'
import type { Connection } from './connection.ts'
import { toRecordedEvent } from './event-codec.ts'
import { isWithoutEvents, toFault } from './faults.ts'
import { pull } from './pull.ts'

/** What the parts of an open store share. */
export type StoreContext = {
  readonly connection: Connection
  /** How long a call may take. */
  readonly deadlineMs: number
  /** Aborts when the store is closed, with the error that whoever waits then gets. */
  readonly closing: AbortSignal
}

/** Reads a stream, event by event as the reader asks. @throws {StoreUnavailableError} */
export async function* readStream(
  { connection, deadlineMs, closing }: StoreContext,
  streamId: string,
  { from, direction = 'forwards', limit }: ReadStreamOptions,
): AsyncGenerator<RecordedEvent> {
  if (limit === 0) return
  const isForwards = direction === 'forwards'
  const call = connection.readStream(streamId, {
    direction: isForwards ? FORWARDS : BACKWARDS,
    fromRevision: from ?? (isForwards ? START : END),
    requiresLeader: true,
    ...(limit === undefined ? {} : { maxCount: limit }),
  })
  const options = { cancel: () => call.cancel(), idleMs: deadlineMs, signal: closing }
  try {
    for await (const { event } of pull(call, options)) {
      const recorded = toRecordedEvent(event)
      if (recorded !== undefined) yield recorded
    }
  } catch (error) {
    if (!isWithoutEvents(error)) throw toFault(error)
  }
}

/** Reads all streams. What is no event of the port is passed over on this side. @throws {StoreUnavailableError} */
export async function* readAll(
  { connection, deadlineMs, closing }: StoreContext,
  { after, limit = Infinity }: ReadAllOptions,
): AsyncGenerator<RecordedEvent> {
  let left = limit
  if (left <= 0) return
  const call = connection.readAll({ fromPosition: placeOf(after), requiresLeader: true })
  const options = { cancel: () => call.cancel(), idleMs: deadlineMs, signal: closing }
  try {
    for await (const { event } of pull(call, options)) {
      const recorded = toRecordedEvent(event)
      // The engine reads from a position; the port after it.
      if (recorded === undefined || recorded.position <= (after ?? -1n)) continue
      yield recorded
      left--
      if (left === 0) return
    }
  } catch (error) {
    throw toFault(error)
  }
}

/** The position of an event of the port. At 0 the engine keeps something of its own. */
export function placeOf(position: bigint | undefined) {
  return position === undefined || position <= 0n ? START : { commit: position, prepare: position }
}
