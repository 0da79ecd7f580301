import { closeSync, existsSync, fsyncSync, linkSync, openSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { BackupError } from './backup-error.ts'
import { createPrivately } from './writer-lock.ts'

/**
 * Makes a file under a name beside its own, and gives it its name when it is whole and on the disk.
 * Never replaces a file.
 *
 * @param make fills the file that is there, empty and for the owner alone, and has closed it when it
 *   returns. What it throws leaves nothing behind.
 * @throws {BackupError} `BACKUP_PLACE_TAKEN`
 */
export async function placeFile<Answer>(
  path: string,
  make: (partial: string) => Promise<Answer>,
): Promise<Answer> {
  if (existsSync(path)) throw new BackupError('BACKUP_PLACE_TAKEN')
  const partial = `${path}.partial`
  rmSync(partial, { force: true })
  createPrivately(partial)
  try {
    const answer = await make(partial)
    syncToDisk(partial)
    link(partial, path)
    syncToDisk(dirname(path))
    return answer
  } finally {
    rmSync(partial, { force: true })
  }
}

/** A second name, since renaming would replace what somebody else has put there meanwhile. */
function link(partial: string, path: string): void {
  try {
    linkSync(partial, path)
  } catch (cause) {
    throw existsSync(path) ? new BackupError('BACKUP_PLACE_TAKEN', cause) : cause
  }
}

function syncToDisk(path: string): void {
  const descriptor = openSync(path, 'r')
  fsyncSync(descriptor)
  closeSync(descriptor)
}
