import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { StoreUnavailableError } from '@trm/ports'
import { guarded } from './faults.ts'
import { APPLICATION_ID, migrations } from './schema.ts'

// Long enough for another process that is just letting go, short enough to say no at once.
const BUSY_TIMEOUT_MS = 250

/**
 * Opens the file of an event store, or makes it: folder 0700, files 0600. Nobody else can open it
 * until it is closed or the process is gone, however it went.
 *
 * @throws {StoreUnavailableError} `STORE_LOCKED`, `STORE_NEWER_SCHEMA`, `STORE_DAMAGED`, and
 *   `STORE_UNAVAILABLE` when the file system says no.
 */
export function openDatabase(file: string): DatabaseSync {
  return guarded(() => {
    createPrivately(file)
    const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS })
    try {
      // In this order: the lock has to be wanted before the journal is opened, so that it is held
      // for as long as the file is open. It is the kernel's lock and ends with the process.
      database.exec('PRAGMA locking_mode = EXCLUSIVE')
      database.exec('PRAGMA journal_mode = WAL')
      database.exec('PRAGMA synchronous = FULL')
      const version = recognize(database)
      requireIntact(database)
      migrate(database, version)
      return database
    } catch (cause) {
      database.close()
      throw cause
    }
  })
}

/**
 * SQLite gives its journal the permissions of the file. A file that is there is not opened here:
 * closing it would end every lock that this process has on it (POSIX), a store's in use as well.
 */
function createPrivately(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600))
  chmodSync(file, 0o600)
}

/** The schema version of the file, 0 for an empty one. */
function recognize(database: DatabaseSync): number {
  const version = readNumber(database, 'PRAGMA user_version')
  const applicationId = readNumber(database, 'PRAGMA application_id')
  const isEmpty = readNumber(database, 'SELECT count(*) FROM sqlite_schema') === 0
  if (applicationId !== APPLICATION_ID && !isEmpty)
    throw new StoreUnavailableError('STORE_DAMAGED', { check: 'application-id' })
  if (version > migrations.length)
    throw new StoreUnavailableError('STORE_NEWER_SCHEMA', {
      version,
      supported: migrations.length,
    })
  return version
}

function requireIntact(database: DatabaseSync): void {
  const [finding] = Object.values(database.prepare('PRAGMA quick_check(1)').get() ?? {})
  if (finding !== 'ok') throw new StoreUnavailableError('STORE_DAMAGED', { check: 'quick-check' })
}

function migrate(database: DatabaseSync, from: number): void {
  for (const [index, migration] of migrations.entries()) {
    if (index < from) continue
    database.exec(`
      BEGIN IMMEDIATE;
      ${migration}
      PRAGMA application_id = ${APPLICATION_ID};
      PRAGMA user_version = ${index + 1};
      COMMIT;
    `)
  }
}

function readNumber(database: DatabaseSync, query: string): number {
  return Number(Object.values(database.prepare(query).get() ?? {})[0])
}
