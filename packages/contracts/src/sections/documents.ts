import { closedList } from '@trm/domain'
import {
  ATTACHMENT_BYTES_MAX,
  ATTACHMENT_CHUNKS_MAX,
  attachmentMediaTypes,
  ATTACHMENTS_PER_EVENT_MAX,
  chunkCount,
} from '../attachment.ts'
import { code, date, group, line, list, randomId, sha256, whole } from './members.ts'
import type { SectionProblem } from './section-problems.ts'

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
  attachment: randomId.describe('Id of the attachment, which travels sealed by itself.'),
  chunks: list(sha256, ATTACHMENT_CHUNKS_MAX).describe(
    'base64url(SHA-256) of each chunk of the attachment in clear, in their order.',
  ),
}).superRefine((value, context) => {
  const flaw = attachmentFlaw(value)
  if (flaw !== undefined) context.addIssue({ code: 'custom', message: flaw })
})

/** Documents that exist; an attachment is named by digest and length and travels sealed by itself. */
export const documents = group({
  documents: list(document, 100)
    .superRefine((values, context) => {
      const named = values.flatMap(({ attachment }) => attachment ?? [])
      const refuse = (message: SectionProblem) => {
        context.addIssue({ code: 'custom', message })
      }
      if (named.length > ATTACHMENTS_PER_EVENT_MAX) refuse('too-many')
      if (new Set(named).size < named.length) refuse('duplicate')
    })
    .describe('Documents.'),
})

/** A document names a file whole or not at all: with a type that is taken, and with as many chunks as it has. */
function attachmentFlaw(
  value: {
    readonly [Member in 'attachment' | 'mediaType' | 'digest']?: string | undefined
  } & {
    readonly lengthBytes?: number | undefined
    readonly chunks?: readonly string[] | undefined
  },
): SectionProblem | undefined {
  const { attachment, mediaType, digest, lengthBytes, chunks } = value
  if (attachment === undefined) return chunks === undefined ? undefined : 'malformed'
  if (mediaType === undefined || digest === undefined) return 'malformed'
  if (!attachmentMediaTypes.has(mediaType)) return 'not-a-code'
  return lengthBytes !== undefined && chunks?.length === chunkCount(lengthBytes)
    ? undefined
    : 'malformed'
}
