import { plusMilliseconds, type Instant } from '@trm/kernel'
import { waitFor } from '@trm/testkit'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { knock, knockInPlain, type Knock } from './leaf-client.fixture.ts'
import { falsePeer, type FalsePeer } from './leaf-server.fixture.ts'
import { createLinkAuthority, issueLinkCertificate, type CertifiedKey } from './link-authority.ts'
import { linkFiles } from './link-files.ts'
import {
  certifiedKey,
  code,
  leafsOf,
  prepareLinks,
  startLinked,
  threePorts,
  type LinkedNode,
  type LinkScene,
} from './links.fixture.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const HOSTS = ['127.0.0.1']

let root: string
let scene: LinkScene

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'trm-links-'))
  scene = await prepareLinks(root, ['at', 'mk', 'rs'])
})
afterAll(() => rm(root, { recursive: true, force: true }))

/** The link certificate of a Participant, as it is used. */
async function ownOf(participant: string): Promise<CertifiedKey> {
  return await certifiedKey(linkFiles(scene.linkFolderOf(participant)).own)
}

/** One that the authority of a Participant has signed for another, or for other hosts, or at another time. */
async function issuedBy(
  authority: string,
  participant: string,
  { hosts = HOSTS, now = scene.now } = {},
): Promise<CertifiedKey> {
  const signing = await certifiedKey(linkFiles(scene.linkFolderOf(authority)).authorityKey)
  const subject = { participant: code(participant), hosts }
  return issueLinkCertificate(signing, subject, now)
}

/** So long ago that what was made then has ended. */
function ended(): Instant {
  return plusMilliseconds(scene.now, -91 * DAY_MS)
}

/** One that says of itself what the true one says, of an authority that nobody has pinned. */
function strangers(participant: string): CertifiedKey {
  const subject = { participant: code(participant), hosts: HOSTS }
  return issueLinkCertificate(createLinkAuthority(subject, scene.now), subject, scene.now)
}

describe('the side of a link that waits', () => {
  let node: LinkedNode
  let port: number

  beforeAll(async () => {
    const ports = await threePorts()
    port = ports.leaf
    node = await startLinked(scene, 'at', ports, { mk: 1, rs: 1 })
  })
  afterAll(() => node.server.kill())

  /** What rs does when all is well. */
  async function lawful(): Promise<Knock> {
    const authority = await readFile(
      linkFiles(scene.linkFolderOf('rs')).dialled(code('at')),
      'utf8',
    )
    return { port, own: await ownOf('rs'), authority, password: scene.passwordOf('at', 'rs') }
  }

  it('lets in a peer with its certificate and its password', async () => {
    expect(await knock(await lawful())).toBe('linked')
  })

  it.each<[string, () => Promise<Partial<Knock>>, RegExp]>([
    ['no certificate', async () => ({ own: undefined }), /didn't provide a certificate/],
    [
      'the certificate of a stranger who gives himself the name of a peer',
      async () => ({ own: strangers('rs') }),
      /signed by unknown authority/,
    ],
    [
      'a certificate with the name of a peer that the authority of another peer has signed',
      async () => ({ own: await issuedBy('mk', 'rs') }),
      /"rs\.trm\.invalid" is not permitted/,
    ],
    [
      'a certificate that has ended',
      async () => ({ own: await issuedBy('rs', 'rs', { now: ended() }) }),
      /has expired or is not yet valid: current time \S+ is after/,
    ],
    [
      'a certificate that is not valid yet',
      async () => ({
        own: await issuedBy('rs', 'rs', { now: plusMilliseconds(scene.now, DAY_MS) }),
      }),
      /has expired or is not yet valid: current time \S+ is before/,
    ],
    [
      'a certificate for a host that was not agreed',
      async () => ({ own: await issuedBy('rs', 'rs', { hosts: ['elsewhere.example'] }) }),
      /"elsewhere\.example" is not permitted/,
    ],
    [
      'the certificate of this Participant itself',
      async () => ({ own: await ownOf('at') }),
      /signed by unknown authority/,
    ],
    ['TLS 1.2', async () => ({ newestTls: 'TLSv1.2' }), /no cipher suite supported by both/],
  ])('ends the handshake at %s', async (_what, changes, reason) => {
    const before = (await node.log()).length
    expect(await knock({ ...(await lawful()), ...(await changes()) })).toMatch(/^ERR_SSL_.*ALERT/)
    await waitFor(async () => reason.test((await node.log()).slice(before)), {
      deadlineMs: 5_000,
      what: `the reason ${reason.source}`,
    })
    expect(await leafsOf(node)).toStrictEqual([])
  })

  it.each<[string, () => Promise<Partial<Knock>>]>([
    ['no password', async () => ({ password: '' })],
    ['a wrong password', async () => ({ password: 'x'.repeat(43) })],
    [
      'the certificate of one peer and the password of another',
      async () => ({ own: await ownOf('mk') }),
    ],
    [
      'the certificate of one peer and the name and the password of another',
      async () => ({ own: await ownOf('mk'), user: 'rs.trm.invalid' }),
    ],
    [
      'its certificate, and the name and the password of another',
      async () => ({ user: 'mk.trm.invalid', password: scene.passwordOf('at', 'mk') }),
    ],
  ])('does not let in %s', async (_what, changes) => {
    const answer = await knock({ ...(await lawful()), ...(await changes()) })
    expect(answer).toBe('Authorization Violation')
    expect(await leafsOf(node)).toStrictEqual([])
  })

  it('takes a name and a password from nobody who does not speak TLS', async () => {
    const { password } = await lawful()
    const answer = await knockInPlain({ port, user: 'rs.trm.invalid', password: password ?? '' })
    expect(answer).not.toMatch(/PONG|LS\+/)
    expect(await leafsOf(node)).toStrictEqual([])
  })
})

describe('the side of a link that dials', () => {
  /** Starts rs, has it dial this one as at. @returns what that one heard, when rs has written this down. */
  async function heardBy(peer: FalsePeer, line: RegExp): Promise<string> {
    const listening = await falsePeer(peer)
    const ports = await threePorts()
    const node = await startLinked(scene, 'rs', ports, { at: listening.port, mk: 1 })
    try {
      const heard = await listening.heard
      await waitFor(async () => line.test(await node.log()), {
        deadlineMs: 5_000,
        what: `${line.source} after ${JSON.stringify(heard)}`,
      })
      return heard
    } finally {
      listening.close()
      await node.server.kill()
    }
  }

  it('introduces itself to whom it means to', async () => {
    const heard = await heardBy({ own: await ownOf('at') }, /Leafnode connection created/)
    expect(heard).toMatch(/^CONNECT \{/)
    expect(heard).toContain(scene.passwordOf('at', 'rs'))
  })

  it.each<[string, () => Promise<FalsePeer>, RegExp]>([
    [
      'a stranger with the name and the address of the peer',
      async () => ({ own: strangers('at') }),
      /signed by unknown authority/,
    ],
    [
      'another peer, though it is known too',
      async () => ({ own: await ownOf('mk') }),
      /signed by unknown authority/,
    ],
    [
      'the peer at an address that its certificate does not name',
      async () => ({ own: await issuedBy('at', 'at', { hosts: [] }) }),
      /doesn't contain any IP SANs/,
    ],
    [
      'the peer with a certificate that has ended',
      async () => ({ own: await issuedBy('at', 'at', { now: ended() }) }),
      /has expired or is not yet valid/,
    ],
    [
      'the peer in TLS 1.2',
      async () => ({ own: await ownOf('at'), newestTls: 'TLSv1.2' }),
      /handshake failure/,
    ],
    [
      'somebody who speaks no TLS',
      async () => ({}),
      /first record does not look like a TLS handshake/,
    ],
  ])('says nothing to %s', async (_what, peer, reason) => {
    await rm(join(root, 'rs', 'nats', 'nats.log'), { force: true })
    expect(await heardBy(await peer(), reason)).not.toContain('CONNECT')
  })
})
