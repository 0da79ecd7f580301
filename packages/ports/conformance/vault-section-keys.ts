import { expect } from 'vitest'
import { conformanceCase } from './case.ts'
import { newCase, vaultCase, type VaultCase } from './vault-harness.ts'

/** Keys of sections at rest: made on first use, kept until destroyed, then gone. */
export const sectionKeyCases: readonly VaultCase[] = [
  vaultCase('makes a key of 32 bytes on first use and keeps it', async (vault) => {
    const caseReference = newCase()
    const made = await vault.currentSectionKey(caseReference, 'identity')
    expect(made).toStrictEqual({
      keyId: expect.stringMatching(/^[A-Za-z0-9_-]{22,}$/) as string,
      key: expect.any(Uint8Array) as Uint8Array,
    })
    expect(made.key).toHaveLength(32)
    expect(new Set(made.key).size).toBeGreaterThan(8)
    expect(await vault.currentSectionKey(caseReference, 'identity')).toStrictEqual(made)
    expect(await vault.findSectionKey(made.keyId)).toStrictEqual(made.key)
  }),

  vaultCase('gives every section of every case a key of its own', async (vault) => {
    const [one, other] = [newCase(), newCase()]
    const made = [
      await vault.currentSectionKey(one, 'identity'),
      await vault.currentSectionKey(one, 'health'),
      await vault.currentSectionKey(one, 'Health'),
      await vault.currentSectionKey(one, 'healt'),
      await vault.currentSectionKey(one, ''),
      await vault.currentSectionKey(other, 'identity'),
      await vault.currentSectionKey(other, 'health'),
    ]
    expect(new Set(made.map(({ keyId }) => keyId)).size).toBe(made.length)
    expect(new Set(made.map(({ key }) => String(key))).size).toBe(made.length)
    for (const { keyId, key } of made) expect(await vault.findSectionKey(keyId)).toStrictEqual(key)
  }),

  vaultCase('makes one key when many ask for the first at once', async (vault) => {
    const caseReference = newCase()
    const made = await Promise.all(
      Array.from({ length: 10 }, () => vault.currentSectionKey(caseReference, 'identity')),
    )
    expect(new Set(made.map(({ keyId }) => keyId)).size).toBe(1)
    expect(await vault.currentSectionKey(caseReference, 'identity')).toStrictEqual(made[9])
  }),

  vaultCase('does not find a key that was never there', async (vault) => {
    await vault.putSecret('signing-key', new Uint8Array([1]))
    for (const keyId of ['', 'AAAAAAAAAAAAAAAAAAAAAA', 'signing-key', 'identity', "' OR 1=1 --"])
      expect(await vault.findSectionKey(keyId)).toBeUndefined()
  }),

  vaultCase('destroys the keys of a section and names them', async (vault) => {
    const caseReference = newCase()
    const { keyId } = await vault.currentSectionKey(caseReference, 'identity')
    expect(await vault.destroySectionKeys(caseReference, 'identity')).toStrictEqual([keyId])
    expect(await vault.findSectionKey(keyId)).toBeUndefined()
  }),

  vaultCase('destroys what it has just handed out, by id and by section', async (vault) => {
    const caseReference = newCase()
    const { keyId } = await vault.currentSectionKey(caseReference, 'identity')
    const byId = await vault.findSectionKey(keyId)
    const bySection = await vault.currentSectionKey(caseReference, 'identity')
    expect(await vault.destroySectionKeys(caseReference, 'identity')).toStrictEqual([keyId])
    expect(await vault.findSectionKey(keyId)).toBeUndefined()
    expect((await vault.currentSectionKey(caseReference, 'identity')).keyId).not.toBe(keyId)
    // Whoever still encrypts under it does not do so under another, or under zeros.
    expect(bySection).toStrictEqual({ keyId, key: byId })
    expect(new Set(bySection.key).size).toBeGreaterThan(8)
  }),

  vaultCase('has nothing to destroy twice, or where there was nothing', async (vault) => {
    const caseReference = newCase()
    expect(await vault.destroySectionKeys(caseReference, 'identity')).toStrictEqual([])
    await vault.currentSectionKey(caseReference, 'identity')
    await vault.destroySectionKeys(caseReference, 'identity')
    expect(await vault.destroySectionKeys(caseReference, 'identity')).toStrictEqual([])
  }),

  vaultCase('destroys nothing else', async (vault) => {
    const [one, other] = [newCase(), newCase()]
    const kept = [
      await vault.currentSectionKey(one, 'health'),
      await vault.currentSectionKey(other, 'identity'),
    ]
    await vault.putSecret('identity', new Uint8Array([7]))
    await vault.currentSectionKey(one, 'identity')
    await vault.destroySectionKeys(one, 'identity')
    for (const { keyId, key } of kept) expect(await vault.findSectionKey(keyId)).toStrictEqual(key)
    expect(await vault.currentSectionKey(one, 'health')).toStrictEqual(kept[0])
    expect(await vault.findSecret('identity')).toStrictEqual(new Uint8Array([7]))
  }),

  vaultCase('makes a new key after the old one is destroyed', async (vault) => {
    const caseReference = newCase()
    const old = await vault.currentSectionKey(caseReference, 'identity')
    await vault.destroySectionKeys(caseReference, 'identity')
    const made = await vault.currentSectionKey(caseReference, 'identity')
    expect(made.keyId).not.toBe(old.keyId)
    expect(made.key).not.toStrictEqual(old.key)
    expect(await vault.findSectionKey(old.keyId)).toBeUndefined()
    expect(await vault.destroySectionKeys(caseReference, 'identity')).toStrictEqual([made.keyId])
  }),

  vaultCase('stays coherent when first use and destruction race', async (vault) => {
    const caseReference = newCase()
    const [made, destroyed, again] = await Promise.all([
      vault.currentSectionKey(caseReference, 'identity'),
      vault.destroySectionKeys(caseReference, 'identity'),
      vault.currentSectionKey(caseReference, 'identity'),
    ])
    for (const { keyId, key } of [made, again])
      expect(await vault.findSectionKey(keyId)).toStrictEqual(
        destroyed.includes(keyId) ? undefined : key,
      )
  }),

  vaultCase('hands out copies: changing one changes nothing inside', async (vault) => {
    const caseReference = newCase()
    const made = await vault.currentSectionKey(caseReference, 'identity')
    const key = made.key.slice()
    made.key.fill(0)
    const found = await vault.findSectionKey(made.keyId)
    found?.fill(0)
    const current = await vault.currentSectionKey(caseReference, 'identity')
    current.key.fill(0)
    expect(await vault.findSectionKey(made.keyId)).toStrictEqual(key)
    expect((await vault.currentSectionKey(caseReference, 'identity')).key).toStrictEqual(key)
  }),

  conformanceCase('keeps and forgets keys across a restart', async ({ vault, reopen }) => {
    const caseReference = newCase()
    const kept = await vault.currentSectionKey(caseReference, 'identity')
    const destroyed = await vault.currentSectionKey(caseReference, 'health')
    await vault.destroySectionKeys(caseReference, 'health')
    const restarted = await reopen()
    expect(await restarted.findSectionKey(kept.keyId)).toStrictEqual(kept.key)
    expect(await restarted.currentSectionKey(caseReference, 'identity')).toStrictEqual(kept)
    expect(await restarted.findSectionKey(destroyed.keyId)).toBeUndefined()
    expect(await restarted.destroySectionKeys(caseReference, 'health')).toStrictEqual([])
    expect(await restarted.destroySectionKeys(caseReference, 'identity')).toStrictEqual([
      kept.keyId,
    ])
  }),
]
