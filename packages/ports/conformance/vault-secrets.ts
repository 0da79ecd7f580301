import { expect } from 'vitest'
import { VaultError } from '../src/index.ts'
import { conformanceCase } from './case.ts'
import { newBytes, newCase, vaultCase, type VaultCase } from './vault-harness.ts'

/** Named secrets, and the end of a vault's life. */
export const secretCases: readonly VaultCase[] = [
  vaultCase('keeps secrets of any length under any name', async (vault) => {
    const secrets = new Map(
      ['signing-key', 'Signing-key', 'ключ', '', 'a b', "'; DROP TABLE secret; --"].map((name) => [
        name,
        newBytes(32),
      ]),
    )
    secrets.set('empty', new Uint8Array())
    secrets.set('long', newBytes(65_536))
    for (const [name, value] of secrets) await vault.putSecret(name, value)
    for (const [name, value] of secrets) expect(await vault.findSecret(name)).toStrictEqual(value)
  }),

  vaultCase('replaces an earlier value', async (vault) => {
    const values = [newBytes(32), newBytes(64), newBytes(16)]
    for (const value of values) await vault.putSecret('signing-key', value)
    expect(await vault.findSecret('signing-key')).toStrictEqual(values[2])
    expect(await vault.secretNames()).toStrictEqual(['signing-key'])
  }),

  vaultCase('does not find a secret that was never there', async (vault) => {
    const { keyId } = await vault.currentSectionKey(newCase(), 'identity')
    for (const name of ['', 'signing-key', 'identity', keyId])
      expect(await vault.findSecret(name)).toBeUndefined()
    expect(await vault.secretNames()).toStrictEqual([])
  }),

  vaultCase('destroys a secret and says whether it was there', async (vault) => {
    await vault.putSecret('epoch-1', newBytes(32))
    await vault.putSecret('epoch-2', new Uint8Array([2]))
    expect(await vault.destroySecret('epoch-1')).toBe(true)
    expect(await vault.findSecret('epoch-1')).toBeUndefined()
    expect(await vault.destroySecret('epoch-1')).toBe(false)
    expect(await vault.destroySecret('epoch-3')).toBe(false)
    expect(await vault.findSecret('epoch-2')).toStrictEqual(new Uint8Array([2]))
    expect(await vault.secretNames()).toStrictEqual(['epoch-2'])
    await vault.putSecret('epoch-1', new Uint8Array([1]))
    expect(await vault.findSecret('epoch-1')).toStrictEqual(new Uint8Array([1]))
  }),

  vaultCase('lists the names in code unit order', async (vault) => {
    for (const name of ['b', 'é', 'a', '\u{1f9ed}', 'B', '\uffee', 'a-1'])
      await vault.putSecret(name, newBytes(1))
    // The compass is a surrogate pair: before U+FFEE by code units, after it by code points.
    expect(await vault.secretNames()).toStrictEqual([
      'B',
      'a',
      'a-1',
      'b',
      'é',
      '\u{1f9ed}',
      '\uffee',
    ])
  }),

  vaultCase('takes and hands out copies', async (vault) => {
    const value = newBytes(32)
    const before = value.slice()
    const putting = vault.putSecret('signing-key', value)
    value.fill(0)
    await putting
    value.fill(1)
    expect(await vault.findSecret('signing-key')).toStrictEqual(before)
    const found = await vault.findSecret('signing-key')
    found?.fill(0)
    Reflect.set(await vault.secretNames(), '0', 'vandal')
    expect(await vault.findSecret('signing-key')).toStrictEqual(before)
    expect(await vault.secretNames()).toStrictEqual(['signing-key'])
  }),

  conformanceCase('keeps and forgets secrets across a restart', async ({ vault, reopen }) => {
    const value = newBytes(32)
    await vault.putSecret('kept', value)
    await vault.putSecret('destroyed', newBytes(32))
    await vault.destroySecret('destroyed')
    const restarted = await reopen()
    expect(await restarted.findSecret('kept')).toStrictEqual(value)
    expect(await restarted.findSecret('destroyed')).toBeUndefined()
    expect(await restarted.secretNames()).toStrictEqual(['kept'])
  }),

  conformanceCase('finishes what is under way before it closes', async ({ vault, reopen }) => {
    const caseReference = newCase()
    const making = vault.currentSectionKey(caseReference, 'identity')
    const putting = vault.putSecret('signing-key', new Uint8Array([1]))
    await vault.close()
    const [made] = await Promise.all([making, putting])
    const restarted = await reopen()
    expect(await restarted.currentSectionKey(caseReference, 'identity')).toStrictEqual(made)
    expect(await restarted.findSecret('signing-key')).toStrictEqual(new Uint8Array([1]))
  }),

  vaultCase('refuses every use after it is closed, and closes twice as once', async (vault) => {
    await vault.close()
    await vault.close()
    await expectClosed(vault.currentSectionKey(newCase(), 'identity'))
    await expectClosed(vault.findSectionKey('AAAAAAAAAAAAAAAAAAAAAA'))
    await expectClosed(vault.destroySectionKeys(newCase(), 'identity'))
    await expectClosed(vault.putSecret('signing-key', new Uint8Array([1])))
    await expectClosed(vault.findSecret('signing-key'))
    await expectClosed(vault.destroySecret('signing-key'))
    await expectClosed(vault.secretNames())
  }),
]

async function expectClosed(use: Promise<unknown>): Promise<void> {
  const outcome = await use.catch((error: unknown) => error)
  expect(outcome).toBeInstanceOf(VaultError)
  expect(outcome).toMatchObject({ code: 'VAULT_CLOSED' })
}
