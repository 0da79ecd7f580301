import { setTimeout as sleep } from 'node:timers/promises'
import { StoreUnavailableError, type Clock, type EventStore } from '@trm/ports'
import { openForReading } from './database.ts'
import { eventTable } from './event-table.ts'
import { guarded } from './faults.ts'
import { follow, readAll, readStream } from './reading.ts'
import { streamTable } from './stream-table.ts'

/** The half of an event store that changes nothing. */
export type EventReader = Pick<
  EventStore,
  'readStream' | 'readAll' | 'subscribe' | 'readMetadata' | 'close'
>

export type SqliteEventReaderOptions = {
  readonly file: string
  readonly clock: Clock
}

/** A writer in another process rings no bell here. */
const POLL_MS = 50

/**
 * Opens the event store in a file that is there, for reading, beside the process that writes to it and
 * other readers. A subscription looks for more twenty times a second.
 *
 * @throws {StoreUnavailableError} `STORE_UNAVAILABLE` where there is no such file,
 *   `STORE_NEWER_SCHEMA`, `STORE_OLDER_SCHEMA`, `STORE_DAMAGED`
 */
export async function openSqliteEventReader({
  file,
  clock,
}: SqliteEventReaderOptions): Promise<EventReader> {
  const database = guarded(() => openForReading(file))
  const events = eventTable(database)
  const streams = streamTable(database)
  const closing = new AbortController()

  function requireOpen(): void {
    if (closing.signal.aborted) throw new StoreUnavailableError('STORE_CLOSED')
  }

  const waitForMore = async (signal: AbortSignal): Promise<void> => {
    const either = AbortSignal.any([signal, closing.signal])
    await sleep(POLL_MS, undefined, { signal: either }).catch(() => undefined) // aborted: look again
  }
  const reading = { events, streams, clock, waitForMore, requireOpen }

  return {
    readStream: (streamId, options = {}) => readStream(reading, streamId, options),
    readAll: (options = {}) => readAll(reading, options),
    subscribe: (options) => follow(reading, options),
    readMetadata: async (streamId) => {
      requireOpen()
      return guarded(() => streams.find(streamId).metadata)
    },
    close: async () => {
      if (closing.signal.aborted) return
      closing.abort()
      guarded(() => {
        database.close()
      })
    },
  }
}
