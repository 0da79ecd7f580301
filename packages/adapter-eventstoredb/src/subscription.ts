import { eventTypeFilter } from '@eventstore/db-client'
import type { RecordedEvent, SubscribeOptions } from '@trm/ports'
import { setTimeout as delay } from 'node:timers/promises'
import { DOMAIN_EVENT, toRecordedEvent } from './event-codec.ts'
import { isDefinite, overdue, toFault } from './faults.ts'
import { pull } from './pull.ts'
import { placeOf, type StoreContext } from './reading.ts'

/** How many records the server looks at before it says how far it has come. */
const SEARCH_WINDOW = 500
const CHECKPOINT_EVERY = 20

const FIRST_PAUSE_MS = 50
const LONGEST_PAUSE_MS = 5_000
/** How many deadlines long a connection may stay lost before the subscriber hears of it. */
const PATIENCE = 6

/**
 * Follows the log. A lost connection is made again, from the last event that was handed out, until the
 * server has been away for six deadlines.
 *
 * @throws {StoreUnavailableError}
 */
export async function* follow(
  context: StoreContext,
  { after, signal }: SubscribeOptions,
): AsyncGenerator<RecordedEvent> {
  const over = AbortSignal.any([context.closing, signal])
  const isOver = (): boolean => signal.aborted && !context.closing.aborted
  let seen = after
  let pauseMs = FIRST_PAUSE_MS
  let lostAt: number | undefined
  const onLive = (): void => {
    lostAt = undefined
  }
  while (!isOver()) {
    try {
      for await (const event of live(context, seen, over, onLive)) {
        if (isOver()) return
        seen = event.position
        pauseMs = FIRST_PAUSE_MS
        yield event
      }
    } catch (error) {
      if (isOver()) return
      lostAt ??= performance.now()
      const isPatienceOver = performance.now() - lostAt > PATIENCE * context.deadlineMs
      if (isDefinite(error) || isPatienceOver) throw toFault(error)
    }
    await pause(pauseMs, over)
    pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)
  }
}

/** One connection's worth of a subscription: it comes to an end only when the connection does. */
async function* live(
  { connection, deadlineMs }: StoreContext,
  after: bigint | undefined,
  signal: AbortSignal,
  onLive: () => void,
): AsyncGenerator<RecordedEvent> {
  const call = connection.subscribeToAll({
    fromPosition: placeOf(after),
    requiresLeader: true,
    filter: eventTypeFilter({
      regex: DOMAIN_EVENT,
      maxSearchWindow: SEARCH_WINDOW,
      checkpointInterval: CHECKPOINT_EVERY,
    }),
  })
  // Afterwards nothing may come for days; that the server is there is then what keep-alive watches.
  const unconfirmed = new AbortController()
  const confirmation = setTimeout(() => unconfirmed.abort(overdue()), deadlineMs)
  call.once('confirmation', () => {
    clearTimeout(confirmation)
    onLive()
  })
  const options = {
    cancel: () => call.unsubscribe(),
    signal: AbortSignal.any([signal, unconfirmed.signal]),
  }
  try {
    for await (const { event } of pull(call, options)) {
      const recorded = toRecordedEvent(event)
      if (recorded !== undefined) yield recorded
    }
  } finally {
    clearTimeout(confirmation)
  }
}

/** Random, so that not every agent comes back in the same moment. */
async function pause(longestMs: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(longestMs * (0.5 + Math.random() / 2), undefined, { signal })
  } catch {
    // Over: the loop finds out by itself.
  }
}
