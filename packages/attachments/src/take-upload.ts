import {
  ATTACHMENT_BYTES_MAX,
  ATTACHMENT_CHUNK_BYTES,
  type AttachmentMediaType,
  type AttachmentReference,
} from '@trm/contracts'
import { fail, ok, type Result, type TokenId } from '@trm/kernel'
import { sha256Base64url } from '@trm/sealing'
import { createHash } from 'node:crypto'
import type { ChunkFiles } from './chunk-files.ts'
import { checkContent } from './content-check.ts'

/** What a file is said to be before its first byte. */
export type Described = {
  readonly mediaType: AttachmentMediaType
  readonly lengthBytes: number
}

/** Why a file was not taken in. Nothing of it is left. */
export type UploadFlaw =
  | 'empty'
  | 'too-large'
  /** Fewer bytes came, or more. */
  | 'length-differs'
  | 'content-not-of-type'
  /** The section that it was for was erased while it came. */
  | 'erased-meanwhile'

/** Why a file of this length is not begun with. */
export function lengthFlaw(lengthBytes: number): UploadFlaw | undefined {
  if (lengthBytes < 1) return 'empty'
  return lengthBytes > ATTACHMENT_BYTES_MAX ? 'too-large' : undefined
}

/**
 * Seals a file as it comes, a chunk at a time: never more than one of them is in memory in clear. It stops at
 * the first byte too many, and as soon as the content cannot be what it is said to be.
 *
 * @throws what `content` throws, and what the file system throws.
 */
export async function sealUpload(
  attachment: TokenId,
  files: ChunkFiles,
  content: AsyncIterable<Uint8Array>,
  { mediaType, lengthBytes }: Described,
): Promise<Result<AttachmentReference, UploadFlaw>> {
  const whole = createHash('sha256')
  const check = checkContent(mediaType)
  const chunks: string[] = []
  const buffer = new Uint8Array(ATTACHMENT_CHUNK_BYTES)
  let filled = 0
  let taken = 0

  async function seal(isLast: boolean): Promise<void> {
    const chunk = buffer.slice(0, filled)
    await files.write(chunks.length, isLast, chunk)
    chunks.push(sha256Base64url(chunk))
    filled = 0
  }

  for await (const piece of content) {
    taken += piece.length
    if (taken > lengthBytes) return fail('length-differs')
    if (!check.take(piece)) return fail('content-not-of-type')
    whole.update(piece)
    for (let offset = 0; offset < piece.length;) {
      // A full chunk waits for the next byte: it may be the last one.
      if (filled === buffer.length) await seal(false)
      const part = piece.subarray(offset, offset + buffer.length - filled)
      buffer.set(part, filled)
      filled += part.length
      offset += part.length
    }
  }
  if (taken !== lengthBytes) return fail('length-differs')
  if (!check.end()) return fail('content-not-of-type')
  await seal(true)
  buffer.fill(0)
  return ok({ attachment, mediaType, lengthBytes, digest: whole.digest('base64url'), chunks })
}
