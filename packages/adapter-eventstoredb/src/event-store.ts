import { BACKWARDS, END } from '@eventstore/db-client'
import { invariant } from '@trm/kernel'
import { StoreUnavailableError, type EventStore } from '@trm/ports'
import { append } from './append.ts'
import { parseConnectionString } from './connection-string.ts'
import { connect } from './connection.ts'
import { toFault, within } from './faults.ts'
import { requireStreamName } from './names.ts'
import { pendingAppend } from './pending-append.ts'
import { pull } from './pull.ts'
import { readAll, readStream, type StoreContext } from './reading.ts'
import { readMetadata, writeMetadata } from './stream-metadata.ts'
import { follow } from './subscription.ts'
import { tombstone } from './tombstone.ts'

export type EventStoreDbOptions = {
  /**
   * `esdb://user:password@host:2113?tlsCaFile=…`: see {@link parseConnectionString}. It carries a
   * password: keep it in a file that is secret.
   */
  readonly connectionString: string
}

const SERVER_VERSION_MIN = 23

/**
 * Opens the event store in an EventStoreDB from version 23 on, or in a KurrentDB. The database belongs
 * to this store alone; several processes may have it open.
 *
 * An append resolves when the engine has made it durable: in a cluster, on a majority of its nodes.
 *
 * @throws {StoreUnavailableError} `STORE_UNAVAILABLE`; its `reason` is `access-denied` for a user who is
 *   not known or may not read all streams, `server-version` for a server that is too old, and
 *   `certificate-file` when the file of `tlsCaFile` cannot be read
 * @throws {InvariantError} for a connection string that `isConnectionString` refuses
 */
export async function openEventStoreDb({
  connectionString,
}: EventStoreDbOptions): Promise<EventStore> {
  const settings = parseConnectionString(connectionString)
  invariant(settings !== undefined, 'event store: the connection string is one')
  const connection = await connect(settings)
  const closing = new AbortController()
  const { deadlineMs } = settings
  const context: StoreContext = { connection, deadlineMs, closing: closing.signal }
  try {
    await requireServer(context)
  } catch (error) {
    await connection.close(deadlineMs)
    throw toFault(error)
  }
  return eventStore(context, async () => {
    closing.abort(new StoreUnavailableError('STORE_CLOSED'))
    await connection.close(deadlineMs)
  })
}

/** Whether it is there, new enough, and lets us read. */
async function requireServer(context: StoreContext): Promise<void> {
  const { connection, deadlineMs, closing } = context
  const version = await within(deadlineMs, connection.readServerVersion())
  if (!(Number.parseInt(version, 10) >= SERVER_VERSION_MIN))
    throw new StoreUnavailableError('STORE_UNAVAILABLE', { reason: 'server-version' })
  const call = connection.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1 })
  const options = { cancel: () => call.cancel(), idleMs: deadlineMs, signal: closing }
  for await (const _ of pull(call, options)) return
}

function eventStore(context: StoreContext, release: () => Promise<void>): EventStore {
  const underWay = new Set<Promise<unknown>>()
  let closed: Promise<void> | undefined

  function requireOpen(): void {
    if (closed !== undefined) throw new StoreUnavailableError('STORE_CLOSED')
  }

  /** Lets `close` wait for what changes something. */
  async function tracked<Answer>(streamId: string, begin: () => Promise<Answer>): Promise<Answer> {
    requireOpen()
    requireStreamName(streamId)
    const work = begin()
    underWay.add(work)
    try {
      return await work
    } finally {
      underWay.delete(work)
    }
  }

  return {
    append: (streamId, events, expected) =>
      tracked(streamId, async () => append(context, pendingAppend(streamId, events, expected))),
    async *readStream(streamId, options = {}) {
      requireOpen()
      requireStreamName(streamId)
      yield* readStream(context, streamId, options)
    },
    async *readAll(options = {}) {
      requireOpen()
      yield* readAll(context, options)
    },
    async *subscribe(options) {
      requireOpen()
      yield* follow(context, options)
    },
    async readMetadata(streamId) {
      requireOpen()
      requireStreamName(streamId)
      return readMetadata(context, streamId)
    },
    writeMetadata: (streamId, metadata) =>
      tracked(streamId, () => writeMetadata(context, streamId, metadata)),
    tombstone: (streamId, expected) =>
      tracked(streamId, () => tombstone(context, streamId, expected)),
    close() {
      closed ??= Promise.allSettled(underWay).then(release)
      return closed
    },
  }
}
