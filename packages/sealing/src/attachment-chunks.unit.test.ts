import type { TokenId } from '@trm/kernel'
import { describe, expect, it } from 'vitest'
import { nameUnderKey, openChunk, sealChunk, type ChunkPlace } from './attachment-chunks.ts'
import { flipBit } from './test-support.ts'

const key = new Uint8Array(32).fill(7)
const otherKey = new Uint8Array(32).fill(8)
const attachment = 'AAAAAAAAAAAAAAAAAAAAAA' as TokenId
const another = 'BBBBBBBBBBBBBBBBBBBBBA' as TokenId
const bytes = (text: string) => new TextEncoder().encode(text)
const at = (index: number, isLast = false): ChunkPlace => ({ attachment, index, isLast })

/** An attachment of three chunks, as it lies on the disk. */
const sealed = [
  sealChunk(key, at(0), bytes('one')),
  sealChunk(key, at(1), bytes('two')),
  sealChunk(key, at(2, true), bytes('three')),
] as const

/** What is read of chunks in this order, the last of them as the last; undefined where one does not open. */
function readAll(chunks: readonly Uint8Array[], under = key): string | undefined {
  const opened = chunks.map((chunk, index) =>
    openChunk(under, at(index, index === chunks.length - 1), chunk),
  )
  return opened.includes(undefined)
    ? undefined
    : opened.map((chunk) => new TextDecoder().decode(chunk)).join(' ')
}

describe('the chunks of an attachment', () => {
  const [one, two, three] = sealed

  it('open in their order, to their end', () => {
    expect(readAll(sealed)).toBe('one two three')
  })

  it('may be empty, and have no end of their own then', () => {
    const empty = sealChunk(key, at(0, true), bytes(''))
    expect(openChunk(key, at(0, true), empty)).toStrictEqual(bytes(''))
    expect(openChunk(key, at(0), empty)).toBeUndefined()
  })

  it.each([
    ['without the last', [one, two]],
    ['without the first', [two, three]],
    ['without one in the middle', [one, three]],
    ['in another order', [two, one, three]],
    ['with the last one twice', [one, two, three, three]],
    ['with the first one twice', [one, one, two, three]],
    [
      'with one of another attachment',
      [one, sealChunk(key, { ...at(1), attachment: another }, bytes('two')), three],
    ],
    [
      'with one that was sealed as the last in the middle',
      [one, sealChunk(key, at(1, true), bytes('two')), three],
    ],
    ['with one of another key', [one, sealChunk(otherKey, at(1), bytes('two')), three]],
    ['with one that is cut', [one, two.subarray(0, -1), three]],
    ['with nothing in the place of one', [one, new Uint8Array(), three]],
  ])('do not open %s', (_what, chunks) => {
    expect(readAll(chunks)).toBeUndefined()
  })

  it('do not open with another key', () => {
    expect(readAll(sealed, otherKey)).toBeUndefined()
  })

  it('do not open with any bit flipped', () => {
    const opened = Array.from({ length: two.length * 8 }, (_, bit) =>
      openChunk(key, at(1), flipBit(two, bit)),
    )
    expect(opened).toHaveLength((24 + 3 + 16) * 8)
    expect(opened.filter((chunk) => chunk !== undefined)).toStrictEqual([])
  })

  it('are never the same twice', () => {
    expect(sealChunk(key, at(0), bytes('one'))).not.toStrictEqual(one)
  })

  it('refuse a key of another length', () => {
    expect(() => sealChunk(key.subarray(1), at(0), one)).toThrow(
      expect.objectContaining({ code: 'SEALING_KEY_LENGTH' }),
    )
    expect(() => openChunk(key.subarray(1), at(0), one)).toThrow(
      expect.objectContaining({ code: 'SEALING_KEY_LENGTH' }),
    )
  })
})

describe('a name under a key', () => {
  it('is the same again, and another for another thing or another key', () => {
    const name = nameUnderKey(key, 'this')
    expect(name).toMatch(/^[A-Za-z0-9_-]{22}$/)
    expect(nameUnderKey(key, 'this')).toBe(name)
    expect(nameUnderKey(key, 'that')).not.toBe(name)
    expect(nameUnderKey(otherKey, 'this')).not.toBe(name)
  })
})
