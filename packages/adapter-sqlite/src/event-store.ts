import { groupCommit } from '@trm/files'
import type { Instant } from '@trm/kernel'
import { StoreUnavailableError, type Clock, type EventStore } from '@trm/ports'
import { pendingAppend, recordAppend } from './append.ts'
import { checkInBackground } from './background-check.ts'
import { createCheckpointer } from './checkpointer.ts'
import { openForWriting } from './database.ts'
import { writableEventTable, type StoredEvent } from './event-table.ts'
import { guarded } from './faults.ts'
import { follow, readAll, readStream, type ReadingContext } from './reading.ts'
import { recentEvents, type RecentEvents } from './recent-events.ts'
import { streamHeads } from './stream-heads.ts'
import { writableStreamTable } from './stream-table.ts'
import { endStream, validMetadata } from './streams.ts'
import { inTransaction } from './transaction.ts'
import { createWaiters } from './waiters.ts'
import { lockForWriting } from './writer-lock.ts'

export type SqliteEventStoreOptions = {
  /** Its folder is made when it is missing. Beside it lie `<file>-wal`, `-shm` and `-lock`. */
  readonly file: string
  /** Asked once for each commit, and for what is too old to be read. */
  readonly clock: Clock
  /** How long `<file>-wal` gets, roughly, under a load without a pause; 64 MiB by default. */
  readonly journalBytes?: number
}

const JOURNAL_BYTES = 64 * 1024 * 1024

/** A transaction in the making. */
type Commit = {
  readonly recordedAt: Instant
  /** The events that it writes, in the order of the log. */
  readonly written: StoredEvent[]
}

/** What an event takes in the journal beside its data: its pages of the indexes, roughly. */
const EVENT_BYTES = 8 * 1024

/**
 * Opens the event store in a file. This process is the only one that writes to it; others may read
 * with {@link openSqliteEventReader}.
 *
 * An append resolves after its transaction is on the disk (WAL, `synchronous=FULL`); appends of one
 * turn of the event loop share a transaction, and each still succeeds or fails alone. SQLite runs on
 * the caller's thread, checkpoints on another.
 *
 * @throws {StoreUnavailableError} `STORE_LOCKED`, `STORE_NEWER_SCHEMA`, `STORE_DAMAGED`,
 *   `STORE_UNAVAILABLE`. A large file that was not closed is looked at while it is used already: from
 *   when damage is found, every use throws `STORE_DAMAGED`.
 */
export async function openSqliteEventStore({
  file,
  clock,
  journalBytes = JOURNAL_BYTES,
}: SqliteEventStoreOptions): Promise<EventStore> {
  const lock = guarded(() => lockForWriting(file))
  const { database, needsCheck } = openOrRelease(file, lock)
  const events = writableEventTable(database)
  const streams = writableStreamTable(database)
  const heads = streamHeads(events, streams)
  let recent: RecentEvents | undefined
  const end = () => (recent ??= recentEvents(events.lastPosition()))
  const waiters = createWaiters()
  const check = needsCheck ? checkInBackground(file, waiters.wakeAll) : undefined
  let isOpen = true

  function requireOpen(): void {
    if (!isOpen) throw new StoreUnavailableError('STORE_CLOSED')
    if (check?.hasFoundDamage() === true)
      throw new StoreUnavailableError('STORE_DAMAGED', { check: 'quick-check' })
  }

  const commits = groupCommit<Commit>((work) => {
    const commit: Commit = { recordedAt: clock.now(), written: [] }
    try {
      inTransaction(database, () => work(commit))
    } catch (failure) {
      // Nobody can say what is there now: it is looked at when somebody asks.
      heads.forget()
      recent = undefined
      throw failure
    }
    recent?.add(commit.written)
    waiters.wakeAll()
    checkpointer.written(bytesOf(commit.written))
  })
  const checkpointer = createCheckpointer({
    file,
    journalBytes,
    hold: commits.hold,
    onFailure: () => database.exec('PRAGMA wal_autocheckpoint = 1000'),
  })
  const reading: ReadingContext = {
    events: {
      ...events,
      lastRevision: heads.lastRevision,
      lastPosition: () => end().lastPosition(),
      between: (after, to, limit) =>
        // Whoever is that close reads to the end.
        (to === end().lastPosition() ? end().after(after, limit) : undefined) ??
        events.between(after, to, limit),
    },
    streams,
    clock,
    waitForMore: waiters.wait,
    requireOpen,
  }

  let closed: Promise<void> | undefined
  async function close(): Promise<void> {
    isOpen = false
    commits.drain()
    waiters.wakeAll()
    await check?.stop()
    await checkpointer.close()
    guarded(() => {
      database.close()
      lock.release()
    })
  }

  return {
    append: async (streamId, newEvents, expected) => {
      requireOpen()
      const append = pendingAppend(streamId, newEvents, expected)
      return commits.submit((commit) => recordAppend(events, heads, append, commit))
    },
    readStream: (streamId, options = {}) => readStream(reading, streamId, options),
    readAll: (options = {}) => readAll(reading, options),
    subscribe: (options) => follow(reading, options),
    readMetadata: async (streamId) => {
      requireOpen()
      return guarded(() => streams.find(streamId).metadata)
    },
    writeMetadata: async (streamId, metadata) => {
      requireOpen()
      const valid = validMetadata(metadata)
      return commits.submit(() => streams.replaceMetadata(streamId, valid))
    },
    tombstone: async (streamId, expected) => {
      requireOpen()
      return commits.submit(() => endStream(streams, heads, streamId, expected))
    },
    close: () => (closed ??= close()),
  }
}

/** What events take in the journal, roughly. */
function bytesOf(events: readonly StoredEvent[]): number {
  return events.reduce((sum, { data }) => sum + data.length + EVENT_BYTES, 0)
}

function openOrRelease(file: string, lock: { release(): void }) {
  try {
    return guarded(() => openForWriting(file))
  } catch (cause) {
    lock.release()
    throw cause
  }
}
