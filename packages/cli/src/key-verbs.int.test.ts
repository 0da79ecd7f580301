import { openFileVault } from '@trm/adapter-vault-file'
import { ensureIdentity, readSealingKeys } from '@trm/case-log'
import type { Instant } from '@trm/kernel'
import { temporaryFolder } from '@trm/ports/conformance'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { key } from './key-verbs.ts'

const NOW = '2026-03-01T10:00:00.000Z' as Instant
const masterKey = new Uint8Array(32).fill(7)

/** The vault of an agent that ran once, and its master key beside it. */
async function filled() {
  const folder = await temporaryFolder()
  const [file, keyFile] = [join(folder.path, 'vault.db'), join(folder.path, 'vault.key')]
  await writeFile(keyFile, `${Buffer.from(masterKey).toString('base64url')}\n`)
  const open = () => openFileVault({ file, masterKey: masterKey.slice() })
  const vault = await open()
  const { sealing } = await ensureIdentity(vault)
  await vault.close()
  const words = ['--vault', file, '--vault-key', keyFile]
  return {
    file,
    keyFile,
    words,
    open,
    sealing,
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  }
}

const linesOf = (answer: Awaited<ReturnType<typeof key>>): readonly unknown[] => {
  if (!('output' in answer)) throw new Error('key: an answer')
  return answer.output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown)
}

const asListed = ({ keyId, publicKey }: { keyId: string; publicKey: Uint8Array }) => ({
  kid: keyId,
  use: 'seal',
  publicKey: Buffer.from(publicKey).toString('base64url'),
})

describe('trm key rotate and trm key list', () => {
  it('make the key of the next epoch beside the one in use, and print what is to be listed', async () => {
    await using place = await filled()
    const [made] = linesOf(await key(['rotate', ...place.words], () => NOW))
    const vault = await place.open()
    const kept = await readSealingKeys(vault)
    await vault.close()
    expect(kept).toHaveLength(2)
    expect(kept[0]).toStrictEqual(place.sealing)
    expect(kept.slice(1).map(asListed)).toStrictEqual([made])
    expect(linesOf(await key(['list', ...place.words]))).toStrictEqual(kept.map(asListed))
  })

  it('print no private key', async () => {
    await using place = await filled()
    const answers = [await key(['rotate', ...place.words]), await key(['list', ...place.words])]
    const vault = await place.open()
    const kept = await readSealingKeys(vault)
    await vault.close()
    for (const { privateKey } of kept)
      for (const encoding of ['base64url', 'base64', 'hex'] as const)
        expect(JSON.stringify(answers)).not.toContain(Buffer.from(privateKey).toString(encoding))
  })

  it('make no more keys than can be in use', async () => {
    await using place = await filled()
    for (let made = 1; made < 4; made++) await key(['rotate', ...place.words])
    await expect(key(['rotate', ...place.words])).rejects.toMatchObject({
      code: 'SEALING_KEYS_TOO_MANY',
    })
    expect(linesOf(await key(['list', ...place.words]))).toHaveLength(4)
  })

  it('touch no vault that an agent has open', async () => {
    await using place = await filled()
    const vault = await place.open()
    await expect(key(['rotate', ...place.words])).rejects.toMatchObject({ code: 'VAULT_LOCKED' })
    expect(await readSealingKeys(vault)).toHaveLength(1)
    await vault.close()
  })

  it('make no vault where there is none, and open none with another key', async () => {
    await using place = await filled()
    const other = `${place.file}.other`
    expect(await key(['rotate', '--vault', other, '--vault-key', place.keyFile])).toHaveProperty(
      'refused',
    )
    expect(existsSync(other)).toBe(false)
    await writeFile(place.keyFile, Buffer.alloc(32, 9).toString('base64url'))
    await expect(key(['list', ...place.words])).rejects.toMatchObject({ code: 'VAULT_WRONG_KEY' })
  })

  it.each(['', 'AAAA', 'A'.repeat(44), `${'A'.repeat(42)}+`, `${'A'.repeat(42)}B`])(
    'take no master key of another form: "%s"',
    async (text) => {
      await using place = await filled()
      await writeFile(place.keyFile, text)
      expect(await key(['rotate', ...place.words])).toStrictEqual({
        refused: ['the file of the master key does not hold one'],
      })
    },
  )

  it.each([
    [],
    ['make'],
    ['rotate'],
    ['list'],
    ['rotate', '--vault', 'x'],
    ['rotate', '--organisation', '../vienna'],
    ['rotate', '--vault', 'x', '--vault-key', 'y', '--organisation', 'at.vienna-cso'],
    ['rotate', '--vault', 'x', '--vault-key', 'y', 'sign'],
    ['list', '--days', '7'],
  ])('say what they take: %j', async (...words) => {
    expect(await key(words)).toHaveProperty('problem')
  })
})
