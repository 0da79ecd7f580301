import { join } from 'node:path'
import type { CaseReference } from '@trm/kernel'
import type { SectionKey, Vault } from '@trm/ports'
import { temporaryFolder } from '@trm/ports/conformance'
import { describe, expect, it } from 'vitest'
import { masterKey, newCase, query } from './test-support/vault-files.ts'
import { openFileVault } from './vault.ts'

const damaged = expect.objectContaining({ name: 'VaultError', code: 'VAULT_DAMAGED' }) as Error

type Filled = {
  readonly cases: readonly [CaseReference, CaseReference]
  readonly keys: readonly [SectionKey, SectionKey]
}

describe('file vault: rows that somebody has changed', () => {
  it('does not open a key of which one bit is flipped, wherever it is', async () => {
    for (const byte of [0, 23, 24, 55, 56, 71])
      await tampered(
        () => `UPDATE section_key SET sealed_key = ${flippedSql('sealed_key', byte)}`,
        async (vault, { cases, keys }) => {
          await expect(vault.findSectionKey(keys[0].keyId)).rejects.toThrow(damaged)
          await expect(vault.currentSectionKey(cases[0], 'identity')).rejects.toThrow(damaged)
        },
      )
  })

  it('does not open a key that was cut short', async () => {
    for (const length of [0, 10, 24, 40, 71])
      await tampered(
        () => `UPDATE section_key SET sealed_key = substr(sealed_key, 1, ${length})`,
        async (vault, { keys }) => {
          await expect(vault.findSectionKey(keys[0].keyId)).rejects.toThrow(damaged)
        },
      )
  })

  it("does not open one row's key in another row", async () => {
    await tampered(
      () => `UPDATE section_key SET sealed_key = other.sealed
        FROM (SELECT key_id AS id, sealed_key AS sealed FROM section_key) AS other
        WHERE other.id <> key_id`,
      async (vault, { cases, keys }) => {
        for (const { keyId } of keys)
          await expect(vault.findSectionKey(keyId)).rejects.toThrow(damaged)
        for (const caseReference of cases)
          await expect(vault.currentSectionKey(caseReference, 'identity')).rejects.toThrow(damaged)
      },
    )
  })

  it('does not open a key under another id', async () => {
    await tampered(
      ({ keys }) => `UPDATE section_key SET key_id = 'other' WHERE key_id = '${keys[0].keyId}'`,
      async (vault, { cases, keys }) => {
        await expect(vault.findSectionKey('other')).rejects.toThrow(damaged)
        await expect(vault.currentSectionKey(cases[0], 'identity')).rejects.toThrow(damaged)
        expect(await vault.findSectionKey(keys[1].keyId)).toStrictEqual(keys[1].key)
      },
    )
  })

  it('does not open a key for another section', async () => {
    await tampered(
      ({ keys }) => `UPDATE section_key SET section_hash = zeroblob(32)
        WHERE key_id = '${keys[0].keyId}'`,
      async (vault, { keys }) => {
        await expect(vault.findSectionKey(keys[0].keyId)).rejects.toThrow(damaged)
      },
    )
  })

  it('does not open a secret under another name', async () => {
    await tampered(
      () => `UPDATE secret SET sealed_value = other.sealed
        FROM (SELECT name_hash AS hash, sealed_value AS sealed FROM secret) AS other
        WHERE other.hash <> name_hash`,
      async (vault) => {
        await expect(vault.findSecret('signing-key')).rejects.toThrow(damaged)
        await expect(vault.findSecret('sealing-key')).rejects.toThrow(damaged)
        expect(await vault.secretNames()).toStrictEqual(['sealing-key', 'signing-key'])
      },
    )
  })

  it('does not list a name that was changed, or taken for a value', async () => {
    for (const change of [flippedSql('sealed_name', 30), 'sealed_value'])
      await tampered(
        () => `UPDATE secret SET sealed_name = ${change}`,
        async (vault) => {
          await expect(vault.secretNames()).rejects.toThrow(damaged)
          expect(await vault.findSecret('signing-key')).toStrictEqual(new Uint8Array([1]))
        },
      )
  })
})

/** Fills a vault, closes it, changes a row behind its back, opens it again. */
async function tampered(
  change: (filled: Filled) => string,
  check: (vault: Vault, filled: Filled) => Promise<void>,
): Promise<void> {
  await using folder = await temporaryFolder()
  const file = join(folder.path, 'vault.sqlite')
  const vault = await openFileVault({ file, masterKey })
  const cases = [newCase(), newCase()] as const
  const keys = [
    await vault.currentSectionKey(cases[0], 'identity'),
    await vault.currentSectionKey(cases[1], 'identity'),
  ] as const
  await vault.putSecret('signing-key', new Uint8Array([1]))
  await vault.putSecret('sealing-key', new Uint8Array([2]))
  await vault.close()
  query(file, change({ cases, keys }))
  const again = await openFileVault({ file, masterKey })
  await check(again, { cases, keys })
  await again.close()
}

/** The column's bytes with the lowest bit of one of them flipped. */
function flippedSql(column: string, byte: number): string {
  const hex = `hex(${column})`
  const digit = `substr(${hex}, ${2 * byte + 2}, 1)`
  const flipped = `substr('1032547698BADCFE', instr('0123456789ABCDEF', ${digit}), 1)`
  return `unhex(substr(${hex}, 1, ${2 * byte + 1}) || ${flipped} || substr(${hex}, ${2 * byte + 3}))`
}
