import { plusMilliseconds, toInstant, type Instant } from '@trm/kernel'
import { AsnConvert } from '@peculiar/asn1-schema'
import {
  AlgorithmIdentifier,
  Certificate,
  Extensions,
  SubjectPublicKeyInfo,
} from '@peculiar/asn1-x509'
import { generateKeyPairSync, sign, X509Certificate } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  encodeExtension,
  publicKeyBytes,
  signCertificate,
  type CertificateContent,
} from './certificate.ts'
import { authorityExtensions, createLinkAuthority, issueLinkCertificate } from './link-authority.ts'
import { linkFiles, type LinkFiles } from './link-files.ts'
import { pinPeers, type PinnedPeer } from './link-peers.ts'
import { code } from './links.fixture.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const NOW = toInstant(new Date('2026-03-01T10:00:00Z'))
const HOSTS = ['nats.at.example']
const AT = { participant: code('at'), hosts: HOSTS }

let folder: string
let files: LinkFiles

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trm-peers-'))
  files = linkFiles(folder)
})
afterEach(() => rm(folder, { recursive: true, force: true }))

function authorityOf(
  participant: string,
  hosts: readonly string[] = [],
  now: Instant = NOW,
): string {
  return createLinkAuthority({ participant: code(participant), hosts }, now).certificate.toString()
}

async function pin(peers: readonly PinnedPeer[], now: Instant = NOW): Promise<void> {
  await pinPeers({ folder, participant: code('mk'), peers, now })
}

/** An authority of at as it is made, but for this. */
function handMade(changes: Partial<CertificateContent>): string {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const name = 'at.trm.invalid link authority'
  const content = {
    issuer: name,
    subject: name,
    publicKey,
    validFrom: NOW,
    validUntil: plusMilliseconds(NOW, DAY_MS),
    extensions: authorityExtensions(AT, publicKey),
    ...changes,
  }
  return new X509Certificate(signCertificate(content, privateKey)).toString()
}

/** An authority of at that says the same, with a key of another kind: ECDSA with P-256 (RFC 5758). */
function ofAnotherKind(): string {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const certificate = AsnConvert.parse(createLinkAuthority(AT, NOW).certificate.raw, Certificate)
  const algorithm = new AlgorithmIdentifier({ algorithm: '1.2.840.10045.4.3.2' })
  const { tbsCertificate } = certificate
  tbsCertificate.subjectPublicKeyInfo = AsnConvert.parse(
    publicKeyBytes(publicKey),
    SubjectPublicKeyInfo,
  )
  tbsCertificate.extensions = new Extensions(
    authorityExtensions(AT, publicKey).map(encodeExtension),
  )
  tbsCertificate.signature = certificate.signatureAlgorithm = algorithm
  const signature = sign('sha256', Buffer.from(AsnConvert.serialize(tbsCertificate)), privateKey)
  certificate.signatureValue = Uint8Array.from(signature).buffer
  return new X509Certificate(Buffer.from(AsnConvert.serialize(certificate))).toString()
}

describe('pinning the authorities of peers', () => {
  it('keeps those that are dialled each for itself, and those that dial together', async () => {
    const authorities = {
      at: authorityOf('at', HOSTS),
      rs: authorityOf('rs'),
      xk: authorityOf('xk'),
    }
    await pin([
      { ...AT, authority: authorities.at },
      { participant: code('rs'), hosts: [], authority: authorities.rs },
      { participant: code('xk'), hosts: [], authority: authorities.xk },
    ])
    expect((await readdir(folder)).sort()).toStrictEqual(['awaited.pem', 'dialled-at.pem'])
    expect(await readFile(files.dialled(code('at')), 'utf8')).toBe(authorities.at)
    expect(await readFile(files.awaited, 'utf8')).toBe(`${authorities.rs}${authorities.xk}`)
  })

  it('forgets a peer that is no longer named among those that dial', async () => {
    const rs = { participant: code('rs'), hosts: [], authority: authorityOf('rs') }
    await pin([rs, { participant: code('xk'), hosts: [], authority: authorityOf('xk') }])
    await pin([rs])
    expect(await readFile(files.awaited, 'utf8')).toBe(rs.authority)
  })

  it('takes one that was made elsewhere and says the same', async () => {
    const authority = handMade({})
    await pin([{ ...AT, authority }])
    expect(await readFile(files.dialled(code('at')), 'utf8')).toBe(authority)
  })

  it('takes two authorities of a peer that replaces one by another, and nothing of the text around them', async () => {
    const [former, next] = [authorityOf('at', HOSTS), authorityOf('at', HOSTS)]
    await pin([{ ...AT, authority: `# from at\n${former}\nhello\n${next}-----BEGIN` }])
    expect(await readFile(files.dialled(code('at')), 'utf8')).toBe(`${former}${next}`)
  })

  const key = () =>
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

  it.each<[string, () => string, string]>([
    ['nothing', () => '', 'unreadable'],
    ['a private key', key, 'unreadable'],
    [
      'a certificate that is cut off',
      () => authorityOf('at', HOSTS).replace(/.{64}\n/, ''),
      'unreadable',
    ],
    ['three authorities', () => authorityOf('at', HOSTS).repeat(3), 'unreadable'],
    ['very much', () => `${authorityOf('at', HOSTS)}${' '.repeat(20_000)}`, 'unreadable'],
    ['the authority of another Participant', () => authorityOf('rs', HOSTS), 'not-as-agreed'],
    [
      'an authority for a further host',
      () => authorityOf('at', [...HOSTS, 'x.example']),
      'not-as-agreed',
    ],
    ['an authority for another host', () => authorityOf('at', ['x.example']), 'not-as-agreed'],
    ['an authority for no host', () => authorityOf('at'), 'not-as-agreed'],
    [
      'a good one and that of another Participant',
      () => `${authorityOf('at', HOSTS)}${authorityOf('rs', HOSTS)}`,
      'not-as-agreed',
    ],
    [
      'an authority that may vouch for everybody',
      () => handMade({ extensions: [] }),
      'not-as-agreed',
    ],
    ['a key that is no Ed25519 key', ofAnotherKind, 'not-as-agreed'],
    [
      'an authority for ten years',
      () => handMade({ validUntil: plusMilliseconds(NOW, 3_650 * DAY_MS) }),
      'not-valid-now',
    ],
    [
      'an authority under another name',
      () => handMade({ subject: 'x', issuer: 'x' }),
      'not-as-agreed',
    ],
    [
      'what another key has signed',
      () => handMade({ publicKey: generateKeyPairSync('ed25519').publicKey }),
      'not-its-own-signature',
    ],
    [
      'a link certificate',
      () => issueLinkCertificate(createLinkAuthority(AT, NOW), AT, NOW).certificate.toString(),
      'not-its-own-signature',
    ],
    [
      'an authority that has ended',
      () => authorityOf('at', HOSTS, plusMilliseconds(NOW, -5 * 365 * DAY_MS)),
      'not-valid-now',
    ],
    [
      'an authority that is not valid yet',
      () => authorityOf('at', HOSTS, plusMilliseconds(NOW, DAY_MS)),
      'not-valid-now',
    ],
  ])('refuses %s, and writes nothing', async (_what, authority, reason) => {
    const rs = { participant: code('rs'), hosts: [], authority: authorityOf('rs') }
    await expect(pin([rs, { ...AT, authority: authority() }])).rejects.toMatchObject({
      code: 'LINK_AUTHORITY_REFUSED',
      details: { participant: 'at', reason },
    })
    expect(await readdir(folder)).toStrictEqual([])
  })
})
