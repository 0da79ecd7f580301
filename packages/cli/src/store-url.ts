import { openSqliteEventReader, openSqliteEventStore } from '@trm/adapter-sqlite'
import { toInstant, TrmError } from '@trm/kernel'
import type { EventStore } from '@trm/ports'
import { existsSync } from 'node:fs'
import { UsageError } from './usage.ts'

const messages = { STORE_MISSING: 'there is no event store at that place' } as const

export class StoreUrlError extends TrmError<keyof typeof messages> {
  override readonly name = 'StoreUrlError'
  constructor(code: keyof typeof messages) {
    super(code, messages[code], {})
  }
}

/** What the command line can do with an engine. */
type Engine = {
  /** Opens it for writing. @param mustExist a store that is not there is not made. */
  open(place: string, mustExist: boolean): Promise<EventStore>
  /** Opens it beside the process that uses it. */
  read(place: string): Promise<Pick<EventStore, 'readAll' | 'close'>>
  /** See `appendsAtOnce` of `copyStore`. */
  readonly appendsAtOnce: number
}

const clock = { now: () => toInstant(new Date()) }

const sqlite: Engine = {
  async open(file, mustExist) {
    if (mustExist) requireFile(file)
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

/** An event store by its URL: `sqlite:/path/to/file`. */
export type NamedStore = { readonly engine: Engine; readonly place: string }

/** @throws {UsageError} for a scheme that there is no engine for. */
export function parseStoreUrl(url: string): NamedStore {
  const [, scheme = '', place = ''] = /^([a-z]+):(.+)$/.exec(url) ?? []
  const engine = Object.hasOwn(engines, scheme) ? engines[scheme] : undefined
  if (engine !== undefined) return { engine, place }
  const known = Object.keys(engines).map((name) => `${name}:…`)
  throw new UsageError(`a store is named by one of these URLs: ${known.join(', ')}`)
}

function requireFile(file: string): void {
  if (!existsSync(file)) throw new StoreUrlError('STORE_MISSING')
}
