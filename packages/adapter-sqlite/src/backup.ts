import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { placeFile } from '@trm/files'
import type { EventDigest } from '@trm/ports'
import { BackupError } from './backup-error.ts'
import { openForReading } from './database.ts'
import { isWhollyIntact } from './integrity.ts'
import { BACKUP_APPLICATION_ID, BACKUP_RECORD } from './schema.ts'
import { digestOfStore, type Holding } from './store-digest.ts'

/**
 * Takes a backup of an event store while another process uses it: everything that was recorded when
 * it began, in one file that is written whole or not at all. The file is checked in every page, and its
 * events are compared with the store's by their digest, which it keeps and which is returned.
 *
 * The writer goes on meanwhile; its journal cannot begin anew until the copy is made. Blocks the thread
 * for as long as SQLite copies. Take it in another process than the writer's.
 *
 * @throws {BackupError} `BACKUP_NOT_FOUND`, `BACKUP_PLACE_TAKEN`, `BACKUP_FAILED`
 * @throws {StoreUnavailableError} `STORE_OLDER_SCHEMA`, `STORE_NEWER_SCHEMA`, `STORE_DAMAGED`
 * @throws what SQLite and the file system throw.
 */
export async function backupEventStore(options: {
  readonly file: string
  readonly to: string
}): Promise<EventDigest> {
  const { file, to } = options
  if (!existsSync(file)) throw new BackupError('BACKUP_NOT_FOUND')
  const store = openForReading(file)
  try {
    const placed = await placeFile(to, async (partial) => {
      // One reading transaction, and the copy is a plain file without a journal.
      store.prepare('VACUUM INTO ?').run(partial)
      const copied = await sealBackup(partial)
      const original = await digestOfStore(store, copied.lastPosition)
      if (original.digest !== copied.digest) throw new BackupError('BACKUP_FAILED')
      return { events: copied.events, digest: copied.digest }
    })
    if (!placed.ok) throw new BackupError('BACKUP_PLACE_TAKEN')
    return placed.value
  } finally {
    store.close()
  }
}

/** Checks the copy and writes into it what it holds. */
async function sealBackup(partial: string): Promise<Holding> {
  const backup = new DatabaseSync(partial)
  try {
    if (!isWhollyIntact(backup)) throw new BackupError('BACKUP_FAILED')
    const holding = await digestOfStore(backup)
    backup.exec(`BEGIN; ${BACKUP_RECORD}`)
    backup.prepare('INSERT INTO backup VALUES (?, ?)').run(holding.events, holding.digest)
    backup.exec(`PRAGMA application_id = ${BACKUP_APPLICATION_ID}; COMMIT`)
    return holding
  } finally {
    backup.close()
  }
}
