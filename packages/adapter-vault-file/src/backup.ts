import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { placeFile } from '@trm/files'
import { invariant, plusMilliseconds, type Instant } from '@trm/kernel'
import { VaultBackupError } from './backup-error.ts'
import { guarded } from './faults.ts'
import { APPLICATION_ID, BACKUP_APPLICATION_ID, BACKUP_RECORD } from './schema.ts'
import { recognizeVault, takeVault } from './vault-file.ts'

/** Within how many days an erasure is promised to be true everywhere: no backup of a vault outlives it. */
export const ERASURE_PROMISED_DAYS = 30

const DAY_MS = 24 * 60 * 60 * 1000

/**
 * Copies a vault that nobody has open into one new file, for its owner alone, with the time at which it
 * expires. It holds every key that the vault holds now, also those that are destroyed tomorrow: that is why
 * it expires, and why no program opens it as a vault before it was put in place by {@link restoreFileVault}.
 *
 * The master key is not needed and not in it. The time is not secret and not sealed: it stops who restores
 * by mistake, and nobody who means to.
 *
 * @param options.keptDays 1 to {@link ERASURE_PROMISED_DAYS}, which is the default.
 * @returns when it expires.
 * @throws {VaultBackupError} `VAULT_BACKUP_NOT_FOUND`, `VAULT_BACKUP_PLACE_TAKEN`
 * @throws {VaultError} `VAULT_LOCKED`, `VAULT_DAMAGED`
 */
export async function backupFileVault(options: {
  readonly file: string
  readonly to: string
  readonly now: Instant
  readonly keptDays?: number
}): Promise<{ readonly expires: Instant }> {
  const { file, to, now, keptDays = ERASURE_PROMISED_DAYS } = options
  invariant(
    Number.isInteger(keptDays) && keptDays >= 1 && keptDays <= ERASURE_PROMISED_DAYS,
    'vault backup: it expires before an erasure is promised to be true',
  )
  if (!existsSync(file)) throw new VaultBackupError('VAULT_BACKUP_NOT_FOUND')
  const expires = plusMilliseconds(now, keptDays * DAY_MS)
  const placed = await placeFile(to, (partial) =>
    guarded(() => {
      const vault = takeVault(file)
      try {
        // What is still there and nothing else: not even what an erasure has yet to overwrite.
        vault.prepare('VACUUM INTO ?').run(partial)
      } finally {
        vault.close()
      }
      changeFile(partial, (backup) => {
        backup.exec(BACKUP_RECORD)
        backup.prepare('INSERT INTO backup VALUES (?, ?)').run(now, expires)
        backup.exec(`PRAGMA application_id = ${BACKUP_APPLICATION_ID}`)
      })
    }),
  )
  if (!placed.ok) throw new VaultBackupError('VAULT_BACKUP_PLACE_TAKEN')
  return { expires }
}

/**
 * Puts a backup in place as a vault, where there is none. What was erased since it was taken is erased again
 * when the agent starts, by what its log says.
 *
 * @throws {VaultBackupError} `VAULT_BACKUP_NOT_FOUND`, `VAULT_BACKUP_PLACE_TAKEN`, `VAULT_BACKUP_EXPIRED`,
 *   `VAULT_BACKUP_DAMAGED`
 */
export async function restoreFileVault(options: {
  readonly from: string
  readonly file: string
  readonly now: Instant
}): Promise<{ readonly taken: Instant }> {
  const { from, file, now } = options
  if (!existsSync(from)) throw new VaultBackupError('VAULT_BACKUP_NOT_FOUND')
  // A journal without its vault would be taken for that of the file that comes.
  if (existsSync(`${file}-journal`)) throw new VaultBackupError('VAULT_BACKUP_PLACE_TAKEN')
  const { taken, expires } = readRecord(from)
  if (now >= expires) throw new VaultBackupError('VAULT_BACKUP_EXPIRED', { expires })
  const placed = await placeFile(file, (partial) => {
    const backup = new DatabaseSync(from, { readOnly: true })
    try {
      backup.prepare('VACUUM INTO ?').run(partial)
    } finally {
      backup.close()
    }
    changeFile(partial, (vault) => {
      vault.exec(`DROP TABLE backup; PRAGMA application_id = ${APPLICATION_ID}`)
    })
  })
  if (!placed.ok) throw new VaultBackupError('VAULT_BACKUP_PLACE_TAKEN')
  return { taken }
}

function readRecord(from: string): { readonly taken: Instant; readonly expires: Instant } {
  let backup: DatabaseSync | undefined
  try {
    backup = new DatabaseSync(from, { readOnly: true })
    recognizeVault(backup, BACKUP_APPLICATION_ID)
    const { taken, expires } = backup.prepare('SELECT taken, expires FROM backup').get() ?? {}
    // The table is STRICT, so both are text where there is a row.
    if (taken !== undefined && expires !== undefined)
      return { taken: taken as Instant, expires: expires as Instant }
  } catch (cause) {
    throw new VaultBackupError('VAULT_BACKUP_DAMAGED', {}, cause)
  } finally {
    backup?.close()
  }
  throw new VaultBackupError('VAULT_BACKUP_DAMAGED')
}

function changeFile(file: string, change: (database: DatabaseSync) => void): void {
  const database = new DatabaseSync(file)
  try {
    database.exec('BEGIN')
    change(database)
    database.exec('COMMIT')
  } finally {
    database.close()
  }
}
