import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { InvariantError } from '@trm/kernel'
import { pad, paddedLength, unpad } from './padding.ts'

const lengths = fc.integer({ min: 0, max: 2 ** 21 })

describe('the padded length', () => {
  test.each([
    [0, 2_048],
    [2_047, 2_048],
    [2_048, 2_048],
    [2_049, 2_176],
    [2_177, 2_304],
    [4_097, 4_352],
    [65_536, 65_536],
    [65_537, 67_584],
    [1_000_000, 1_015_808],
  ])('of %i bytes is %i', (length, padded) => {
    expect(paddedLength(length)).toBe(padded)
  })

  test('holds the content, wastes at most 6.25 % above the floor, never shrinks, is its own bucket', () => {
    fc.assert(
      fc.property(lengths, lengths, (first, second) => {
        const padded = paddedLength(first)
        expect(padded).toBeGreaterThanOrEqual(first)
        expect(padded).toBeLessThanOrEqual(Math.max(2_048, first * 1.0625))
        expect(paddedLength(padded)).toBe(padded)
        const [shorter, longer] = [Math.min(first, second), Math.max(first, second)]
        expect(paddedLength(shorter)).toBeLessThanOrEqual(paddedLength(longer))
      }),
    )
  })

  test('knows fewer than 300 buckets up to 1 MiB', () => {
    const buckets = new Set<number>()
    for (let length = 0; length <= 1_048_576; length += 1) buckets.add(paddedLength(length))
    expect(buckets.size).toBeLessThan(300)
  })

  test.each([-1, 0.5, Number.NaN, 2 ** 31])('of %d is a bug of the caller', (length) => {
    expect(() => paddedLength(length)).toThrow(InvariantError)
  })
})

describe('padding', () => {
  test('gives back every content', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 6_000, size: 'max' }), (content) => {
        const padded = pad(content)
        expect(padded).toHaveLength(paddedLength(content.length + 4))
        expect(unpad(padded)).toStrictEqual(content)
      }),
    )
  })

  test('keeps zeros at the end of the content apart from its own', () => {
    expect(unpad(pad(Uint8Array.of(1, 0, 0)))).toStrictEqual(Uint8Array.of(1, 0, 0))
  })

  const padded = pad(Uint8Array.of(1, 2, 3))
  const changed = (place: number, value: number): Uint8Array => padded.with(place, value)
  test.each([
    ['nothing at all', new Uint8Array()],
    ['less than a length', new Uint8Array(3)],
    ['a length beyond the end', changed(0, 0xff)],
    ['a length that reaches into the next bucket', changed(2, 0x08)],
    ['padding that is not zero, first', changed(7, 1)],
    ['padding that is not zero, last', changed(2_047, 1)],
    ['a length that leaves content in the padding', changed(3, 2)],
    ['a byte too few', padded.slice(0, -1)],
    ['a byte too many', Uint8Array.of(...padded, 0)],
    ['the next bucket', Uint8Array.of(...padded, ...new Uint8Array(128))],
  ])('is refused with %s', (_flaw, bytes) => {
    expect(unpad(bytes)).toBeUndefined()
  })
})
