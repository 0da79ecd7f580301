import type { CaseReference, EventId, TokenId } from '@trm/kernel'
import { isCaseReference, isEventId, isTokenId } from '@trm/kernel'
import { decodeBase64url, encodeBase64url } from '@trm/sealing'

/** One chunk of an attachment as it travels: where it belongs, and its bytes in clear, inside the seal. */
export type AttachmentChunk = {
  readonly case: CaseReference
  readonly event: EventId
  readonly attachment: TokenId
  readonly index: number
  readonly bytes: Uint8Array
}

const CASE_BYTES = 16
const EVENT_BYTES = 32
const ATTACHMENT_BYTES = 16
const EVENT_AT = CASE_BYTES
const ATTACHMENT_AT = EVENT_AT + EVENT_BYTES
const INDEX_AT = ATTACHMENT_AT + ATTACHMENT_BYTES
const BYTES_AT = INDEX_AT + 4

/**
 * Case (16 bytes), event (32), attachment (16), place (4, most significant first), then the chunk.
 *
 * @see schemas/protocol/attachment.md
 */
export function encodeChunk(chunk: AttachmentChunk): Uint8Array {
  const { bytes, index } = chunk
  const encoded = new Uint8Array(BYTES_AT + bytes.length)
  const put = (text: string, at: number) => {
    encoded.set(decodeBase64url(text) ?? new Uint8Array(), at)
  }
  put(chunk.case, 0)
  put(chunk.event, EVENT_AT)
  put(chunk.attachment, ATTACHMENT_AT)
  new DataView(encoded.buffer).setUint32(INDEX_AT, index)
  encoded.set(bytes, BYTES_AT)
  return encoded
}

/** The counterpart of {@link encodeChunk}; undefined for bytes that it does not make. */
export function decodeChunk(encoded: Uint8Array): AttachmentChunk | undefined {
  if (encoded.length <= BYTES_AT) return undefined
  const reference = encodeBase64url(encoded.subarray(0, EVENT_AT))
  const event = encodeBase64url(encoded.subarray(EVENT_AT, ATTACHMENT_AT))
  const attachment = encodeBase64url(encoded.subarray(ATTACHMENT_AT, INDEX_AT))
  if (!isCaseReference(reference) || !isEventId(event) || !isTokenId(attachment)) return undefined
  const view = new DataView(encoded.buffer, encoded.byteOffset, encoded.byteLength)
  return {
    case: reference,
    event,
    attachment,
    index: view.getUint32(INDEX_AT),
    bytes: encoded.subarray(BYTES_AT),
  }
}
