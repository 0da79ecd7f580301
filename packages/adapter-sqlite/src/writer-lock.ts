import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

// Long enough for another process that is just letting go, short enough to say no at once.
const BUSY_TIMEOUT_MS = 250

/** The right to write to a store file. The system takes it back when the process ends, however. */
export type WriterLock = { release(): void }

/**
 * Takes the right to write to a store file, which one process at a time has. It is SQLite's own lock,
 * on an empty database beside the file, `<file>-lock`: a lock on the file itself would keep readers
 * away as well. The empty database stays behind and means nothing.
 *
 * @throws SQLITE_BUSY when somebody else has it, and what the file system throws.
 */
export function lockForWriting(file: string): WriterLock {
  const path = `${file}-lock`
  createPrivately(path)
  const lock = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS })
  try {
    lock.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE')
    return { release: () => lock.close() }
  } catch (cause) {
    lock.close()
    throw cause
  }
}

/**
 * Makes an empty file for the owner alone, and its folder. SQLite gives its journals the permissions
 * of the file. A file that is there is not opened here: closing it would end every lock that this
 * process has on it (POSIX), a store's in use as well.
 */
export function createPrivately(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600))
  chmodSync(file, 0o600)
}
