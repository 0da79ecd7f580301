import { encodeTrustList, TRUST_LIST_TYP, type TrustList } from '@trm/contracts'
import { toInstant, type OrganisationId, type ParticipantCode } from '@trm/kernel'
import { encodeBase64url, generateSigningKey, signJws, type SigningKey } from '@trm/sealing'
import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadTrustLists, refreshTrustList } from './follow-trust-lists.ts'
import { keepFollowing, type DirectoryFact } from './keep-following.ts'
import { trustListFiles } from './trust-list-history.ts'
import { createTrustedDirectory } from './trusted-directory.ts'

const AT = 'at' as ParticipantCode
const VIENNA = 'at.vienna-cso' as OrganisationId
const NOW_SECONDS = 1_772_000_000
const at = (seconds: number) => toInstant(new Date((NOW_SECONDS + seconds) * 1000))

let folder: string
let root: SigningKey
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trm-directory-'))
  root = await generateSigningKey()
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const source = () => ({ root: { participant: AT, ...root }, file: join(folder, 'trust-list.jws') })

const history = () => trustListFiles(join(folder, 'history'))

async function publish(
  version: number,
  by: SigningKey = root,
  organisations: TrustList['organisations'] = [],
): Promise<void> {
  const iat = NOW_SECONDS + version
  const payload = encodeTrustList({ v: 1, iss: AT, version, iat, organisations })
  const token = await signJws({ typ: TRUST_LIST_TYP, ...by, payload })
  // Whole or not at all: somebody may be reading it.
  await writeFile(`${source().file}.new`, `${token}\n`)
  await rename(`${source().file}.new`, source().file)
}

describe('following a trust list', () => {
  it('goes up with its versions and never down', async () => {
    const directory = createTrustedDirectory()
    await publish(2)
    await loadTrustLists(directory, [source()], history())
    await publish(3)
    expect(await refreshTrustList(directory, source(), history())).toBeUndefined()
    await publish(1)
    expect(await refreshTrustList(directory, source(), history())).toBe('older-version')
    expect(directory.versionOf(AT)).toBe(3)
  })

  it('keeps what it has when the file is gone or forged', async () => {
    const directory = createTrustedDirectory()
    await publish(2)
    await loadTrustLists(directory, [source()], history())
    await publish(9, await generateSigningKey())
    expect(await refreshTrustList(directory, source(), history())).toBe('not-signed-by-root')
    await rm(source().file)
    expect(await refreshTrustList(directory, source(), history())).toBe('unreadable')
    expect(directory.versionOf(AT)).toBe(2)
  })

  it('does not start on a list that cannot be trusted, and names the Participant', async () => {
    await expect(
      loadTrustLists(createTrustedDirectory(), [source()], history()),
    ).rejects.toMatchObject({
      code: 'TRUST_LIST_UNREADABLE',
      details: { participant: AT },
    })
    await publish(1, await generateSigningKey())
    await expect(
      loadTrustLists(createTrustedDirectory(), [source()], history()),
    ).rejects.toMatchObject({
      code: 'TRUST_LIST_REFUSED',
      details: { participant: AT, reason: 'not-signed-by-root' },
    })
  })
})

describe('an agent that runs', () => {
  it('takes a list that is published meanwhile, and says once of each that it refuses', async () => {
    const directory = createTrustedDirectory()
    await publish(1)
    await loadTrustLists(directory, [source()], history())
    const facts: DirectoryFact[] = []
    const bells = Array.from({ length: 5 }, () => Promise.withResolvers<undefined>())
    const stopping = new AbortController()
    const following = keepFollowing(
      {
        directory,
        sources: [source()],
        history: history(),
        report: (fact) => bells[facts.push(fact)]?.resolve(undefined),
        everyMs: 1,
      },
      stopping.signal,
    )
    const told = (count: number) => bells[count]?.promise
    await publish(2)
    await told(1)
    expect(directory.versionOf(AT)).toBe(2)
    await publish(3, await generateSigningKey())
    await told(2)
    await rm(source().file)
    await told(3)
    await publish(4)
    await told(4)
    stopping.abort()
    await following
    expect(facts).toStrictEqual([
      { kind: 'list-taken', participant: AT },
      { kind: 'list-refused', participant: AT, reason: 'not-signed-by-root' },
      { kind: 'list-refused', participant: AT, reason: 'unreadable' },
      { kind: 'list-taken', participant: AT },
    ])
    // What was taken on the way is there after a restart.
    const again = createTrustedDirectory()
    await loadTrustLists(again, [source()], history())
    expect(await readdir(join(folder, 'history'))).toHaveLength(3)
  })
})

describe('an organisation that its Participant lists no more', () => {
  let signing: SigningKey
  const listed = (): TrustList['organisations'] => [
    {
      id: VIENNA,
      kind: 'cso',
      names: { en: 'Vienna CSO' },
      keys: [
        {
          kid: signing.keyId,
          use: 'sign',
          publicKey: encodeBase64url(signing.publicKey),
          validFrom: at(-1000),
          validUntil: at(1000),
        },
      ],
    },
  ]
  beforeEach(async () => {
    signing = await generateSigningKey()
  })

  /** What an agent knows after another start. */
  async function started() {
    const directory = createTrustedDirectory()
    await loadTrustLists(directory, [source()], history())
    return directory
  }
  const keyAt = (directory: Awaited<ReturnType<typeof started>>, seconds: number) =>
    directory.signingKey(VIENNA, signing.keyId, at(seconds)).kind

  it('is known after a restart, with its key as it was until the list that dropped it', async () => {
    await publish(1, root, listed())
    await started()
    await publish(2)
    for (const directory of [await started(), await started()]) {
      expect(keyAt(directory, 1)).toBe('valid')
      expect(keyAt(directory, 2)).toBe('not-valid-then')
      expect(directory.findOrganisation(VIENNA)).toBeUndefined()
      expect(directory.sealingKey(VIENNA, at(1))).toBeUndefined()
      expect(directory.standingOf(VIENNA, at(1))).toMatchObject({ kind: 'cso', isListed: true })
      expect(directory.standingOf(VIENNA, at(2))).toMatchObject({ isListed: false, leftAt: at(2) })
    }
  })

  it('is what it was again once it is listed again, and not for the time between', async () => {
    await publish(1, root, listed())
    await started()
    await publish(5)
    await started()
    await publish(9, root, listed())
    const directory = await started()
    expect([4, 5, 8, 9].map((seconds) => keyAt(directory, seconds))).toStrictEqual([
      'valid',
      'not-valid-then',
      'not-valid-then',
      'valid',
    ])
    expect(directory.standingOf(VIENNA, at(9))).not.toHaveProperty('leftAt')
  })

  it('takes no older list after a restart either', async () => {
    await publish(2)
    await started()
    await publish(1, root, listed())
    await expect(started()).rejects.toMatchObject({
      code: 'TRUST_LIST_REFUSED',
      details: { participant: AT, reason: 'older-version' },
    })
  })

  it('is kept once for each version, and a version that somebody changed stops the start', async () => {
    await publish(1, root, listed())
    await started()
    await started()
    const folderOfHistory = join(folder, 'history')
    expect(await readdir(folderOfHistory)).toStrictEqual(['at-1.jws'])
    const kept = join(folderOfHistory, 'at-1.jws')
    expect(`${await readFile(kept, 'utf8')}\n`).toBe(await readFile(source().file, 'utf8'))
    await publish(1, await generateSigningKey(), listed())
    await writeFile(kept, await readFile(source().file, 'utf8'))
    await publish(2)
    await expect(started()).rejects.toMatchObject({
      code: 'TRUST_LIST_REFUSED',
      details: { reason: 'not-signed-by-root' },
    })
  })
})
