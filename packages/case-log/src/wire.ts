import { decodeBase64url, encodeBase64url } from '@trm/sealing'

/** A recipient's copy of an event: the JWS, and of its disclosures those that this recipient gets. */
export type EventCopy = {
  readonly jws: string
  readonly disclosures: readonly string[]
  /** Of what is passed on: the JWS of the event as whoever wrote it signed it. */
  readonly original?: string
}

const DISCLOSURES_MAX = 64
/** Those of the copy, and after an empty one those of an original. */
const SEGMENTS_MAX = 3 + DISCLOSURES_MAX + 1 + 3
const LENGTH_BYTES = 4

/**
 * The copy as it travels inside a sealed message: an SD-JWT (RFC 9901, section 4) with each base64url
 * segment as raw bytes behind its length, header, payload, signature and then the disclosures. It
 * turns back into the very same text, since base64url has one spelling here. An original follows after an
 * empty segment: header, payload, signature and nothing else.
 */
export function packCopy({ jws, disclosures, original }: EventCopy): Uint8Array {
  const after = original === undefined ? [] : ['', ...original.split('.')]
  const segments = [...jws.split('.'), ...disclosures, ...after].map(
    (text) => decodeBase64url(text) ?? new Uint8Array(),
  )
  const total = segments.reduce((sum, { length }) => sum + LENGTH_BYTES + length, 0)
  const bytes = new Uint8Array(total)
  const view = new DataView(bytes.buffer)
  let offset = 0
  for (const segment of segments) {
    view.setUint32(offset, segment.length)
    bytes.set(segment, offset + LENGTH_BYTES)
    offset += LENGTH_BYTES + segment.length
  }
  return bytes
}

/** The counterpart of {@link packCopy}; undefined for bytes that it does not make. */
export function unpackCopy(bytes: Uint8Array): EventCopy | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const segments: string[] = []
  let offset = 0
  while (offset < bytes.length) {
    if (segments.length === SEGMENTS_MAX || offset + LENGTH_BYTES > bytes.length) return undefined
    const start = offset + LENGTH_BYTES
    const end = start + view.getUint32(offset)
    if (end > bytes.length) return undefined
    segments.push(encodeBase64url(bytes.subarray(start, end)))
    offset = end
  }
  const end = segments.indexOf('')
  if (end < 0) return copyOf(segments)
  const copy = copyOf(segments.slice(0, end))
  const original = copyOf(segments.slice(end + 1))
  if (copy === undefined || original === undefined || original.disclosures.length > 0)
    return undefined
  return { ...copy, original: original.jws }
}

function copyOf(segments: readonly string[]): EventCopy | undefined {
  const [header, payload, signature, ...disclosures] = segments
  if (header === undefined || payload === undefined || signature === undefined) return undefined
  if (segments.includes('') || disclosures.length > DISCLOSURES_MAX) return undefined
  return { jws: `${header}.${payload}.${signature}`, disclosures }
}
