import { copyFileSync, existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { placeFile } from '@trm/files'
import { StoreUnavailableError, type EventDigest } from '@trm/ports'
import { BackupError } from './backup-error.ts'
import { recognize } from './database.ts'
import { guarded } from './faults.ts'
import { isWhollyIntact, requireSchema } from './integrity.ts'
import { APPLICATION_ID, BACKUP_APPLICATION_ID } from './schema.ts'
import { digestOfStore } from './store-digest.ts'
import { lockForWriting } from './writer-lock.ts'

/**
 * Puts a backup in place as an event store, where there is none. Before it is there every page of it
 * has been checked and its events have been compared with the digest that was taken with it.
 *
 * @throws {BackupError} `BACKUP_NOT_FOUND`, `BACKUP_PLACE_TAKEN`, `BACKUP_DAMAGED`
 * @throws {StoreUnavailableError} `STORE_LOCKED`, `STORE_NEWER_SCHEMA`
 * @throws what the file system throws.
 */
export async function restoreEventStore(options: {
  readonly from: string
  readonly file: string
}): Promise<EventDigest> {
  const { from, file } = options
  if (!existsSync(from)) throw new BackupError('BACKUP_NOT_FOUND')
  const lock = guarded(() => lockForWriting(file))
  try {
    // A journal without its file would be taken for that of the file that comes.
    if (existsSync(`${file}-wal`)) throw new BackupError('BACKUP_PLACE_TAKEN')
    const placed = await placeFile(file, async (partial) => {
      copyFileSync(from, partial)
      return unsealBackup(partial)
    })
    if (!placed.ok) throw new BackupError('BACKUP_PLACE_TAKEN')
    return placed.value
  } finally {
    lock.release()
  }
}

/** Verifies what a backup says of itself and makes a store of it. */
async function unsealBackup(partial: string): Promise<EventDigest> {
  const backup = new DatabaseSync(partial)
  try {
    const version = guarded(() => recognize(backup, BACKUP_APPLICATION_ID))
    const holding = await verify(backup)
    backup.exec(`BEGIN; DROP TABLE backup; PRAGMA application_id = ${APPLICATION_ID}; COMMIT`)
    requireSchema(backup, version)
    return holding
  } catch (cause) {
    const isOfNewerVersion =
      cause instanceof StoreUnavailableError && cause.code === 'STORE_NEWER_SCHEMA'
    throw isOfNewerVersion || cause instanceof BackupError
      ? cause
      : new BackupError('BACKUP_DAMAGED', cause)
  } finally {
    backup.close()
  }
}

async function verify(backup: DatabaseSync): Promise<EventDigest> {
  const record = backup.prepare('SELECT events, digest FROM backup').get()
  if (record === undefined || !isWhollyIntact(backup)) throw new BackupError('BACKUP_DAMAGED')
  const { events, digest } = await digestOfStore(backup)
  if (record['events'] !== events || record['digest'] !== digest)
    throw new BackupError('BACKUP_DAMAGED')
  return { events, digest }
}
