import { VaultError, type Vault } from '@trm/ports'
import { existsSync } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** How long a file waits for the command that names it, in milliseconds. */
const UNNAMED_KEPT_MS = 24 * 60 * 60 * 1_000

/**
 * Removes what nobody will read: folders whose key is destroyed, which a crash left or an old backup of the
 * folder brought back, and attachments that no section has named in time.
 *
 * @param named the folders of the attachments that the log names; undefined where it cannot be told.
 * @param now epoch ms, by the clock of the file system.
 * @returns how many folders were removed.
 */
export async function sweepFolders(parts: {
  readonly folder: string
  readonly vault: Vault
  readonly named: ReadonlySet<string> | undefined
  readonly now: number
}): Promise<number> {
  const { folder, vault, named, now } = parts
  if (!existsSync(folder)) return 0
  let removed = 0
  const remove = async (path: string) => {
    await rm(path, { recursive: true, force: true })
    removed += 1
  }
  for (const keyId of await readdir(folder)) {
    const ofKey = join(folder, keyId)
    if (!(await isKept(keyId, vault))) {
      await remove(ofKey)
      continue
    }
    if (named === undefined) continue
    for (const name of await readdir(ofKey)) {
      const path = join(ofKey, name)
      if (named.has(path)) continue
      const { mtimeMs } = await stat(path)
      if (now - mtimeMs > UNNAMED_KEPT_MS) await remove(path)
    }
  }
  return removed
}

/** A key that is damaged is not destroyed: an operator has to look before anything is removed. */
async function isKept(keyId: string, vault: Vault): Promise<boolean> {
  try {
    return (await vault.findSectionKey(keyId)) !== undefined
  } catch (error) {
    if (error instanceof VaultError && error.code === 'VAULT_DAMAGED') return true
    throw error
  }
}
