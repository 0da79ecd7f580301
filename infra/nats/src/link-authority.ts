import { AsnConvert } from '@peculiar/asn1-schema'
import {
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_nameConstraints,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  id_kp_clientAuth,
  id_kp_serverAuth,
  KeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  NameConstraints,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
} from '@peculiar/asn1-x509'
import {
  fail,
  invariant,
  ok,
  plusMilliseconds,
  type Instant,
  type ParticipantCode,
  type Result,
} from '@trm/kernel'
import { createHash, generateKeyPairSync, X509Certificate, type KeyObject } from 'node:crypto'
import { isIP, isIPv4 } from 'node:net'
import {
  encodeExtension,
  publicKeyBytes,
  signCertificate,
  type CertificateExtension,
} from './certificate.ts'
import { isHost, linkIdentity } from './names.ts'

/** Whom a link authority may vouch for: one Participant, where its peers find it. */
export type LinkSubject = {
  readonly participant: ParticipantCode
  /** The names and IPv4 addresses under which its peers dial it. One that only dials has none. */
  readonly hosts: readonly string[]
}

/** A certificate with its private key. */
export type CertifiedKey = { readonly certificate: X509Certificate; readonly key: KeyObject }

/** Why the certificate of an authority is not one for this Participant. */
export type AuthorityFlaw =
  'unreadable' | 'not-its-own-signature' | 'not-as-agreed' | 'not-valid-now'

const DAY_MS = 24 * 60 * 60 * 1000
/** How long an authority may vouch: five years. */
const AUTHORITY_LIFE_MS = 5 * 365 * DAY_MS
/** How long a link certificate lasts: 90 days. */
const CERTIFICATE_LIFE_MS = 90 * DAY_MS
/** How far the clocks of two Participants may be apart: ten minutes (SECURITY.md). */
const CLOCK_SKEW_MS = 10 * 60 * 1000
const KEY_IDENTIFIER_BYTES = 20

/**
 * Makes the link authority of a Participant: an Ed25519 key whose certificate its peers pin. Its name
 * constraints (RFC 5280, section 4.2.1.10) let it vouch for this Participant alone, so that whoever pins
 * several authorities need not trust one with the name of another.
 *
 * @throws {InvariantError} for a host that is neither a name nor an IPv4 address.
 */
export function createLinkAuthority(subject: LinkSubject, now: Instant): CertifiedKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const name = authorityName(subject.participant)
  const content = {
    issuer: name,
    subject: name,
    publicKey,
    validFrom: plusMilliseconds(now, -CLOCK_SKEW_MS),
    validUntil: plusMilliseconds(now, AUTHORITY_LIFE_MS),
    extensions: authorityExtensions(subject, publicKey),
  }
  const certificate = new X509Certificate(signCertificate(content, privateKey))
  return { certificate, key: privateKey }
}

/**
 * Makes a new key for the links of a Participant, and its certificate: both ends of a link use one, as the
 * side that dials and as the side that waits. It ends after 90 days, or with its authority.
 */
export function issueLinkCertificate(
  authority: CertifiedKey,
  subject: LinkSubject,
  now: Instant,
): CertifiedKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const authorityEnd = Date.parse(authority.certificate.validTo)
  const ownEnd = Date.parse(now) + CERTIFICATE_LIFE_MS
  const content = {
    issuer: authority.certificate.subject.replace(/^CN=/, ''),
    subject: linkIdentity(subject.participant),
    publicKey,
    validFrom: plusMilliseconds(now, -CLOCK_SKEW_MS),
    validUntil: plusMilliseconds(now, Math.min(ownEnd, authorityEnd) - Date.parse(now)),
    extensions: certificateExtensions(subject, publicKey, authority.key),
  }
  const certificate = new X509Certificate(signCertificate(content, authority.key))
  return { certificate, key: privateKey }
}

/**
 * Whether a certificate is that of the link authority of this Participant, as this code makes it: signed
 * by its own Ed25519 key, valid now and for no longer than an authority is, with these extensions and no
 * other. It comes from a stranger until its fingerprint was compared; here it is seen that it could vouch
 * for nobody else.
 */
export function checkLinkAuthority(
  certificate: X509Certificate,
  subject: LinkSubject,
  now: Instant,
): Result<X509Certificate, AuthorityFlaw> {
  const { publicKey } = certificate
  if (publicKey.asymmetricKeyType !== 'ed25519') return fail('not-as-agreed')
  if (!certificate.verify(publicKey)) return fail('not-its-own-signature')
  const { extensions } = AsnConvert.parse(certificate.raw, Certificate).tbsCertificate
  const expected = authorityExtensions(subject, publicKey).map(encodeExtension)
  const bytesOf = (extension: unknown) =>
    Buffer.from(AsnConvert.serialize(extension)).toString('hex')
  const isAsAgreed =
    certificate.subject === `CN=${authorityName(subject.participant)}` &&
    certificate.issuer === certificate.subject &&
    expected.map(bytesOf).join() === extensions?.map(bytesOf).join()
  if (!isAsAgreed) return fail('not-as-agreed')
  const [from, until] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)]
  const isValid =
    Date.parse(now) >= from &&
    Date.parse(now) < until &&
    until - from <= AUTHORITY_LIFE_MS + 2 * CLOCK_SKEW_MS
  return isValid ? ok(certificate) : fail('not-valid-now')
}

function authorityName(participant: ParticipantCode): string {
  return `${linkIdentity(participant)} link authority`
}

/** What the certificate of an authority says beside its name, its key and its time. */
export function authorityExtensions(
  subject: LinkSubject,
  key: KeyObject,
): readonly CertificateExtension[] {
  return [
    extension(id_ce_basicConstraints, new BasicConstraints({ cA: true, pathLenConstraint: 0 })),
    extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.keyCertSign)),
    extension(id_ce_nameConstraints, nameConstraints(subject)),
    subjectKey(key),
  ]
}

function certificateExtensions(
  subject: LinkSubject,
  key: KeyObject,
  authorityKey: KeyObject,
): readonly CertificateExtension[] {
  const authority = new AuthorityKeyIdentifier({
    keyIdentifier: new KeyIdentifier(digest(authorityKey)),
  })
  return [
    extension(id_ce_basicConstraints, new BasicConstraints({ cA: false })),
    extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.digitalSignature)),
    extension(id_ce_extKeyUsage, new ExtendedKeyUsage([id_kp_serverAuth, id_kp_clientAuth])),
    {
      ...extension(id_ce_subjectAltName, new SubjectAlternativeName(namesOf(subject))),
      isCritical: false,
    },
    subjectKey(key),
    { id: id_ce_authorityKeyIdentifier, isCritical: false, value: authority },
  ]
}

function extension(id: string, value: unknown): CertificateExtension {
  return { id, isCritical: true, value }
}

function subjectKey(key: KeyObject): CertificateExtension {
  const value = new SubjectKeyIdentifier(digest(key))
  return { id: id_ce_subjectKeyIdentifier, isCritical: false, value }
}

function namesOf({ participant, hosts }: LinkSubject): GeneralName[] {
  return [linkIdentity(participant), ...hosts].map(
    (host) => new GeneralName(isIP(host) === 0 ? { dNSName: host } : { iPAddress: host }),
  )
}

/**
 * Each kind of name has to be spoken of: one that is not mentioned is free. A Participant that has no
 * address may vouch for none; nobody may vouch for mail addresses or URIs but under the name of its own.
 */
function nameConstraints(subject: LinkSubject): NameConstraints {
  invariant(subject.hosts.every(isHost), 'link authority: a host is a name or an IPv4 address')
  const identity = linkIdentity(subject.participant)
  const addresses = subject.hosts.filter(isIPv4).map((host) => ({ iPAddress: `${host}/32` }))
  const names = [identity, ...subject.hosts.filter((host) => isIP(host) === 0)]
  const permitted = [
    ...names.map((dNSName) => ({ dNSName })),
    ...addresses,
    { rfc822Name: identity },
    { uniformResourceIdentifier: identity },
  ]
  const excluded = addresses.length === 0 ? [{ iPAddress: '0.0.0.0/0' }, { iPAddress: '::/0' }] : []
  const subtrees = (all: readonly Partial<GeneralName>[]) =>
    new GeneralSubtrees(all.map((name) => new GeneralSubtree({ base: new GeneralName(name) })))
  return new NameConstraints({
    permittedSubtrees: subtrees(permitted),
    ...(excluded.length > 0 && { excludedSubtrees: subtrees(excluded) }),
  })
}

/** RFC 7093, section 2, method 1: the start of a SHA-256 of the key. */
function digest(key: KeyObject): ArrayBuffer {
  const bytes = createHash('sha256').update(publicKeyBytes(key)).digest()
  return Uint8Array.from(bytes.subarray(0, KEY_IDENTIFIER_BYTES)).buffer
}
