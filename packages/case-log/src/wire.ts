import {
  decodeBase64url,
  digestOfDisclosure,
  encodeBase64url,
  MESSAGE_BYTES_MAX,
} from '@trm/sealing'
import { decodeText, encodeText } from './copy-coding.ts'

/** A recipient's copy of an event: the JWS, and of its disclosures those that this recipient gets. */
export type EventCopy = {
  readonly jws: string
  readonly disclosures: readonly string[]
  /** Of what is passed on: the JWS of the event as whoever wrote it signed it. */
  readonly original?: string
}

const DISCLOSURES_MAX = 64
const JWS_SEGMENTS = 3
/** Those of the copy, and after an empty one those of an original. */
const SEGMENTS_MAX = JWS_SEGMENTS + DISCLOSURES_MAX + 1 + JWS_SEGMENTS
const LENGTH_BYTES = 4
/** The first byte of a coded copy. That of a plain one is the first of four of a length, which is never as long. */
const CODED = 0x01

/**
 * The copy as it travels inside a sealed message: an SD-JWT (RFC 9901, section 4) with each base64url
 * segment as raw bytes behind its length, header, payload, signature and then the disclosures. It
 * turns back into the very same text, since base64url has one spelling here. An original follows after an
 * empty segment: header, payload, signature and nothing else. What is text in it is coded ({@link encodeText}).
 */
export function packCopy(copy: EventCopy): Uint8Array {
  return codedCopy(copy) ?? packPlainCopy(copy)
}

/** The same with the text as it was signed. */
export function packPlainCopy(copy: EventCopy): Uint8Array {
  return joinSegments(segmentsOf(copy))
}

/** The counterpart of {@link packCopy} and {@link packPlainCopy}; undefined for bytes that they do not make. */
export function unpackCopy(bytes: Uint8Array): EventCopy | undefined {
  const segments = bytes[0] === CODED ? decoded(bytes.subarray(1)) : splitSegments(bytes)
  if (segments === undefined) return undefined
  const texts = segments.map(encodeBase64url)
  const end = texts.indexOf('')
  if (end < 0) return copyOf(texts)
  const copy = copyOf(texts.slice(0, end))
  const original = copyOf(texts.slice(end + 1))
  if (copy === undefined || original === undefined || original.disclosures.length > 0)
    return undefined
  return { ...copy, original: original.jws }
}

/** @returns undefined where something in it cannot be coded. */
function codedCopy(copy: EventCopy): Uint8Array | undefined {
  const own = copy.disclosures.map(digestOfDisclosure)
  const coded: Uint8Array[] = []
  for (const [place, segment] of segmentsOf(copy).entries()) {
    const each = isSignature(place, own.length) ? segment : encodeText(segment, own)
    if (each === undefined) return undefined
    coded.push(each)
  }
  return joinSegments(coded, Uint8Array.of(CODED))
}

/** @returns undefined for what does not decode, or stands for more than any copy has. */
function decoded(bytes: Uint8Array): readonly Uint8Array[] | undefined {
  const segments = splitSegments(bytes)
  if (segments === undefined) return undefined
  const end = segments.findIndex(({ length }) => length === 0)
  const disclosures = segments.slice(JWS_SEGMENTS, end < 0 ? undefined : end)
  // No copy is longer than a message, and what is coded stands for no more.
  let left = MESSAGE_BYTES_MAX
  const take = (segment: Uint8Array, own?: () => readonly string[]) => {
    const text = decodeText(segment, left, own)
    left -= text?.length ?? 0
    return text
  }
  // Their digests may stand in the rest by their places.
  const texts: Uint8Array[] = []
  for (const segment of disclosures) {
    const text = take(segment)
    if (text === undefined) return undefined
    texts.push(text)
  }
  let digests: readonly string[] | undefined
  const own = () => (digests ??= texts.map((text) => digestOfDisclosure(encodeBase64url(text))))
  const all: Uint8Array[] = []
  for (const [place, segment] of segments.entries()) {
    const text = isSignature(place, texts.length)
      ? segment
      : (texts[place - JWS_SEGMENTS] ?? take(segment, own))
    if (text === undefined) return undefined
    all.push(text)
  }
  return all
}

/** Of the copy, or behind its disclosures and an empty segment of the original. */
function isSignature(place: number, disclosures: number): boolean {
  const last = JWS_SEGMENTS - 1
  return place === last || place === JWS_SEGMENTS + disclosures + 1 + last
}

function segmentsOf({ jws, disclosures, original }: EventCopy): readonly Uint8Array[] {
  const after = original === undefined ? [] : ['', ...original.split('.')]
  return [...jws.split('.'), ...disclosures, ...after].map(
    (text) => decodeBase64url(text) ?? new Uint8Array(),
  )
}

function joinSegments(
  segments: readonly Uint8Array[],
  begin: Uint8Array = new Uint8Array(),
): Uint8Array {
  const total = segments.reduce((sum, { length }) => sum + LENGTH_BYTES + length, begin.length)
  const bytes = new Uint8Array(total)
  const view = new DataView(bytes.buffer)
  bytes.set(begin)
  let offset = begin.length
  for (const segment of segments) {
    view.setUint32(offset, segment.length)
    bytes.set(segment, offset + LENGTH_BYTES)
    offset += LENGTH_BYTES + segment.length
  }
  return bytes
}

/** Views on the bytes. @returns undefined for too many segments, and for what is cut short. */
function splitSegments(bytes: Uint8Array): readonly Uint8Array[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const segments: Uint8Array[] = []
  let offset = 0
  while (offset < bytes.length) {
    if (segments.length === SEGMENTS_MAX || offset + LENGTH_BYTES > bytes.length) return undefined
    const start = offset + LENGTH_BYTES
    const end = start + view.getUint32(offset)
    if (end > bytes.length) return undefined
    segments.push(bytes.subarray(start, end))
    offset = end
  }
  return segments
}

function copyOf(segments: readonly string[]): EventCopy | undefined {
  const [header, payload, signature, ...disclosures] = segments
  if (header === undefined || payload === undefined || signature === undefined) return undefined
  if (segments.includes('') || disclosures.length > DISCLOSURES_MAX) return undefined
  return { jws: `${header}.${payload}.${signature}`, disclosures }
}
