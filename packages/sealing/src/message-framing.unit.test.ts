import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeItems, encodeItems, framedLength, type MessageItem } from './message-framing.ts'

const items = fc.array(
  fc.record<MessageItem>(
    {
      kind: fc.constantFrom('event', 'receipt', 'chunk', 'chunk-receipt'),
      bytes: fc.uint8Array({ maxLength: 100 }),
    },
    { noNullPrototype: true },
  ),
  { minLength: 1, maxLength: 64 },
)

describe('the frame', () => {
  test('is a count, then kind, length and bytes of each item', () => {
    const frame = encodeItems([
      { kind: 'event', bytes: Uint8Array.of(0xaa, 0xbb) },
      { kind: 'receipt', bytes: Uint8Array.of(0xcc) },
    ])
    expect(frame).toStrictEqual(Uint8Array.of(2, 1, 0, 0, 0, 2, 0xaa, 0xbb, 2, 0, 0, 0, 1, 0xcc))
  })

  test('has codes of their own for chunks and their receipts', () => {
    const frame = encodeItems([
      { kind: 'chunk', bytes: Uint8Array.of(0xaa) },
      { kind: 'chunk-receipt', bytes: Uint8Array.of(0xbb) },
    ])
    expect(frame).toStrictEqual(Uint8Array.of(2, 4, 0, 0, 0, 1, 0xaa, 5, 0, 0, 0, 1, 0xbb))
  })

  test('has one for cover, which is empty', () => {
    const frame = encodeItems([{ kind: 'cover', bytes: new Uint8Array() }])
    expect(frame).toStrictEqual(Uint8Array.of(1, 6, 0, 0, 0, 0))
    expect(decodeItems(frame)).toStrictEqual([{ kind: 'cover', bytes: new Uint8Array() }])
  })

  test('gives back every list of items in order, and has the length announced', () => {
    fc.assert(
      fc.property(items, (list) => {
        const frame = encodeItems(list)
        expect(frame).toHaveLength(framedLength(list.map((item) => item.bytes.length)))
        expect(decodeItems(frame)).toStrictEqual(list)
      }),
    )
  })

  test('cut anywhere is refused', () => {
    fc.assert(
      fc.property(items, fc.nat(), (list, seed) => {
        const frame = encodeItems(list)
        expect(decodeItems(frame.slice(0, seed % frame.length))).toBeUndefined()
      }),
    )
  })

  test('hands out copies', () => {
    const frame = Uint8Array.of(1, 1, 0, 0, 0, 1, 0xaa)
    const decoded = decodeItems(frame)
    frame.fill(0)
    expect(decoded).toStrictEqual([{ kind: 'event', bytes: Uint8Array.of(0xaa) }])
  })

  const sixtyFive = Array.from({ length: 65 }, () => [1, 0, 0, 0, 0]).flat()
  test.each([
    ['no bytes', []],
    ['no items', [0]],
    ['65 items', [65, ...sixtyFive]],
    ['255 items', [255]],
    ['fewer items than announced', [2, 1, 0, 0, 0, 0]],
    ['kind 0', [1, 0, 0, 0, 0, 0]],
    ['kind 3', [1, 3, 0, 0, 0, 0]],
    ['cover that holds something', [1, 6, 0, 0, 0, 1, 0xaa]],
    ['kind 7', [1, 7, 0, 0, 0, 0]],
    ['an item longer than the frame', [1, 1, 0, 0, 0, 2, 0xaa]],
    ['an item of 4 GiB', [1, 1, 0xff, 0xff, 0xff, 0xff, 0xaa]],
    ['a length that is cut', [1, 1, 0, 0, 0]],
    ['a byte after the last item', [1, 1, 0, 0, 0, 1, 0xaa, 0]],
  ])('with %s is refused', (_flaw, bytes) => {
    expect(decodeItems(Uint8Array.from(bytes))).toBeUndefined()
  })
})
