import { closedList } from '@trm/domain'
import { code, date, group, line, list, sha256, whole } from './members.ts'

const ATTACHMENT_BYTES_MAX = 20 * 1024 * 1024

/** Kinds of document. */
export const documentKinds = closedList(
  'identityDocument',
  'travelDocument',
  'ticket',
  'medicalCertificate',
  'courtSummons',
  'consentForm',
  'powerOfAttorney',
  'other',
)

const document = group({
  kind: code(documentKinds).describe('What kind of document it is.'),
  title: line(200).describe('Title.'),
  number: line(100).describe('Number of the document.'),
  issuedBy: line(200).describe('Issuer.'),
  issuedOn: date.describe('When it was issued.'),
  validUntil: date.describe('Last day of its validity.'),
  mediaType: line(100).describe('Media type of the attachment.'),
  digest: sha256.describe('base64url(SHA-256) of the attachment in clear.'),
  lengthBytes: whole(1, ATTACHMENT_BYTES_MAX).describe('Length of the attachment in clear, bytes.'),
})

/** Documents that exist; an attachment is named by digest and length and travels sealed by itself. */
export const documents = group({
  documents: list(document, 100).describe('Documents.'),
})
