import type { CaseReference, EventId, TokenId } from '@trm/kernel'
import { describe, expect, it } from 'vitest'
import { decodeChunk, encodeChunk } from './attachment-chunk.ts'

const chunk = {
  case: 'AQEBAQEBAQEBAQEBAQEBAQ' as CaseReference,
  event: 'AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI' as EventId,
  attachment: 'AwMDAwMDAwMDAwMDAwMDAw' as TokenId,
  index: 0x01020304,
  bytes: Uint8Array.of(0xaa, 0xbb),
}
const repeated = (byte: number, count: number) => Array<number>(count).fill(byte)

describe('a chunk that travels', () => {
  it('is case, event, attachment, place and bytes', () => {
    const expected = [...repeated(1, 16), ...repeated(2, 32), ...repeated(3, 16), 1, 2, 3, 4]
    expect(encodeChunk(chunk)).toStrictEqual(Uint8Array.of(...expected, 0xaa, 0xbb))
  })

  it('is what it was when it is read', () => {
    expect(decodeChunk(encodeChunk(chunk))).toStrictEqual(chunk)
  })

  it.each([0, 1, 67, 68])('is none with %i bytes', (length) => {
    expect(decodeChunk(encodeChunk(chunk).subarray(0, length))).toBeUndefined()
  })
})
