import { vaultConformance } from '@trm/ports/conformance'
import { memoryVault, newVaultState } from './vault.ts'

vaultConformance('memory', () => {
  const state = newVaultState()
  let vault = memoryVault(state)
  return Promise.resolve({
    vault,
    reopen: async () => {
      await vault.close()
      vault = memoryVault(state)
      return vault
    },
    close: () => vault.close(),
  })
})
