import { AsnConvert, OctetString } from '@peculiar/asn1-schema'
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  Certificate,
  Extension,
  Extensions,
  Name,
  RelativeDistinguishedName,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from '@peculiar/asn1-x509'
import type { Instant } from '@trm/kernel'
import { createPublicKey, randomBytes, sign, type KeyObject } from 'node:crypto'

/** What a certificate says, but for its serial number. */
export type CertificateContent = {
  /** Common name of the one that signs. */
  readonly issuer: string
  /** Common name of the one that has the key. */
  readonly subject: string
  readonly publicKey: KeyObject
  /** Both in whole seconds on the wire: what is below is cut off. */
  readonly validFrom: Instant
  readonly validUntil: Instant
  readonly extensions: readonly CertificateExtension[]
}

/** An extension of RFC 5280, section 4.2: its number, and its value as an object of the ASN.1 library. */
export type CertificateExtension = {
  readonly id: string
  readonly isCritical: boolean
  readonly value: unknown
}

// RFC 8410, section 3; RFC 4519, section 2.3.
const ED25519 = '1.3.101.112'
const COMMON_NAME = '2.5.4.3'
const SERIAL_BYTES = 16

/** Signs a certificate (X.509 version 3, RFC 5280) with an Ed25519 key. @returns its DER. */
export function signCertificate(content: CertificateContent, issuerKey: KeyObject): Uint8Array {
  const { issuer, subject, publicKey, validFrom, validUntil } = content
  const signatureAlgorithm = new AlgorithmIdentifier({ algorithm: ED25519 })
  const toBeSigned = new TBSCertificate({
    version: Version.v3,
    serialNumber: serialNumber(),
    signature: signatureAlgorithm,
    issuer: commonName(issuer),
    subject: commonName(subject),
    validity: new Validity({
      notBefore: new Date(validFrom),
      notAfter: new Date(validUntil),
    }),
    subjectPublicKeyInfo: AsnConvert.parse(publicKeyBytes(publicKey), SubjectPublicKeyInfo),
    extensions: new Extensions(content.extensions.map(encodeExtension)),
  })
  const signature = sign(null, Buffer.from(AsnConvert.serialize(toBeSigned)), issuerKey)
  const certificate = new Certificate({
    tbsCertificate: toBeSigned,
    signatureAlgorithm,
    signatureValue: Uint8Array.from(signature).buffer,
  })
  return new Uint8Array(AsnConvert.serialize(certificate))
}

/** The DER of an extension, to compare it with one that came from elsewhere. */
export function encodeExtension({ id, isCritical, value }: CertificateExtension): Extension {
  return new Extension({
    extnID: id,
    critical: isCritical,
    extnValue: new OctetString(AsnConvert.serialize(value)),
  })
}

/** SubjectPublicKeyInfo of the public half of a key. */
export function publicKeyBytes(key: KeyObject): Uint8Array {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key
  return new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }))
}

/** Positive and of full length, whatever the bytes are. */
function serialNumber(): ArrayBuffer {
  const bytes = Uint8Array.from(randomBytes(SERIAL_BYTES))
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40
  return bytes.buffer
}

function commonName(text: string): Name {
  const value = new AttributeValue({ utf8String: text })
  return new Name([
    new RelativeDistinguishedName([new AttributeTypeAndValue({ type: COMMON_NAME, value })]),
  ])
}
