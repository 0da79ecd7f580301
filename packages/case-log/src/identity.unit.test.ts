import { memoryVault, newVaultState } from '@trm/adapter-memory'
import { VaultError, type Vault } from '@trm/ports'
import { describe, expect, it } from 'vitest'
import { ensureIdentity } from './identity.ts'

/** A vault that takes so many secrets and then fails, as a power cut would. */
function failingAfter(vault: Vault, count: number): Vault {
  let left = count
  return {
    ...vault,
    async putSecret(name, value) {
      if (left-- <= 0) throw new VaultError('VAULT_CLOSED')
      await vault.putSecret(name, value)
    },
  }
}

describe('the identity of an organisation', () => {
  it('is made once: the same vault always has the same one', async () => {
    const state = newVaultState()
    const first = await ensureIdentity(memoryVault(state))
    expect(await ensureIdentity(memoryVault(state))).toStrictEqual(first)
    expect(await ensureIdentity(memoryVault())).not.toStrictEqual(first)
  })

  it.each(Array.from({ length: 8 }, (_, count) => [count]))(
    'is completed when it was interrupted after %i secrets',
    async (count) => {
      const state = newVaultState()
      const vault = memoryVault(state)
      await expect(ensureIdentity(failingAfter(vault, count))).rejects.toThrow(VaultError)
      const completed = await ensureIdentity(vault)
      expect(await ensureIdentity(memoryVault(state))).toStrictEqual(completed)
      const { signer, sealing } = completed
      expect(await vault.findSecret('signing.public')).toStrictEqual(signer.publicKey)
      expect(await vault.findSecret('sealing.public')).toStrictEqual(sealing.publicKey)
    },
  )
})
