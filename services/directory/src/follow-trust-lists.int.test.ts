import { encodeTrustList, TRUST_LIST_TYP } from '@trm/contracts'
import type { ParticipantCode } from '@trm/kernel'
import { generateSigningKey, signJws, type SigningKey } from '@trm/sealing'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadTrustLists, refreshTrustList } from './follow-trust-lists.ts'
import { createTrustedDirectory } from './trusted-directory.ts'

const AT = 'at' as ParticipantCode

let folder: string
let root: SigningKey
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trm-directory-'))
  root = await generateSigningKey()
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const source = () => ({ root: { participant: AT, ...root }, file: join(folder, 'trust-list.jws') })

async function publish(version: number, by: SigningKey = root): Promise<void> {
  const payload = encodeTrustList({ v: 1, iss: AT, version, iat: 1, organisations: [] })
  const token = await signJws({ typ: TRUST_LIST_TYP, ...by, payload })
  await writeFile(source().file, `${token}\n`)
}

describe('following a trust list', () => {
  it('goes up with its versions and never down', async () => {
    const directory = createTrustedDirectory()
    await publish(2)
    await loadTrustLists(directory, [source()])
    await publish(3)
    expect(await refreshTrustList(directory, source())).toBeUndefined()
    await publish(1)
    expect(await refreshTrustList(directory, source())).toBe('older-version')
    expect(directory.versionOf(AT)).toBe(3)
  })

  it('keeps what it has when the file is gone or forged', async () => {
    const directory = createTrustedDirectory()
    await publish(2)
    await loadTrustLists(directory, [source()])
    await publish(9, await generateSigningKey())
    expect(await refreshTrustList(directory, source())).toBe('not-signed-by-root')
    await rm(source().file)
    expect(await refreshTrustList(directory, source())).toBe('unreadable')
    expect(directory.versionOf(AT)).toBe(2)
  })

  it('does not start on a list that cannot be trusted, and names the Participant', async () => {
    await expect(loadTrustLists(createTrustedDirectory(), [source()])).rejects.toMatchObject({
      code: 'TRUST_LIST_UNREADABLE',
      details: { participant: AT },
    })
    await publish(1, await generateSigningKey())
    await expect(loadTrustLists(createTrustedDirectory(), [source()])).rejects.toMatchObject({
      code: 'TRUST_LIST_REFUSED',
      details: { participant: AT, reason: 'not-signed-by-root' },
    })
  })
})
