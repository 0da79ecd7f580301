import { openFileVault } from '@trm/adapter-vault-file'
import { makeSealingKey } from '@trm/case-log'
import { plusMilliseconds, type Instant } from '@trm/kernel'
import { decodeBase64url } from '@trm/sealing'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { localPlan } from './plan.ts'
import { agentFolder, ensureSecrets, type NetworkSecrets } from './secrets.ts'
import { publishTrustLists } from './trust-lists.ts'

const NOW = '2026-03-01T10:00:00.000Z' as Instant
const LATER = plusMilliseconds(NOW, 86_400_000)

let folder: string
let secrets: NetworkSecrets
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trm-lists-'))
  secrets = await ensureSecrets(folder, localPlan)
  await publishTrustLists(folder, localPlan, secrets, NOW)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

type List = {
  readonly version: number
  readonly organisations: readonly {
    readonly id: string
    readonly keys: readonly { readonly kid: string; readonly use: string; validFrom: string }[]
  }[]
}

async function listOf(code: string): Promise<List> {
  const token = await readFile(join(folder, code, 'trust-list.jws'), 'utf8')
  const payload = token.split('.')[1] ?? ''
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as List
}

describe('the trust lists of a local network', () => {
  it('stay as they are while no vault has a key that they do not name', async () => {
    const before = await listOf('rs')
    await publishTrustLists(folder, localPlan, secrets, LATER)
    expect(await listOf('rs')).toStrictEqual(before)
  })

  it('name the key of the next epoch from the next start on, beside the former one', async () => {
    const planned = localPlan
      .flatMap(({ organisations }) => organisations)
      .find(({ id }) => id === 'rs.belgrade-cso')
    const masterKey = decodeBase64url(secrets.organisations['rs.belgrade-cso']?.masterKey ?? '')
    if (planned === undefined || masterKey === undefined) throw new Error('Belgrade is planned')
    const vault = await openFileVault({
      file: join(agentFolder(folder, planned), 'vault.db'),
      masterKey,
    })
    const made = await makeSealingKey(vault, LATER)
    await vault.close()
    const [before, vienna] = [await listOf('rs'), await listOf('at')]
    await publishTrustLists(folder, localPlan, secrets, LATER)

    const after = await listOf('rs')
    expect(after.version).toBe(2)
    const keysOf = ({ organisations }: List) =>
      organisations.find(({ id }) => id === 'rs.belgrade-cso')?.keys ?? []
    expect(keysOf(after).slice(0, -1)).toStrictEqual(keysOf(before))
    expect(keysOf(after).at(-1)).toMatchObject({ kid: made.keyId, use: 'seal', validFrom: LATER })
    expect(await listOf('at')).toStrictEqual(vienna)
  })
})
