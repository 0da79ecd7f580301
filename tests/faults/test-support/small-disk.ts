import { execFileSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** A folder whose disk a test can fill up. */
export type SmallDisk = {
  /** How that is done here: a disk of its own takes the right to mount, a limit of the engine takes none. */
  readonly way: 'tmpfs' | 'max_page_count'
  fill(): void
  /** Makes room again. */
  free(): void
  close(): void
}

const PAGES_MAX = 2 ** 30

/** Makes a folder on a small disk of a size as `mount` takes it, where this user may mount one and the environment does not say otherwise. */
export function smallDisk(folder: string, size: string): SmallDisk {
  mkdirSync(folder)
  if (process.env['TRM_DISK'] === 'max_page_count') return limitedDatabases(folder)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], {
      stdio: 'ignore',
    })
  } catch {
    // Not root, or in a container without that right.
    return limitedDatabases(folder)
  }
  const filling = join(folder, 'filling')
  return {
    way: 'tmpfs',
    fill: () => writeUntilFull(filling),
    free: () => rmSync(filling),
    // Lazily: what is still open there goes with its last user.
    close: () => void execFileSync('umount', ['--lazy', folder]),
  }
}

function writeUntilFull(file: string): void {
  const descriptor = openSync(file, 'w')
  try {
    for (let size = 64 * 1024; size >= 1; size /= 2) writeWhileThereIsRoom(descriptor, size)
  } finally {
    closeSync(descriptor)
  }
}

function writeWhileThereIsRoom(descriptor: number, size: number): void {
  const block = new Uint8Array(size)
  try {
    while (writeSync(descriptor, block) === size);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  }
}

/** Every database that is used in the folder takes no further page while it is full. */
function limitedDatabases(folder: string): SmallDisk {
  const open = new Set<DatabaseSync>()
  const { exec } = DatabaseSync.prototype
  DatabaseSync.prototype.exec = function (this: DatabaseSync, sql) {
    if (this.location()?.startsWith(folder) === true) open.add(this)
    exec.call(this, sql)
  }
  const limit = (pages: number) => {
    // One page fewer than there are: the engine takes it for as many as there are.
    for (const each of open) if (each.isOpen) exec.call(each, `PRAGMA max_page_count = ${pages}`)
  }
  return {
    way: 'max_page_count',
    fill: () => limit(1),
    free: () => limit(PAGES_MAX),
    close() {
      DatabaseSync.prototype.exec = exec
    },
  }
}
