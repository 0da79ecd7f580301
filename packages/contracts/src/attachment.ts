import { closedList, type CodeOf } from '@trm/domain'
import type { TokenId } from '@trm/kernel'
import { z } from 'zod'
import { codeOf, sha256Text, tokenId } from './scalars.ts'

/** The longest attachment, 20 MiB. @see protocol, section 4 */
export const ATTACHMENT_BYTES_MAX = 20 * 1024 * 1024
/** What every chunk but the last has of an attachment in clear, bytes. */
export const ATTACHMENT_CHUNK_BYTES = 256 * 1024
/** How many chunks the longest attachment has. */
export const ATTACHMENT_CHUNKS_MAX = ATTACHMENT_BYTES_MAX / ATTACHMENT_CHUNK_BYTES
/** How many attachments one event may name. */
export const ATTACHMENTS_PER_EVENT_MAX = 10

/** What an attachment may be. Each is recognised by its content, and none runs anything by itself. */
export const attachmentMediaTypes = closedList(
  'application/pdf',
  'image/jpeg',
  'image/png',
  'text/plain',
)
export type AttachmentMediaType = CodeOf<typeof attachmentMediaTypes>

/**
 * What a document says of the file that belongs to it. It lies in the section, and nowhere in clear: nobody
 * without the section can test a guess at the file.
 */
export type AttachmentReference = {
  /** Minted by the agent that took the file in; says nothing of it. */
  readonly attachment: TokenId
  readonly mediaType: AttachmentMediaType
  /** In clear, bytes. */
  readonly lengthBytes: number
  /** base64url(SHA-256) of the whole in clear. */
  readonly digest: string
  /** The same of each chunk, in their order: what comes is checked before it is written. */
  readonly chunks: readonly string[]
}

/** `POST /casework/cases/{case}/attachments`: what a document has to say of the file that was taken in. */
export const attachmentReference: z.ZodType<AttachmentReference> = z.strictObject({
  attachment: tokenId,
  mediaType: codeOf(attachmentMediaTypes),
  lengthBytes: z.int().min(1).max(ATTACHMENT_BYTES_MAX),
  digest: sha256Text,
  chunks: z.array(sha256Text).min(1).max(ATTACHMENT_CHUNKS_MAX).readonly(),
})

/** How many chunks a file of this length has. */
export function chunkCount(lengthBytes: number): number {
  return Math.ceil(lengthBytes / ATTACHMENT_CHUNK_BYTES)
}

/** How long the chunk at this place is in clear, bytes; undefined where there is none. */
export function chunkLength(
  { lengthBytes, chunks }: Pick<AttachmentReference, 'lengthBytes' | 'chunks'>,
  index: number,
): number | undefined {
  if (!Number.isInteger(index) || index < 0 || index >= chunks.length) return undefined
  const isLast = index === chunks.length - 1
  return isLast ? lengthBytes - index * ATTACHMENT_CHUNK_BYTES : ATTACHMENT_CHUNK_BYTES
}

/** The attachments that a value of the section `documents` names, in its order. */
export function attachmentsIn(documents: unknown): readonly AttachmentReference[] {
  const { documents: list } = withDocuments.parse(documents)
  return list.flatMap((document) => {
    const parsed = reference.safeParse(document)
    return parsed.success ? [parsed.data] : []
  })
}

const withDocuments = z.looseObject({ documents: z.array(z.unknown()).default([]) })
/** The same members among others. */
const reference = z.object({
  attachment: tokenId,
  mediaType: codeOf(attachmentMediaTypes),
  lengthBytes: z.int(),
  digest: sha256Text,
  chunks: z.array(sha256Text),
})
