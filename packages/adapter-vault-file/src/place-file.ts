import { closeSync, existsSync, fsyncSync, linkSync, openSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { VaultBackupError } from './backup-error.ts'

/**
 * Makes a file for its owner alone beside the place where it goes, and gives it its name when it is whole and
 * on the disk. Never replaces a file; what `make` throws leaves nothing behind.
 *
 * @throws {VaultBackupError} `VAULT_BACKUP_PLACE_TAKEN`
 */
export function placeFile<Answer>(path: string, make: (partial: string) => Answer): Answer {
  if (existsSync(path)) throw new VaultBackupError('VAULT_BACKUP_PLACE_TAKEN')
  const partial = `${path}.partial`
  rmSync(partial, { force: true })
  closeSync(openSync(partial, 'wx', 0o600))
  try {
    const answer = make(partial)
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
    throw existsSync(path) ? new VaultBackupError('VAULT_BACKUP_PLACE_TAKEN', {}, cause) : cause
  }
}

function syncToDisk(path: string): void {
  const descriptor = openSync(path, 'r')
  fsyncSync(descriptor)
  closeSync(descriptor)
}
