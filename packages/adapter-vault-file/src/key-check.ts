import type { DatabaseSync } from 'node:sqlite'
import { VaultError } from '@trm/ports'
import type { MasterKey, Place } from './master-key.ts'

const KEY_CHECK: Place = ['key-check']

/**
 * Lets the master key in that the vault was made with; an empty vault takes it for its own.
 *
 * @throws {VaultError} `VAULT_WRONG_KEY`; `VAULT_DAMAGED` when there are values but nothing to check
 *   the key by, so that they can never be mixed with values under another.
 */
export function requireMasterKey(database: DatabaseSync, master: MasterKey): void {
  const row = database.prepare('SELECT key_check AS keyCheck FROM vault').get()
  if (row === undefined) {
    if (holdsValues(database)) throw new VaultError('VAULT_DAMAGED', { check: 'key-check' })
    const keyCheck = master.seal(KEY_CHECK, new Uint8Array())
    database.prepare('INSERT INTO vault (one, key_check) VALUES (1, ?)').run(keyCheck)
  } else if (!opens(master, row['keyCheck'] as Uint8Array)) throw new VaultError('VAULT_WRONG_KEY')
}

function holdsValues(database: DatabaseSync): boolean {
  const values = 'SELECT 1 FROM section_key UNION ALL SELECT 1 FROM secret LIMIT 1'
  return database.prepare(values).get() !== undefined
}

function opens(master: MasterKey, keyCheck: Uint8Array): boolean {
  try {
    master.open(KEY_CHECK, keyCheck)
    return true
  } catch (error) {
    if (error instanceof VaultError) return false
    throw error
  }
}
