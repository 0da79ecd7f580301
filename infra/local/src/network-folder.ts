import { invariant, TrmError } from '@trm/kernel'
import { mkdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

const messages = {
  NETWORK_FOLDER_TAKEN: 'too many local networks run from this folder already',
  NETWORK_FOLDER_NOT_WRITABLE: 'the data folder cannot be written to',
} as const

class NetworkFolderError extends TrmError<keyof typeof messages> {
  override readonly name = 'NetworkFolderError'
  constructor(code: keyof typeof messages, cause?: unknown) {
    super(code, messages[code], {}, cause)
  }
}

/** A folder that this process alone uses as long as it lives; however it ends, the lock ends too. */
export type NetworkFolder = { readonly path: string; release(): void }

const NETWORKS_MAX = 32

/**
 * Takes the first free folder under `folder`: `local`, then `local-2` for a second network that
 * runs beside the first, and so on.
 *
 * @param options.reset begins afresh: what an earlier network left in the folder is removed.
 */
export async function takeNetworkFolder(
  folder: string,
  options: { readonly reset: boolean },
): Promise<NetworkFolder> {
  const dataFolder = resolve(folder)
  try {
    await mkdir(dataFolder, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw new NetworkFolderError('NETWORK_FOLDER_NOT_WRITABLE', cause)
  }
  for (let number = 1; number <= NETWORKS_MAX; number++) {
    const name = number === 1 ? 'local' : `local-${String(number)}`
    const path = join(dataFolder, name)
    // Beside the folder and not in it, so that a reset cannot pull the lock away from under anybody.
    const lock = tryLock(join(dataFolder, `.${name}.lock`))
    if (lock === undefined) continue
    if (options.reset) await rm(path, { recursive: true, force: true })
    await mkdir(path, { recursive: true, mode: 0o700 })
    return { path, release: () => lock.close() }
  }
  throw new NetworkFolderError('NETWORK_FOLDER_TAKEN')
}

/** SQLite's own lock: the system lets go of it when the process ends, in whatever way. */
function tryLock(file: string): DatabaseSync | undefined {
  const database = new DatabaseSync(file)
  try {
    database.exec('PRAGMA journal_mode = DELETE')
    database.exec('BEGIN EXCLUSIVE')
    return database
  } catch (error) {
    database.close()
    invariant(error instanceof Error, 'sqlite throws errors')
    return undefined // somebody else has it
  }
}
