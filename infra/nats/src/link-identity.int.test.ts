import { plusMilliseconds, toInstant } from '@trm/kernel'
import { X509Certificate } from 'node:crypto'
import {
  chmod,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { linkFiles, type LinkFiles } from './link-files.ts'
import { ensureLinkIdentity, type LinkIdentity } from './link-identity.ts'
import { code } from './links.fixture.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const NOW = toInstant(new Date('2026-03-01T10:00:00Z'))
const HOSTS = ['127.0.0.1', 'nats.at.example']

let folder: string
let files: LinkFiles

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'trm-identity-')), 'link')
  files = linkFiles(folder)
})
afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }))

async function ensured({
  days = 0,
  participant = 'at',
  hosts = HOSTS,
} = {}): Promise<LinkIdentity> {
  const now = plusMilliseconds(NOW, days * DAY_MS)
  return await ensureLinkIdentity({ folder, participant: code(participant), hosts, now })
}

/** Everything in the folder, by name. */
async function contents(): Promise<Readonly<Record<string, string>>> {
  const names = (await readdir(folder)).sort()
  const texts = names.map(
    async (name) => [name, await readFile(join(folder, name), 'utf8')] as const,
  )
  return Object.fromEntries(await Promise.all(texts))
}

async function certificateOf(file: string): Promise<X509Certificate> {
  return new X509Certificate(await readFile(file))
}

describe('what a Participant proves itself with', () => {
  it('is made on the first start, for its owner alone', async () => {
    const identity = await ensured()
    expect(identity).toMatchObject({ isNew: true, validUntil: plusMilliseconds(NOW, 90 * DAY_MS) })
    expect(Object.keys(await contents())).toStrictEqual([
      'authority-key.pem',
      'authority.pem',
      'link.pem',
    ])
    for (const name of await readdir(folder)) {
      expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600)
    }
    expect((await stat(folder)).mode & 0o777).toBe(0o700)
    expect(identity.authority).toBe(await readFile(files.authority, 'utf8'))
    expect(identity.authority).not.toContain('PRIVATE')
  })

  it('names the Participant and its hosts, and is signed by its authority', async () => {
    await ensured()
    const [own, authority] = [await certificateOf(files.own), await certificateOf(files.authority)]
    expect(own.subjectAltName).toBe('DNS:at.trm.invalid, IP Address:127.0.0.1, DNS:nats.at.example')
    expect(own.verify(authority.publicKey)).toBe(true)
    expect(own.ca).toBe(false)
  })

  it('is left as it is as long as 30 days are left of it', async () => {
    await ensured()
    const before = await contents()
    expect((await ensured({ days: 59.9 })).isNew).toBe(false)
    expect(await contents()).toStrictEqual(before)
  })

  it('is renewed with a new key when it ends within 30 days, and what the peers have pinned stays', async () => {
    const { authority } = await ensured()
    const before = await certificateOf(files.own)
    const renewed = await ensured({ days: 60 })
    expect(renewed).toStrictEqual({
      authority,
      isNew: true,
      validUntil: plusMilliseconds(NOW, 150 * DAY_MS),
    })
    const after = await certificateOf(files.own)
    expect(after.publicKey.equals(before.publicKey)).toBe(false)
    expect(after.verify(new X509Certificate(authority).publicKey)).toBe(true)
    expect((await stat(files.own)).mode & 0o777).toBe(0o600)
  })

  it('never outlasts its authority', async () => {
    await ensured()
    const authority = await certificateOf(files.authority)
    const { validUntil } = await ensured({ days: 5 * 365 - 10 })
    expect(validUntil).toBe(toInstant(new Date(authority.validTo)))
  })

  it('is made anew where it is not of the authority that is there', async () => {
    await ensured()
    const foreign = await readFile(files.own)
    await rm(folder, { recursive: true })
    await ensured()
    await writeFile(files.own, foreign)
    expect((await ensured()).isNew).toBe(true)
    const authority = await certificateOf(files.authority)
    expect((await certificateOf(files.own)).verify(authority.publicKey)).toBe(true)
  })
})

describe('the key of an authority', () => {
  it('may be elsewhere until something is to be renewed', async () => {
    const { authority } = await ensured()
    await rename(files.authorityKey, join(folder, '..', 'kept.pem'))
    expect(await ensured({ days: 59 })).toMatchObject({ authority, isNew: false })
    await expect(ensured({ days: 60 })).rejects.toMatchObject({
      code: 'LINK_AUTHORITY_KEY_MISSING',
    })
    await rename(join(folder, '..', 'kept.pem'), files.authorityKey)
    expect(await ensured({ days: 60 })).toMatchObject({ authority, isNew: true })
  })

  it('is not made a second time, which would cut every link', async () => {
    await ensured()
    await rm(files.authorityKey)
    await rm(files.authority)
    const before = await contents()
    await expect(ensured()).rejects.toMatchObject({ code: 'LINK_AUTHORITY_KEY_MISSING' })
    expect(await contents()).toStrictEqual(before)
  })

  it('has its certificate handed out, also when the first start was cut short', async () => {
    const { authority } = await ensured()
    await rm(files.authority)
    await rm(files.own)
    expect((await ensured()).authority).toBe(authority)
    expect(await readFile(files.authority, 'utf8')).toBe(authority)
  })
})

describe('link files that cannot be relied on', () => {
  it.each<[string, keyof LinkFiles & ('own' | 'authorityKey'), number]>([
    ['the link key, read by the group', 'own', 0o640],
    ['the link key, read by all', 'own', 0o604],
    ['the link key, written by the group', 'own', 0o620],
    ['the key of the authority, read by the group', 'authorityKey', 0o640],
    ['the key of the authority, read by all', 'authorityKey', 0o644],
  ])('are refused: %s', async (_what, name, mode) => {
    await ensured()
    await chmod(files[name], mode)
    const before = await contents()
    await expect(ensured({ days: 80 })).rejects.toMatchObject({ code: 'LINK_KEY_EXPOSED' })
    expect(await contents()).toStrictEqual(before)
  })

  it('are refused: a link to a key that is elsewhere', async () => {
    await ensured()
    await rename(files.own, join(folder, '..', 'elsewhere.pem'))
    await symlink(join(folder, '..', 'elsewhere.pem'), files.own)
    await expect(ensured()).rejects.toMatchObject({ code: 'LINK_KEY_EXPOSED' })
  })

  it.each<['own' | 'authorityKey' | 'authority', number]>([
    ['own', 100],
    ['own', 0],
    ['authorityKey', 700],
    ['authority', 20],
  ])('are refused: %s, cut off after %i bytes', async (name, length) => {
    await ensured()
    if (name === 'authority') await rm(files.authorityKey)
    await truncate(files[name], length)
    await expect(ensured()).rejects.toMatchObject({ code: 'LINK_FILE_UNREADABLE' })
  })

  it('are refused: a certificate with the key of another', async () => {
    await ensured()
    const [authority, own] = [
      await readFile(files.authorityKey, 'utf8'),
      await readFile(files.own, 'utf8'),
    ]
    const mixed = `${authority.slice(0, authority.indexOf('-----BEGIN PRIVATE'))}${own.slice(own.indexOf('-----BEGIN PRIVATE'))}`
    await writeFile(files.authorityKey, mixed)
    await expect(ensured()).rejects.toMatchObject({ code: 'LINK_FILE_UNREADABLE' })
  })

  it.each([
    ['another Participant', { participant: 'rs' }, 'not-as-agreed'],
    ['one host more', { hosts: [...HOSTS, 'more.example'] }, 'not-as-agreed'],
    ['one host less', { hosts: HOSTS.slice(1) }, 'not-as-agreed'],
    ['a day after its end', { days: 5 * 365 }, 'not-valid-now'],
    ['a day before its time', { days: -1 }, 'not-valid-now'],
  ])('are refused: an authority for %s', async (_what, changes, reason) => {
    await ensured()
    const before = await contents()
    await expect(ensured(changes)).rejects.toMatchObject({
      code: 'LINK_AUTHORITY_REFUSED',
      details: { reason },
    })
    expect(await contents()).toStrictEqual(before)
  })

  it.each(['*.example', 'a b', '::1', '', 'rs.trm.invalid', 'trm.invalid', 'INVALID'])(
    'are not made for the host %j',
    async (host) => {
      await expect(ensured({ hosts: [host] })).rejects.toMatchObject({ code: 'INVARIANT_BROKEN' })
    },
  )
})
