import { join } from 'node:path'
import { temporaryFolder, vaultConformance } from '@trm/ports/conformance'
import { openFileVault } from './vault.ts'

vaultConformance('file', async () => {
  const folder = await temporaryFolder()
  const options = {
    file: join(folder.path, 'vault.sqlite'),
    masterKey: new Uint8Array(32).fill(7),
  }
  let vault = await openFileVault(options)
  return {
    vault,
    reopen: async () => {
      await vault.close()
      vault = await openFileVault(options)
      return vault
    },
    close: async () => {
      await vault.close()
      await folder[Symbol.asyncDispose]()
    },
  }
})
