import { open, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { InvariantError } from '@trm/kernel'
import { startChild, temporaryFolder } from '@trm/ports/conformance'
import { describe, expect, it } from 'vitest'
import { masterKey, newCase, query } from './test-support/vault-files.ts'
import { openFileVault } from './vault.ts'

const holdVault = new URL('./test-support/hold-vault.ts', import.meta.url)
const openVault = (file: string) => openFileVault({ file, masterKey })

describe('file vault: the file', () => {
  it('is made with its folder, both for the owner alone', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'agent', 'vault.sqlite')
    const vault = await openVault(file)
    await vault.putSecret('signing-key', new Uint8Array(32))
    expect(await modeOf(join(folder.path, 'agent'))).toBe(0o700)
    expect(await modeOf(file)).toBe(0o600)
    expect(await modeOf(`${file}-journal`)).toBe(0o600)
    await vault.close()
  })

  it('loses the permissions that others had', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'vault.sqlite')
    await writeFile(file, '', { mode: 0o644 })
    const vault = await openVault(file)
    expect(await modeOf(file)).toBe(0o600)
    await vault.close()
  })

  it('does not open with another master key, and stays as it was', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'vault.sqlite')
    const vault = await openVault(file)
    await vault.putSecret('signing-key', new Uint8Array([1]))
    await vault.close()
    for (const wrong of [new Uint8Array(32), masterKey.toReversed()])
      await expect(openFileVault({ file, masterKey: wrong })).rejects.toMatchObject({
        code: 'VAULT_WRONG_KEY',
      })
    const again = await openVault(file)
    expect(await again.findSecret('signing-key')).toStrictEqual(new Uint8Array([1]))
    await again.close()
  })

  it('takes a master key of 32 bytes only', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'vault.sqlite')
    for (const length of [0, 16, 31, 33, 64])
      await expect(
        openFileVault({ file, masterKey: new Uint8Array(length) }),
      ).rejects.toBeInstanceOf(InvariantError)
  })

  it('needs the master key no longer once it is open', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'vault.sqlite')
    const wiped = masterKey.slice()
    const vault = await openFileVault({ file, masterKey: wiped })
    wiped.fill(0)
    await vault.putSecret('signing-key', new Uint8Array([1]))
    await vault.close()
    const again = await openVault(file)
    expect(await again.findSecret('signing-key')).toStrictEqual(new Uint8Array([1]))
    await again.close()
  })

  it('is refused while it is open, here and in other processes, until that is over', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'vault.sqlite')
    const vault = await openVault(file)
    await expect(openVault(file)).rejects.toMatchObject({ code: 'VAULT_LOCKED' })
    await using refused = startChild(holdVault, [file])
    expect(await refused.nextLine()).toBe('VAULT_LOCKED')
    await vault.close()

    await using holder = startChild(holdVault, [file])
    expect(await holder.nextLine()).toBe('open')
    await expect(openVault(file)).rejects.toMatchObject({ code: 'VAULT_LOCKED' })
    await holder.kill()
    const again = await openVault(file)
    await again.close()
  })

  it.each<[string, (file: string) => Promise<void> | void]>([
    ['is no database', (file) => writeFile(file, 'Dear colleague, '.repeat(1_000))],
    ['belongs to another program', (file) => void query(file, 'PRAGMA application_id = 7')],
    ['was written by a newer program', (file) => void query(file, 'PRAGMA user_version = 2')],
    ['has a page of noise', (file) => overwriteLastPage(file)],
    ['has lost its end', (file) => truncate(file, 2 * 4096)],
    ['has values but nothing to check the key by', (file) => void query(file, 'DELETE FROM vault')],
  ])('is refused as damaged when it %s', async (_, damage) => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'vault.sqlite')
    const vault = await openVault(file)
    for (let made = 0; made < 50; made++) await vault.currentSectionKey(newCase(), 'identity')
    await vault.close()
    await damage(file)
    await expect(openVault(file)).rejects.toMatchObject({ code: 'VAULT_DAMAGED' })
  })
})

async function modeOf(path: string): Promise<number> {
  return (await stat(path)).mode & 0o777
}

async function overwriteLastPage(file: string): Promise<void> {
  await using handle = await open(file, 'r+')
  const { size } = await handle.stat()
  await handle.write(Buffer.alloc(4096, 0xa5), 0, 4096, size - 4096)
}
