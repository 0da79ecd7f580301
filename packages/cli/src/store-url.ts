import { openSqliteEventReader, openSqliteEventStore } from '@trm/adapter-sqlite'
import { toInstant, TrmError } from '@trm/kernel'
import type { EventStore } from '@trm/ports'
import { existsSync } from 'node:fs'

const messages = { STORE_MISSING: 'there is no event store at that place' } as const

class StoreUrlError extends TrmError<keyof typeof messages> {
  override readonly name = 'StoreUrlError'
  constructor(code: keyof typeof messages) {
    super(code, messages[code], {})
  }
}

/** What the command line can do with an engine. */
type Engine = {
  /** Opens a store for writing, and makes it when it is missing. */
  open(place: string): Promise<EventStore>
  /** Opens a store that is there for writing. Throws when it is not. */
  openThere(place: string): Promise<EventStore>
  /** Opens a store that is there beside the process that uses it. Throws when it is not. */
  read(place: string): Promise<Pick<EventStore, 'readAll' | 'close'>>
  /** See `appendsAtOnce` of `copyStore`. */
  readonly appendsAtOnce: number
}

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
const engines: Readonly<Record<string, Engine>> = { sqlite }

/** The schemes that a URL may begin with. */
export const storeSchemes: readonly string[] = Object.keys(engines)

/** An event store by its URL, `sqlite:/path/to/file`; undefined for a scheme without an engine. */
export function parseStoreUrl(
  url: string,
): { readonly engine: Engine; readonly place: string } | undefined {
  const [, scheme = '', place = ''] = /^([a-z]+):(.+)$/.exec(url) ?? []
  const engine = Object.hasOwn(engines, scheme) ? engines[scheme] : undefined
  return engine && { engine, place }
}

function requireFile(file: string): void {
  if (!existsSync(file)) throw new StoreUrlError('STORE_MISSING')
}
