import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { InvariantError, plusMilliseconds, type CaseReference, type Instant } from '@trm/kernel'
import { temporaryFolder } from '@trm/ports/conformance'
import { describe, expect, it } from 'vitest'
import { backupFileVault, restoreFileVault } from './backup.ts'
import {
  bytesOnDisk,
  masterKey,
  newCase,
  query,
  sealedValues,
  traces,
} from './test-support/vault-files.ts'
import { openFileVault } from './vault.ts'

const NOW = '2026-03-01T10:00:00.000Z' as Instant
const DAY_MS = 24 * 60 * 60 * 1000
const inDays = (days: number) => plusMilliseconds(NOW, days * DAY_MS)

type Place = { readonly file: string; readonly to: string; readonly reference: CaseReference }

/** A closed vault with one section key and one secret. */
async function filled(check: (place: Place) => Promise<void>): Promise<void> {
  await using folder = await temporaryFolder()
  const [file, to] = [join(folder.path, 'vault.db'), join(folder.path, 'vault.backup')]
  const reference = newCase()
  const vault = await openFileVault({ file, masterKey })
  await vault.currentSectionKey(reference, 'contact')
  await vault.putSecret('signing-key', new Uint8Array([1]))
  await vault.close()
  await check({ file, to, reference })
}

describe('a backup of a vault', () => {
  it('brings the vault back where there is none, up to the instant before it expires', () =>
    filled(async ({ file, to, reference }) => {
      const { expires } = await backupFileVault({ file, to, now: NOW, keptDays: 7 })
      expect(expires).toBe(inDays(7))
      const before = await openFileVault({ file, masterKey })
      const key = await before.currentSectionKey(reference, 'contact')
      await before.close()
      await rm(file)
      await rm(`${file}-journal`)
      const now = plusMilliseconds(inDays(7), -1)
      expect(await restoreFileVault({ from: to, file, now })).toStrictEqual({ taken: NOW })
      const again = await openFileVault({ file, masterKey })
      expect(await again.currentSectionKey(reference, 'contact')).toStrictEqual(key)
      expect(await again.findSecret('signing-key')).toStrictEqual(new Uint8Array([1]))
      await again.close()
      expect((await stat(file)).mode & 0o777).toBe(0o600)
    }))

  it('expires after thirty days unless it is to expire earlier', () =>
    filled(async ({ file, to }) => {
      expect(await backupFileVault({ file, to, now: NOW })).toStrictEqual({ expires: inDays(30) })
    }))

  it.each([0, 1, 400])('is refused %d days after the instant at which it expires', (late) =>
    filled(async ({ file, to }) => {
      await backupFileVault({ file, to, now: NOW })
      await rm(file)
      await rm(`${file}-journal`)
      await expect(
        restoreFileVault({ from: to, file, now: inDays(30 + late) }),
      ).rejects.toMatchObject({ code: 'VAULT_BACKUP_EXPIRED', details: { expires: inDays(30) } })
      await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' })
    }),
  )

  it.each([0, -1, 1.5, 31, NaN])('is not taken to be kept for %d days', (keptDays) =>
    filled(async ({ file, to }) => {
      await expect(backupFileVault({ file, to, now: NOW, keptDays })).rejects.toBeInstanceOf(
        InvariantError,
      )
      await expect(stat(to)).rejects.toMatchObject({ code: 'ENOENT' })
    }),
  )

  it('is no vault: who copies it there by hand is refused', () =>
    filled(async ({ file, to }) => {
      await backupFileVault({ file, to, now: NOW })
      await writeFile(file, await readFile(to))
      await expect(openFileVault({ file, masterKey })).rejects.toMatchObject({
        code: 'VAULT_DAMAGED',
      })
    }))

  it('has nothing of what was destroyed before it was taken, though the file still had', () =>
    filled(async ({ file, to }) => {
      const values = sealedValues(file)
      query(file, 'DELETE FROM section_key')
      query(file, 'DELETE FROM secret')
      query(file, 'UPDATE vault SET erasing = 1')
      expect(traces(bytesOnDisk(file), values)).not.toStrictEqual([])
      await backupFileVault({ file, to, now: NOW })
      expect(traces(bytesOnDisk(to), values)).toStrictEqual([])
    }))

  it('is not taken of a vault that is open, that is none, or over a file', () =>
    filled(async ({ file, to }) => {
      const vault = await openFileVault({ file, masterKey })
      await expect(backupFileVault({ file, to, now: NOW })).rejects.toMatchObject({
        code: 'VAULT_LOCKED',
      })
      await vault.close()
      await expect(stat(to)).rejects.toMatchObject({ code: 'ENOENT' })
      await expect(backupFileVault({ file: `${file}x`, to, now: NOW })).rejects.toMatchObject({
        code: 'VAULT_BACKUP_NOT_FOUND',
      })
      await backupFileVault({ file, to, now: NOW })
      const taken = await readFile(to)
      await expect(backupFileVault({ file, to, now: NOW })).rejects.toMatchObject({
        code: 'VAULT_BACKUP_PLACE_TAKEN',
      })
      expect(await readFile(to)).toStrictEqual(taken)
    }))

  it('replaces no vault, and none whose journal is there', () =>
    filled(async ({ file, to }) => {
      await backupFileVault({ file, to, now: NOW })
      const kept = await readFile(file)
      const restore = () => restoreFileVault({ from: to, file, now: NOW })
      await expect(restore()).rejects.toMatchObject({ code: 'VAULT_BACKUP_PLACE_TAKEN' })
      expect(await readFile(file)).toStrictEqual(kept)
      await rm(file)
      await writeFile(`${file}-journal`, '')
      await expect(restore()).rejects.toMatchObject({ code: 'VAULT_BACKUP_PLACE_TAKEN' })
    }))

  it.each<[string, (place: Place) => Promise<void> | void]>([
    ['a vault itself', async ({ file, to }) => writeFile(to, await readFile(file))],
    ['no database', ({ to }) => writeFile(to, 'Dear colleague, '.repeat(1_000))],
    ['an empty file', ({ to }) => writeFile(to, '')],
    ['without its record', ({ to }) => void query(to, 'DELETE FROM backup')],
  ])('is not used when it is %s', (_what, spoil) =>
    filled(async (place) => {
      const { file, to } = place
      await backupFileVault({ file, to, now: NOW })
      await spoil(place)
      await expect(
        restoreFileVault({ from: to, file: `${file}.new`, now: NOW }),
      ).rejects.toMatchObject({ code: 'VAULT_BACKUP_DAMAGED' })
    }),
  )

  it('is not found where there is none', () =>
    filled(async ({ file, to }) => {
      await expect(restoreFileVault({ from: to, file, now: NOW })).rejects.toMatchObject({
        code: 'VAULT_BACKUP_NOT_FOUND',
      })
    }))
})
