import { groupCommit } from '@trm/files'
import { VaultError, type Vault } from '@trm/ports'
import { inTransaction } from './erasure.ts'
import { guarded } from './faults.ts'
import { masterKey as deriveKeys } from './master-key.ts'
import { secrets as secretsOf } from './secrets.ts'
import { sectionKeys as sectionKeysOf } from './section-keys.ts'
import { openVaultFile } from './vault-file.ts'

export type FileVaultOptions = {
  /** Its folder is made when it is missing. Beside it lies its journal, `<file>-journal`. */
  readonly file: string
  /** 32 bytes. Not needed any more once the vault is open: the caller may wipe it. */
  readonly masterKey: Uint8Array
}

/**
 * Opens the vault in a file, for this process alone, and completes an erasure that a crash cut short.
 * The first master key that opens an empty file is its master key.
 *
 * Every value is sealed under the master key for its own row (XChaCha20-Poly1305); cases, sections
 * and names are in the file as keyed hashes only. Destroying a key writes the file anew: what it
 * takes grows with the size of the vault. SQLite runs on the caller's thread.
 *
 * @throws {VaultError} `VAULT_LOCKED`, `VAULT_WRONG_KEY`, `VAULT_DAMAGED`
 */
export async function openFileVault({ file, masterKey }: FileVaultOptions): Promise<Vault> {
  const master = deriveKeys(masterKey)
  const database = guarded(() => openVaultFile(file, master))
  const sectionKeys = sectionKeysOf(database, master)
  const secrets = secretsOf(database, master)
  // A key is durable before anything is encrypted under it. What is asked for in one turn is written together.
  const making = groupCommit<undefined>((work) =>
    guarded(() => inTransaction(database, () => work(undefined))),
  )
  let isOpen = true

  /** Begins the work at once: what is under way when the vault is closed is waited for there. */
  async function use<Answer>(work: () => Answer | Promise<Answer>): Promise<Answer> {
    if (!isOpen) throw new VaultError('VAULT_CLOSED')
    return await guarded(work)
  }

  return {
    currentSectionKey: (caseReference, section) =>
      use(
        () =>
          sectionKeys.findCurrent(caseReference, section) ??
          making.submit(() => sectionKeys.current(caseReference, section)),
      ),
    findSectionKey: (keyId) => use(() => sectionKeys.find(keyId)),
    destroySectionKeys: (caseReference, section) =>
      use(() => {
        // What is about to be made is destroyed with the rest.
        making.drain()
        return sectionKeys.destroy(caseReference, section)
      }),
    putSecret: (name, value) => use(() => secrets.put(name, value)),
    findSecret: (name) => use(() => secrets.find(name)),
    destroySecret: (name) => use(() => secrets.destroy(name)),
    secretNames: () => use(() => secrets.names()),
    close: async () => {
      if (!isOpen) return
      making.drain()
      isOpen = false
      sectionKeys.wipe()
      master.wipe()
      database.close()
    },
  }
}
