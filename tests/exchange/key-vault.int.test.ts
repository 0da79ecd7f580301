import { openSqliteEventStore } from '@trm/adapter-sqlite'
import { openFileVault } from '@trm/adapter-vault-file'
import { ensureIdentity, makeSealingKey, openJournal, openKeyRing } from '@trm/case-log'
import { KEYS_STREAM, type KeyEntry } from '@trm/contracts'
import { createTrustedDirectory } from '@trm/directory'
import { KEY_GRACE_DAYS_MIN, openKeyEpochs } from '@trm/exchange'
import {
  plusMilliseconds,
  type Instant,
  type OrganisationId,
  type ParticipantCode,
} from '@trm/kernel'
import { MAIL_KEPT_MS } from '@trm/nats'
import { encodeBase64url, randomBytes, type SealingKey } from '@trm/sealing'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const VIENNA = 'at.vienna-cso' as OrganisationId
const START = '2026-03-01T00:00:00.000Z' as Instant
const DAY_MS = 24 * 60 * 60 * 1000
const masterKey = randomBytes(32)

let folder: string
let older: SealingKey
let newer: SealingKey
let now: Instant
const clock = { now: () => now }
const openVault = () =>
  openFileVault({ file: join(folder, 'vault.db'), masterKey: masterKey.slice() })

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trm-key-vault-'))
  now = START
  const vault = await openVault()
  older = (await ensureIdentity(vault)).sealing
  newer = await makeSealingKey(vault, now)
  await vault.close()
})
afterEach(() => rm(folder, { recursive: true, force: true }))

function listed(keys: readonly (readonly [SealingKey, Instant])[]) {
  const directory = createTrustedDirectory()
  directory.take({
    v: 1,
    iss: 'at' as ParticipantCode,
    version: 1,
    iat: Date.parse(START) / 1000,
    organisations: [
      {
        id: VIENNA,
        kind: 'cso',
        names: { en: 'Vienna' },
        keys: keys.map(([{ keyId, publicKey }, validFrom]) => ({
          kid: keyId,
          use: 'seal' as const,
          publicKey: encodeBase64url(publicKey),
          validFrom,
          validUntil: plusMilliseconds(START, 400 * DAY_MS),
        })),
      },
    ],
  })
  return directory
}

/** One life of an agent, as far as its keys go. */
async function live(directory: ReturnType<typeof listed>): Promise<readonly string[]> {
  const vault = await openVault()
  const store = await openSqliteEventStore({ file: join(folder, 'case-log.db'), clock })
  const ring = await openKeyRing(vault)
  const epochs = await openKeyEpochs({
    self: VIENNA,
    store,
    directory,
    clock,
    ring,
    journal: openJournal<KeyEntry>(store, KEYS_STREAM),
    graceDays: KEY_GRACE_DAYS_MIN,
    report: () => undefined,
  })
  await epochs.look()
  await store.close()
  await vault.close()
  return ring.keyIds()
}

/** What the closed vault has sealed under its master key: each value as it lies in the file. */
function sealedValues(): readonly Buffer[] {
  const database = new DatabaseSync(join(folder, 'vault.db'), { readOnly: true })
  try {
    const rows = database.prepare('SELECT sealed_value, sealed_name FROM secret').all()
    return rows.flatMap((row) =>
      Object.values(row).map((value) => Buffer.from(value as Uint8Array)),
    )
  } finally {
    database.close()
  }
}

/** Those of the values of which any 24 bytes at either end are in any file of the agent. */
async function tracesOf(values: readonly Uint8Array[]): Promise<readonly Uint8Array[]> {
  const names = await readdir(folder)
  const files = await Promise.all(names.map((name) => readFile(join(folder, name))))
  const has = (part: Uint8Array) => files.some((file) => file.includes(Buffer.from(part)))
  return values.filter((value) => has(value.subarray(0, 24)) || has(value.subarray(-24)))
}

describe('a sealing key that is destroyed', () => {
  it('is in no file of its agent any more: not sealed, not in clear', async () => {
    const before = sealedValues()
    expect(await tracesOf(before)).toHaveLength(before.length)
    const both = listed([
      [older, START],
      [newer, plusMilliseconds(START, DAY_MS)],
    ])
    expect(await live(both)).toStrictEqual([older.keyId, newer.keyId])
    now = plusMilliseconds(START, DAY_MS)
    await live(both)
    now = plusMilliseconds(now, KEY_GRACE_DAYS_MIN * DAY_MS)
    expect(await live(both)).toStrictEqual([newer.keyId])

    const after = new Set(sealedValues().map((value) => value.toString('hex')))
    const gone = before.filter((value) => !after.has(value.toString('hex')))
    // Private and public half and id of the first key, each with its name.
    expect(gone).toHaveLength(6)
    expect(await tracesOf(gone)).toStrictEqual([])
    expect(await tracesOf([older.privateKey, newer.privateKey])).toStrictEqual([])
  })

  it('goes from a vault that was put in place again, at the next start', async () => {
    const old = await readFile(join(folder, 'vault.db'))
    const both = listed([[older, START]])
    await live(both)
    const rotated = listed([
      [older, START],
      [newer, plusMilliseconds(START, DAY_MS)],
    ])
    now = plusMilliseconds(START, DAY_MS)
    await live(rotated)
    now = plusMilliseconds(START, 40 * DAY_MS)
    await live(rotated)
    await writeFile(join(folder, 'vault.db'), old)
    const values = sealedValues()
    expect(await live(rotated)).toStrictEqual([newer.keyId])
    const after = new Set(sealedValues().map((value) => value.toString('hex')))
    expect(
      await tracesOf(values.filter((value) => !after.has(value.toString('hex')))),
    ).toStrictEqual([])
  })
})

describe('the grace of a sealing key', () => {
  it('is not shorter than a country node keeps mail', () => {
    expect(KEY_GRACE_DAYS_MIN * DAY_MS).toBeGreaterThanOrEqual(MAIL_KEPT_MS)
  })
})
