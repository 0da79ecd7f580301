import { describe, expect, it } from 'vitest'
import {
  ATTACHMENT_CHUNK_BYTES,
  attachmentReference,
  attachmentsIn,
  chunkCount,
  chunkLength,
} from '../attachment.ts'
import { documents } from './documents.ts'

const DIGEST = 'A'.repeat(43)
const ID = 'AAAAAAAAAAAAAAAAAAAAAA'
const attached = {
  attachment: ID,
  mediaType: 'application/pdf',
  lengthBytes: ATTACHMENT_CHUNK_BYTES + 1,
  digest: DIGEST,
  chunks: [DIGEST, DIGEST],
} as const

/** Problems of documents, one `path: problem` a line. */
function problemsOf(...values: readonly object[]): readonly string[] {
  const parsed = documents.safeParse({ documents: values })
  return parsed.success
    ? []
    : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
}

const without = (member: keyof typeof attached) => {
  const { [member]: _left, ...rest } = attached
  return rest
}
const nth = (place: number) => `${String.fromCharCode(65 + place)}${ID.slice(1)}`

describe('the attachment of a document', () => {
  it('is named whole, with what else is known of the document', () => {
    expect(problemsOf({ kind: 'medicalCertificate', title: 'Letter', ...attached })).toStrictEqual(
      [],
    )
  })

  it('may be missing, also where somebody noted what it is', () => {
    expect(problemsOf({ mediaType: 'image/tiff', digest: DIGEST, lengthBytes: 7 })).toStrictEqual(
      [],
    )
  })

  it.each([
    ['without its type', without('mediaType'), 'documents.0: malformed'],
    ['without its digest', without('digest'), 'documents.0: malformed'],
    ['without its length', without('lengthBytes'), 'documents.0: malformed'],
    ['without its chunks', without('chunks'), 'documents.0: malformed'],
    ['by its chunks alone', { chunks: [DIGEST] }, 'documents.0: malformed'],
    ['with a chunk too few', { ...attached, chunks: [DIGEST] }, 'documents.0: malformed'],
    [
      'with a chunk too many',
      { ...attached, chunks: [DIGEST, DIGEST, DIGEST] },
      'documents.0: malformed',
    ],
    [
      'of a type that is not taken',
      { ...attached, mediaType: 'text/html' },
      'documents.0: not-a-code',
    ],
    [
      'of more than 20 MiB',
      { ...attached, lengthBytes: 20_971_521 },
      'documents.0.lengthBytes: out-of-range',
    ],
    [
      'of more chunks than 20 MiB have',
      { ...attached, chunks: Array(81).fill(DIGEST) },
      'documents.0.chunks: too-many',
    ],
    [
      'with an id in another form',
      { ...attached, attachment: `${ID.slice(1)}B` },
      'documents.0.attachment: malformed',
    ],
  ])('is refused %s', (_what, value, problem) => {
    expect(problemsOf(value)).toContain(problem)
  })

  it('is one of ten at most in one event', () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, place) => ({ ...attached, attachment: nth(place) }))
    expect(problemsOf(...many(10))).toStrictEqual([])
    expect(problemsOf(...many(11))).toStrictEqual(['documents: too-many'])
  })

  it('is named once', () => {
    expect(problemsOf(attached, attached)).toStrictEqual(['documents: duplicate'])
  })

  it('is found among what else a document says, and where there is none nothing is', () => {
    const value = { documents: [{ title: 'Letter', ...attached }, { title: 'Ticket' }] }
    expect(attachmentsIn(value)).toStrictEqual([attached])
    expect(attachmentReference.parse(attached)).toStrictEqual(attached)
    expect(attachmentsIn({})).toStrictEqual([])
  })
})

describe('the chunks of an attachment', () => {
  it.each([
    [1, 1],
    [ATTACHMENT_CHUNK_BYTES, 1],
    [ATTACHMENT_CHUNK_BYTES + 1, 2],
    [20 * 1024 * 1024, 80],
  ])('of %i bytes are %i', (lengthBytes, count) => {
    expect(chunkCount(lengthBytes)).toBe(count)
  })

  it('are of one length but for the last, and none before the first or after it', () => {
    const lengths = [-1, 0, 1, 2, 0.5].map((index) => chunkLength(attached, index))
    expect(lengths).toStrictEqual([undefined, ATTACHMENT_CHUNK_BYTES, 1, undefined, undefined])
  })
})
