import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { VaultError } from '@trm/ports'
import { finishErasure } from './erasure.ts'
import { requireMasterKey } from './key-check.ts'
import type { MasterKey } from './master-key.ts'
import { APPLICATION_ID, migrations } from './schema.ts'

// Long enough for another process that is just letting go, short enough to say no at once.
const BUSY_TIMEOUT_MS = 250

// No write-ahead log: it would keep deleted values until its next turn. The journal is cut to nothing
// with every commit. Freed space is zeroed, and what SQLite needs for a while stays in memory.
const SETTINGS = `
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA journal_mode = TRUNCATE;
  PRAGMA synchronous = EXTRA;
  PRAGMA secure_delete = ON;
  PRAGMA temp_store = MEMORY;
`

/**
 * Opens the file of a vault, or makes it: folder 0700, file 0600. Nobody else can open it until it is
 * closed or the process is gone, however it went. Completes an erasure that was cut short.
 *
 * @throws {VaultError} `VAULT_WRONG_KEY`; `VAULT_DAMAGED`, also for a file of a newer program or of
 *   another one.
 * @throws what SQLite and the file system throw.
 */
export function openVaultFile(file: string, master: MasterKey): DatabaseSync {
  createPrivately(file)
  const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS })
  try {
    database.exec(SETTINGS)
    // Takes the lock, which the locking mode then keeps.
    database.exec('BEGIN EXCLUSIVE')
    migrate(database, recognizeVault(database))
    requireMasterKey(database, master)
    database.exec('COMMIT')
    finishErasure(database)
    return database
  } catch (cause) {
    database.close()
    throw cause
  }
}

/**
 * SQLite gives its journal the permissions of the file. A file that is there is not opened here:
 * closing it would end every lock that this process has on it (POSIX), a vault's in use as well.
 */
function createPrivately(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600))
  chmodSync(file, 0o600)
}

/**
 * Opens the file of a vault that is there, to be copied: nobody has it open, and nobody can before it is
 * closed.
 */
export function takeVault(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS })
  try {
    database.exec(`${SETTINGS} BEGIN EXCLUSIVE`)
    recognizeVault(database)
    database.exec('COMMIT')
    return database
  } catch (cause) {
    database.close()
    throw cause
  }
}

/**
 * The schema version of the file, 0 for an empty one.
 *
 * @throws {VaultError} `VAULT_DAMAGED`
 */
export function recognizeVault(database: DatabaseSync, applicationId = APPLICATION_ID): number {
  const version = readOne(database, 'PRAGMA user_version')
  const isEmpty = readOne(database, 'SELECT count(*) FROM sqlite_schema') === 0
  if (readOne(database, 'PRAGMA application_id') !== applicationId && !isEmpty)
    throw new VaultError('VAULT_DAMAGED', { check: 'application-id' })
  if (Number(version) > migrations.length)
    throw new VaultError('VAULT_DAMAGED', { check: 'newer-schema' })
  if (readOne(database, 'PRAGMA quick_check(1)') !== 'ok')
    throw new VaultError('VAULT_DAMAGED', { check: 'quick-check' })
  return Number(version)
}

function migrate(database: DatabaseSync, from: number): void {
  for (const [index, migration] of migrations.entries()) {
    if (index < from) continue
    database.exec(migration)
    database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${index + 1}`)
  }
}

function readOne(database: DatabaseSync, query: string): unknown {
  return Object.values(database.prepare(query).get() ?? {})[0]
}
