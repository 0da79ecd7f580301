import { replaceFile } from '@trm/files'
import { toInstant, type Instant } from '@trm/kernel'
import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { NatsError } from './error.ts'
import {
  checkLinkAuthority,
  createLinkAuthority,
  issueLinkCertificate,
  type CertifiedKey,
  type LinkSubject,
} from './link-authority.ts'
import { linkFiles, readKeyFile, type LinkFiles } from './link-files.ts'

export type LinkIdentityOptions = LinkSubject & {
  /** Takes the files of {@link linkFiles}; made for its owner alone when it is not there. */
  readonly folder: string
  readonly now: Instant
}

/** What a Participant proves itself with at the ends of its links. */
export type LinkIdentity = {
  /** PEM of the certificate of its authority: what its peers pin. */
  readonly authority: string
  /** When its link certificate ends. */
  readonly validUntil: Instant
  /** Whether that was made just now: a server that runs takes it when it is started again. */
  readonly isNew: boolean
}

const DAY_MS = 24 * 60 * 60 * 1000
/** A link certificate that ends within 30 days is renewed. */
const RENEWED_WITHIN_MS = 30 * DAY_MS

/**
 * Makes the authority and the link certificate of a Participant on the first call, and a new certificate
 * with a new key whenever the one that is there ends within 30 days. Run it at every start. What the peers
 * pin is the authority, so a renewal takes nothing of them.
 *
 * The key of the authority is needed for that only, and may be elsewhere in between.
 *
 * @throws {NatsError} `LINK_AUTHORITY_REFUSED` when the authority that is there has ended, or is that of
 *   another Participant or of other hosts; `LINK_AUTHORITY_KEY_MISSING` when its key is needed and is not
 *   there; `LINK_KEY_EXPOSED` when others than the owner may read a key; `LINK_FILE_UNREADABLE`.
 */
export async function ensureLinkIdentity(options: LinkIdentityOptions): Promise<LinkIdentity> {
  const { folder, now, ...subject } = options
  const files = linkFiles(folder)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const own = await readCertifiedKey(files.own)
  const authority = await ensureAuthority(files, options, own !== undefined)
  const standing = checkLinkAuthority(authority.certificate, subject, now)
  if (!standing.ok) {
    const { participant } = subject
    throw new NatsError('LINK_AUTHORITY_REFUSED', { participant, reason: standing.failure })
  }
  if (own !== undefined && isFresh(own.certificate, authority.certificate, now)) {
    return describe(authority.certificate, own.certificate, false)
  }
  const { certificate, key } = authority
  if (key === undefined) throw new NatsError('LINK_AUTHORITY_KEY_MISSING')
  const renewed = issueLinkCertificate({ certificate, key }, subject, now)
  await replaceFile(files.own, encode(renewed))
  return describe(certificate, renewed.certificate, true)
}

type Authority = { readonly certificate: X509Certificate; readonly key?: KeyObject }

/** The authority, without its key when that is elsewhere; made when there has been none. */
async function ensureAuthority(
  files: LinkFiles,
  { now, ...subject }: LinkIdentityOptions,
  hasIdentity: boolean,
): Promise<Authority> {
  const kept = await readCertifiedKey(files.authorityKey)
  const certificate = await readCertificate(files.authority)
  if (kept === undefined && certificate !== undefined) return { certificate }
  // A new authority would cut every link until the peers have pinned it: none is made unasked.
  if (kept === undefined && hasIdentity) throw new NatsError('LINK_AUTHORITY_KEY_MISSING')
  const authority = kept ?? createLinkAuthority(subject, now)
  if (kept === undefined) await replaceFile(files.authorityKey, encode(authority))
  // Also after a stop between the two: what is handed out is what the key belongs to.
  if (certificate?.fingerprint256 !== authority.certificate.fingerprint256) {
    await replaceFile(files.authority, authority.certificate.toString())
  }
  return authority
}

function isFresh(own: X509Certificate, authority: X509Certificate, now: Instant): boolean {
  const leftMs = Date.parse(own.validTo) - Date.parse(now)
  return own.verify(authority.publicKey) && leftMs > RENEWED_WITHIN_MS
}

function describe(authority: X509Certificate, own: X509Certificate, isNew: boolean): LinkIdentity {
  const validUntil = toInstant(new Date(own.validTo))
  return { authority: authority.toString(), validUntil, isNew }
}

function encode({ certificate, key }: CertifiedKey): string {
  return `${certificate.toString()}${key.export({ type: 'pkcs8', format: 'pem' }).toString()}`
}

async function readCertifiedKey(file: string): Promise<CertifiedKey | undefined> {
  const text = await readKeyFile(file)
  if (text === undefined) return undefined
  return readable(() => {
    const [certificate, key] = [new X509Certificate(text), createPrivateKey(text)]
    return certificate.checkPrivateKey(key) ? { certificate, key } : undefined
  })
}

async function readCertificate(file: string): Promise<X509Certificate | undefined> {
  // Most often there is none, at the first start.
  const text = await readFile(file, 'utf8').catch(() => undefined)
  return text === undefined ? undefined : readable(() => new X509Certificate(text))
}

function readable<Value>(read: () => Value | undefined): Value {
  try {
    const value = read()
    if (value !== undefined) return value
  } catch (cause) {
    throw new NatsError('LINK_FILE_UNREADABLE', {}, cause)
  }
  throw new NatsError('LINK_FILE_UNREADABLE')
}
