import { openSqliteEventReader, openSqliteEventStore } from '@trm/adapter-sqlite'
import { toInstant } from '@trm/kernel'
import { existsSync } from 'node:fs'
import { StorePlaceError, type Engine } from './engine.ts'
import { eventStoreDb } from './eventstoredb-engine.ts'

const clock = { now: () => toInstant(new Date()) }

const sqlite: Engine = {
  open: (file) => openSqliteEventStore({ file, clock }),
  async openThere(file) {
    requireFile(file)
    return openSqliteEventStore({ file, clock })
  },
  async read(file) {
    requireFile(file)
    return openSqliteEventReader({ file, clock })
  },
  appendsAtOnce: 64,
}

/** The engines, by the scheme of their URLs. A new one is a line here. */
const engines: Readonly<Record<string, Engine>> = { sqlite, esdb: eventStoreDb }

/** The schemes that a URL may begin with. */
export const storeSchemes: readonly string[] = Object.keys(engines)

/**
 * An event store by its URL: `sqlite:` and its file, `esdb:` and the file that holds the connection
 * string; undefined for a scheme without an engine, and for a connection string itself.
 */
export function parseStoreUrl(
  url: string,
): { readonly engine: Engine; readonly place: string } | undefined {
  const [, scheme = '', place = ''] = /^([a-z]+):((?!\/\/).+)$/.exec(url) ?? []
  const engine = Object.hasOwn(engines, scheme) ? engines[scheme] : undefined
  return engine && { engine, place }
}

function requireFile(file: string): void {
  if (!existsSync(file)) throw new StorePlaceError('STORE_MISSING')
}
