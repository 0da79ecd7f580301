import type { Result } from '@trm/kernel'
import {
  StoreUnavailableError,
  type Appended,
  type AppendFailure,
  type Clock,
  type EventStore,
} from '@trm/ports'
import { pendingAppend, recordAppend, type PendingAppend } from './append.ts'
import { openDatabase } from './database.ts'
import { eventTable } from './event-table.ts'
import { guarded } from './faults.ts'
import { groupCommit } from './group-commit.ts'
import { follow, readAll, readStream } from './reading.ts'
import { inTransaction } from './transaction.ts'
import { createWaiters } from './waiters.ts'

export type SqliteEventStoreOptions = {
  /** Its folder is made when it is missing. Beside it lies its journal, `<file>-wal`. */
  readonly file: string
  /** Asked once for each commit. */
  readonly clock: Clock
}

/**
 * Opens the event store in a file, for this process alone.
 *
 * An append resolves after its transaction is on the disk (WAL, `synchronous=FULL`); appends of one
 * turn of the event loop share a transaction, and each still succeeds or fails alone. SQLite runs on
 * the caller's thread.
 *
 * @throws {StoreUnavailableError} `STORE_LOCKED`, `STORE_NEWER_SCHEMA`, `STORE_DAMAGED`,
 *   `STORE_UNAVAILABLE`
 */
export async function openSqliteEventStore({
  file,
  clock,
}: SqliteEventStoreOptions): Promise<EventStore> {
  const database = openDatabase(file)
  const table = eventTable(database)
  const waiters = createWaiters()
  let isOpen = true

  function requireOpen(): void {
    if (!isOpen) throw new StoreUnavailableError('STORE_CLOSED')
  }

  const commits = groupCommit<PendingAppend, Result<Appended, AppendFailure>>((appends) => {
    const recordedAt = clock.now()
    const outcomes = inTransaction(database, () =>
      appends.map((append) => recordAppend(table, append, recordedAt)),
    )
    waiters.wakeAll()
    return outcomes
  })
  const reading = { table, waiters, requireOpen }

  return {
    append: async (streamId, events, expected) => {
      requireOpen()
      return commits.submit(pendingAppend(streamId, events, expected))
    },
    readStream: (streamId, options = {}) => readStream(reading, streamId, options),
    readAll: (options = {}) => readAll(reading, options),
    subscribe: (options) => follow(reading, options),
    close: async () => {
      if (!isOpen) return
      isOpen = false
      commits.drain()
      waiters.wakeAll()
      guarded(() => {
        database.close()
      })
    },
  }
}
