import { writeSync } from 'node:fs'
import { VaultError } from '@trm/ports'
import { openFileVault } from '../vault.ts'
import { masterKey } from './vault-files.ts'

/** Opens the vault and keeps it open until it is killed; says `open`, or why it cannot. */
const [, , file = ''] = process.argv

try {
  await openFileVault({ file, masterKey })
  writeSync(1, 'open\n')
  process.stdin.resume()
} catch (error) {
  writeSync(1, `${error instanceof VaultError ? error.code : String(error)}\n`)
}
