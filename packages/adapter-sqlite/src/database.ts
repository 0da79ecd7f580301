import { statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { StoreUnavailableError } from '@trm/ports'
import { isIntact, requireSchema } from './integrity.ts'
import { APPLICATION_ID, migrations } from './schema.ts'
import { createPrivately } from './writer-lock.ts'

// Readers do not block a writer, but whoever comes first after a crash repairs the journal alone.
const BUSY_TIMEOUT_MS = 2_000
/** Below this a whole check takes less time than anybody notices. */
const SMALL_FILE_BYTES = 32 * 1024 * 1024

/** An open store file, and whether its pages still have to be looked at. */
export type OpenedFile = { readonly database: DatabaseSync; readonly needsCheck: boolean }

/**
 * Opens the file of an event store, or makes it: folder 0700, files 0600. The caller has the writer's
 * lock.
 *
 * What is checked here: whose file it is and of which version; that its length is what it says; that
 * its tables and indexes are those of the version; and, up to 32 MiB, every page. A clean end leaves
 * no journal, so a larger file with one `needsCheck`.
 *
 * @throws {StoreUnavailableError} `STORE_NEWER_SCHEMA`, `STORE_DAMAGED`
 * @throws what SQLite and the file system throw.
 */
export function openForWriting(file: string): OpenedFile {
  createPrivately(file)
  const journalBytes = sizeOf(`${file}-wal`)
  const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS })
  try {
    // Checkpoints belong to a thread of their own: here they would be what an append waits for.
    database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      PRAGMA wal_autocheckpoint = 0;
    `)
    migrate(database, recognize(database))
    requireSchema(database, migrations.length)
    const isSmall = sizeOf(file) + journalBytes <= SMALL_FILE_BYTES
    if (isSmall && !isIntact(database))
      throw new StoreUnavailableError('STORE_DAMAGED', { check: 'quick-check' })
    return { database, needsCheck: journalBytes > 0 && !isSmall }
  } catch (cause) {
    database.close()
    throw cause
  }
}

/**
 * Opens the file of an event store that is there, to read from it beside its writer. Nothing is
 * changed, so the file has to be of this program's version.
 *
 * @throws {StoreUnavailableError} `STORE_NEWER_SCHEMA`, `STORE_OLDER_SCHEMA`, `STORE_DAMAGED`
 * @throws what SQLite throws.
 */
export function openForReading(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { readOnly: true, timeout: BUSY_TIMEOUT_MS })
  try {
    const version = recognize(database)
    if (version < migrations.length)
      throw new StoreUnavailableError('STORE_OLDER_SCHEMA', {
        version,
        supported: migrations.length,
      })
    return database
  } catch (cause) {
    database.close()
    throw cause
  }
}

/**
 * The schema version of the file, 0 for an empty one.
 *
 * @throws {StoreUnavailableError} `STORE_DAMAGED` for a file that is not ours, `STORE_NEWER_SCHEMA`
 */
export function recognize(database: DatabaseSync, expectedId = APPLICATION_ID): number {
  const version = readNumber(database, 'PRAGMA user_version')
  const applicationId = readNumber(database, 'PRAGMA application_id')
  const isEmpty = readNumber(database, 'SELECT count(*) FROM sqlite_schema') === 0
  if (applicationId !== expectedId && !isEmpty)
    throw new StoreUnavailableError('STORE_DAMAGED', { check: 'application-id' })
  if (version > migrations.length)
    throw new StoreUnavailableError('STORE_NEWER_SCHEMA', {
      version,
      supported: migrations.length,
    })
  return version
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

/** In bytes; 0 for a file that is not there. */
function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}
