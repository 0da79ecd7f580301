import { openFileVault } from '@trm/adapter-vault-file'
import { plusMilliseconds, type Instant } from '@trm/kernel'
import { temporaryFolder } from '@trm/ports/conformance'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { vault } from './vault-verbs.ts'

const NOW = '2026-03-01T10:00:00.000Z' as Instant
const DAY_MS = 24 * 60 * 60 * 1000
const daysLater = (days: number) => () => plusMilliseconds(NOW, days * DAY_MS)
const masterKey = new Uint8Array(32).fill(7)

async function filled() {
  const folder = await temporaryFolder()
  const [file, to] = [join(folder.path, 'vault.db'), join(folder.path, 'vault.backup')]
  const opened = await openFileVault({ file, masterKey })
  await opened.putSecret('signing-key', new Uint8Array([1]))
  await opened.close()
  const lose = () => {
    for (const name of ['', '-journal']) rmSync(`${file}${name}`, { force: true })
  }
  return { file, to, lose, [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose]() }
}

describe('trm vault backup and trm vault restore', () => {
  it('bring a vault back, and say until when they will', async () => {
    await using place = await filled()
    const { file, to } = place
    expect(await vault(['backup', '--vault', file, '--to', to], () => NOW)).toStrictEqual({
      output: `backup taken: destroy it before ${daysLater(30)()}, when it expires\n`,
    })
    place.lose()
    expect(await vault(['restore', '--from', to, '--vault', file], daysLater(29.99))).toStrictEqual(
      {
        output: `restored: the vault of ${NOW}; what was erased since is erased again at start\n`,
      },
    )
    const again = await openFileVault({ file, masterKey })
    expect(await again.findSecret('signing-key')).toStrictEqual(new Uint8Array([1]))
    await again.close()
  })

  it('refuse a backup whose time is over, and put nothing in place', async () => {
    await using place = await filled()
    const { file, to } = place
    await vault(['backup', '--vault', file, '--to', to, '--days', '7'], () => NOW)
    place.lose()
    await expect(
      vault(['restore', '--from', to, '--vault', file], daysLater(7)),
    ).rejects.toMatchObject({
      code: 'VAULT_BACKUP_EXPIRED',
      message:
        'the backup of the vault has expired, since it may hold what was erased meanwhile; destroy it',
    })
    expect(existsSync(file)).toBe(false)
  })

  it.each(['0', '31', '-1', '1.5', '', 'seven', '007x', '1e1'])(
    'keep no backup for "%s" days',
    async (days) => {
      await using place = await filled()
      const words = ['backup', '--vault', place.file, '--to', place.to, `--days=${days}`]
      expect(await vault(words)).toStrictEqual({
        problem: '--days takes a whole number from 1 to 30',
      })
      expect(existsSync(place.to)).toBe(false)
    },
  )

  it.each([
    [],
    ['backup'],
    ['restore'],
    ['backup', '--to', 'x'],
    ['restore', '--from', 'x'],
    ['backup', '--vault', 'x'],
    ['backup', '--to', 'x', '--vault', 'y', '--organisation', 'at.vienna-cso'],
    ['restore', '--from', 'x', '--organisation', '../vienna'],
    ['restore', '--from', 'x', '--vault', 'y', '--days', '7'],
    ['copy', '--from', 'x', '--to', 'y'],
  ])('say what they take: %j', async (...words) => {
    expect(await vault(words)).toHaveProperty('problem')
  })
})
