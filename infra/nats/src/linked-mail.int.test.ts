import { plusMilliseconds, toInstant } from '@trm/kernel'
import { waitFor } from '@trm/testkit'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, nkeyAuthenticator } from 'nats'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inboxPrefixOf } from './keys.ts'
import { linkFiles } from './link-files.ts'
import { ensureLinkIdentity } from './link-identity.ts'
import {
  certifiedKey,
  code,
  leafsOf,
  prepareLinks,
  startLinked,
  threePorts,
  whenLinked,
  type LinkedNode,
  type LinkScene,
  type Ports,
} from './links.fixture.ts'
import { recordingProxy, type RecordingProxy } from './recording-proxy.fixture.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const HOSTS = ['127.0.0.1']

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'trm-linked-mail-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

describe('a link', () => {
  let [at, mk, rs]: LinkedNode[] = []
  let proxy: RecordingProxy
  let aged: LinkScene
  let rsPorts: Ports

  beforeAll(async () => {
    const sixtyOneDaysAgo = plusMilliseconds(toInstant(new Date()), -61 * DAY_MS)
    aged = await prepareLinks(join(root, 'aged'), ['at', 'mk', 'rs'], sixtyOneDaysAgo)
    const [atPorts, mkPorts] = [await threePorts(), await threePorts()]
    rsPorts = await threePorts()
    proxy = await recordingProxy(() => atPorts.leaf)
    ;[at, mk, rs] = await Promise.all([
      startLinked(aged, 'at', atPorts, { mk: 1, rs: 1 }),
      startLinked(aged, 'mk', mkPorts, { at: atPorts.leaf }),
      startLinked(aged, 'rs', rsPorts, { at: proxy.port }),
    ])
    await whenLinked(at, ['LINK_MK', 'LINK_RS'])
  })
  afterAll(async () => {
    proxy.close()
    for (const node of [at, mk, rs]) await node?.server.kill()
  })

  it('passes mail both ways in TLS 1.3, and who is in between reads nothing of it', async () => {
    await mailed(rs, 'at', 'from Belgrade, sealed')
    await mailed(at, 'rs', 'from Vienna, sealed')
    const seen = [proxy.dialling(), proxy.waiting()].map((bytes) => bytes.toString('latin1'))
    for (const text of seen) {
      expect(text.length).toBeGreaterThan(1_000)
      for (const word of [
        'sealed',
        'trm.v1',
        'mail-at',
        'mail-rs',
        'LINK_',
        'CONNECT',
        'Nats-Msg',
      ]) {
        expect(text).not.toContain(word)
      }
      expect(text).not.toContain(aged.passwordOf('at', 'rs'))
    }
    // The answer to the hello: supported_versions, TLS 1.3 (RFC 8446, section 4.2.1).
    expect(seen[1]).toContain('\u0000\u002b\u0000\u0002\u0003\u0004')
  })

  it('stands again with the renewed certificate of one peer, and that of another stands all the while', async () => {
    const [before, other] = [await serialOf(rs), await linkOf(at, 'LINK_MK')]
    const renewed = await ensureLinkIdentity({
      participant: code('rs'),
      hosts: HOSTS,
      folder: aged.linkFolderOf('rs'),
      now: toInstant(new Date()),
    })
    expect(renewed.isNew).toBe(true)
    expect(await serialOf(rs)).not.toBe(before)

    await rs?.server.stop()
    rs = await startLinked(aged, 'rs', rsPorts, { at: proxy.port })
    await mailed(rs, 'at', 'after the renewal')
    expect(await linkOf(at, 'LINK_MK')).toStrictEqual(other)
  })
})

async function linkOf(node: LinkedNode | undefined, account: string) {
  const leafs = node === undefined ? [] : await leafsOf(node)
  return leafs.find((leaf) => leaf.account === account)
}

async function serialOf(node: LinkedNode | undefined): Promise<string> {
  return (await certifiedKey(linkFiles(node?.linkFolder ?? '').own)).certificate.serialNumber
}

/** Sends mail until it is acknowledged: that somebody is there takes its time to become known. */
async function mailed(from: LinkedNode | undefined, to: string, text: string): Promise<void> {
  if (from === undefined) throw new Error('no server')
  const { seed, publicKey } = from.agent
  const client = await connect({
    servers: from.server.address,
    authenticator: nkeyAuthenticator(new TextEncoder().encode(seed)),
    inboxPrefix: inboxPrefixOf(publicKey),
    reconnect: false,
  })
  const subject = `trm.v1.inbox.${to}.mail-${to}`
  try {
    await waitFor(
      async () =>
        await client.request(subject, text, { timeout: 500 }).then(
          (answer) => answer.string().includes(`"stream":"MAIL_mail-${to}"`),
          () => false,
        ),
      { deadlineMs: 10_000, what: `mail for ${to}` },
    )
  } finally {
    await client.close()
  }
}
