import { isConnectionString } from '@trm/adapter-eventstoredb/connection-string'
import type { EventStore } from '@trm/ports'
import { readFile } from 'node:fs/promises'
import { StorePlaceError, type Engine } from './engine.ts'

/**
 * EventStoreDB and KurrentDB. The place is the file that holds the connection string: on a command
 * line everybody on the machine could read the password.
 */
export const eventStoreDb: Engine = {
  open,
  async openThere(file) {
    const store = await open(file)
    // A database without an event is as good as none: the source of a copy has a history.
    for await (const _ of store.readAll({ limit: 1 })) return store
    await store.close()
    throw new StorePlaceError('STORE_MISSING')
  },
  read: open,
  // Appends of several streams overtake each other on their way to the server.
  appendsAtOnce: 1,
}

async function open(file: string): Promise<EventStore> {
  const connectionString = await readConnectionString(file)
  // Its client library is large: the other commands start without it.
  const { openEventStoreDb } = await import('@trm/adapter-eventstoredb')
  return openEventStoreDb({ connectionString })
}

async function readConnectionString(file: string): Promise<string> {
  let text: string
  try {
    text = (await readFile(file, 'utf8')).trim()
  } catch (cause) {
    throw new StorePlaceError('CONNECTION_FILE_UNREADABLE', cause)
  }
  if (!isConnectionString(text)) throw new StorePlaceError('CONNECTION_STRING_REFUSED')
  return text
}
