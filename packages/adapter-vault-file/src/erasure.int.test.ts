import { randomInt } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { startChild, temporaryFolder } from '@trm/ports/conformance'
import { describe, expect, it } from 'vitest'
import {
  bytesOnDisk,
  masterKey,
  newCase,
  query,
  sealedValues,
  traces,
} from './test-support/vault-files.ts'
import { openFileVault } from './vault.ts'

const destroyUntilKilled = new URL('./test-support/destroy-until-killed.ts', import.meta.url)
const openVault = (file: string) => openFileVault({ file, masterKey })

describe('file vault: what is on the disk', () => {
  it('tells no key, name, case or section', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'vault.sqlite')
    const vault = await openVault(file)
    const caseReference = newCase()
    const { key } = await vault.currentSectionKey(caseReference, 'canary-section')
    const secret = crypto.getRandomValues(new Uint8Array(32))
    await vault.putSecret('canary-secret', secret)
    const bytes = bytesOnDisk(file)
    expect(bytes.length).toBeGreaterThan(4096)
    for (const text of [caseReference, 'canary-section', 'canary-secret'])
      for (const encoding of ['utf8', 'utf16le', 'base64', 'hex'] as const)
        expect(bytes.includes(Buffer.from(text).toString(encoding)), text).toBe(false)
    expect(bytes.includes(Buffer.from('canary', 'utf16le'))).toBe(false)
    expect(traces(bytes, [key, secret, masterKey])).toStrictEqual([])
    await vault.close()
  })

  it('has the sealed value while it is kept: the search can find', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'vault.sqlite')
    const vault = await openVault(file)
    await vault.currentSectionKey(newCase(), 'identity')
    const values = sealedValues(file)
    expect(values).toHaveLength(1)
    expect(traces(bytesOnDisk(file), values)).toStrictEqual(values)
    await vault.close()
  })

  it('has no trace of a destroyed key, in the file or its journal, open or closed', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'vault.sqlite')
    const vault = await openVault(file)
    const caseReference = newCase()
    await vault.currentSectionKey(caseReference, 'identity')
    const values = sealedValues(file)
    await vault.destroySectionKeys(caseReference, 'identity')
    expect(traces(bytesOnDisk(file), values)).toStrictEqual([])
    await vault.close()
    expect(traces(bytesOnDisk(file), values)).toStrictEqual([])
  })

  it('has no trace of a secret that was destroyed or replaced', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'vault.sqlite')
    const vault = await openVault(file)
    await vault.putSecret('replaced', crypto.getRandomValues(new Uint8Array(9_000)))
    await vault.putSecret('destroyed', crypto.getRandomValues(new Uint8Array(32)))
    const values = sealedValues(file)
    expect(values).toHaveLength(4)
    await vault.putSecret('replaced', new Uint8Array([1]))
    await vault.destroySecret('destroyed')
    expect(traces(bytesOnDisk(file), values)).toStrictEqual([])
    await vault.close()
  })

  it('has no trace of any destroyed key after much coming and going', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'vault.sqlite')
    const vault = await openVault(file)
    const cases = Array.from({ length: 300 }, newCase)
    for (const caseReference of cases) await vault.currentSectionKey(caseReference, 'identity')
    const gone: Uint8Array[] = []
    for (const caseReference of cases) {
      if (randomInt(2) === 0) continue
      const before = sealedValues(file)
      await vault.destroySectionKeys(caseReference, 'identity')
      const after = new Set(sealedValues(file).map(String))
      gone.push(...before.filter((value) => !after.has(String(value))))
      await vault.currentSectionKey(newCase(), 'health')
    }
    expect(gone.length).toBeGreaterThan(100)
    expect(traces(bytesOnDisk(file), gone)).toStrictEqual([])
    await vault.close()
  }, 60_000)

  it('is written anew with every erasure: no page is left that nobody uses', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'vault.sqlite')
    const vault = await openVault(file)
    const { size: empty } = await stat(file)
    await vault.putSecret('long', new Uint8Array(100_000))
    expect((await stat(file)).size).toBeGreaterThan(empty + 100_000)
    await vault.putSecret('long', new Uint8Array(1))
    expect((await stat(file)).size).toBe(empty)
    await vault.putSecret('long', new Uint8Array(100_000))
    await vault.destroySecret('long')
    expect((await stat(file)).size).toBe(empty)
    await vault.close()
  })

  it('is cleaned at the next opening when an erasure was cut short', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'vault.sqlite')
    const vault = await openVault(file)
    await vault.putSecret('long', crypto.getRandomValues(new Uint8Array(20_000)))
    const values = sealedValues(file)
    await vault.close()
    // As after a crash between the deletion and the cleaning; this connection zeroes nothing.
    query(file, 'DELETE FROM secret')
    query(file, 'UPDATE vault SET erasing = 1')
    expect(traces(bytesOnDisk(file), values)).not.toStrictEqual([])
    const again = await openVault(file)
    expect(traces(bytesOnDisk(file), values)).toStrictEqual([])
    await again.close()
    expect(query(file, 'SELECT erasing FROM vault')).toMatchObject([{ erasing: 0 }])
  })

  it('has what was made and no trace of what was destroyed, whenever it is killed', async () => {
    for (let kills = 0; kills < 8; kills++) {
      await using folder = await temporaryFolder()
      const file = join(folder.path, 'vault.sqlite')
      const vault = await openVault(file)
      const cases = Array.from({ length: 30 }, newCase)
      for (const caseReference of cases) await vault.currentSectionKey(caseReference, 'identity')
      await vault.close()
      const sealed = new Map(
        query(file, 'SELECT key_id, sealed_key FROM section_key').map((row) => [
          String(row['key_id']),
          row['sealed_key'] as Uint8Array,
        ]),
      )

      const { made, destroyed } = await killWhileDestroying(file, cases)
      const values = destroyed.map((keyId) => sealed.get(keyId) ?? new Uint8Array())
      expect(traces(bytesOnDisk(file), values)).toStrictEqual([])
      const again = await openVault(file)
      for (const keyId of destroyed) expect(await again.findSectionKey(keyId)).toBeUndefined()
      for (const keyId of made) expect(await again.findSectionKey(keyId)).toHaveLength(32)
      expect(traces(bytesOnDisk(file), values)).toStrictEqual([])
      await again.close()
    }
  }, 60_000)
})

/** @returns the ids of the keys that the process said were made and destroyed, to its last breath. */
async function killWhileDestroying(
  file: string,
  cases: readonly string[],
): Promise<{ readonly made: readonly string[]; readonly destroyed: readonly string[] }> {
  await using child = startChild(destroyUntilKilled, [file, ...cases])
  const lines: string[] = []
  for (let wanted = 1 + randomInt(50); wanted > 0; wanted--)
    lines.push((await child.nextLine()) ?? '')
  await child.kill()
  for (let line = await child.nextLine(); line !== undefined; line = await child.nextLine())
    lines.push(line)
  const idsAfter = (word: string) =>
    lines.flatMap((line) => (line.startsWith(`${word} `) ? [line.slice(word.length + 1)] : []))
  return { made: idsAfter('made'), destroyed: idsAfter('destroyed') }
}
