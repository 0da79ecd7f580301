import { openSqliteEventStore } from '@trm/adapter-sqlite'
import type { Secret } from '@trm/platform'
import type { Clock, EventStore } from '@trm/ports'
import { join } from 'node:path'

/** An agent's event store, and the engine that it is on. */
export type OpenedStore = {
  readonly engine: 'eventstoredb' | 'sqlite'
  readonly store: EventStore
}

/**
 * Opens the event store on the engine that the configuration chooses: the server that a connection
 * string names, or else SQLite in the data folder.
 *
 * @throws {StoreUnavailableError}
 */
export async function openStore(options: {
  readonly connectionString: Secret<string> | undefined
  readonly dataFolder: string
  readonly clock: Clock
}): Promise<OpenedStore> {
  const { connectionString, dataFolder, clock } = options
  if (connectionString === undefined) {
    const file = join(dataFolder, 'case-log.db')
    return { engine: 'sqlite', store: await openSqliteEventStore({ file, clock }) }
  }
  // Its client library takes some forty megabytes of memory: only whoever uses it pays for it.
  const { openEventStoreDb } = await import('@trm/adapter-eventstoredb')
  const store = await openEventStoreDb({ connectionString: connectionString.reveal() })
  return { engine: 'eventstoredb', store }
}
