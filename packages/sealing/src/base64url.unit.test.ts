import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeBase64url, encodeBase64url } from './base64url.ts'

describe('base64url', () => {
  test.each([
    ['', []],
    ['Zg', [0x66]],
    ['Zm8', [0x66, 0x6f]],
    ['Zm9v', [0x66, 0x6f, 0x6f]],
    ['-_8', [0xfb, 0xff]],
  ])('reads and writes %j (RFC 4648, section 10)', (text, bytes) => {
    expect(encodeBase64url(Uint8Array.from(bytes))).toBe(text)
    expect(decodeBase64url(text)).toStrictEqual(Uint8Array.from(bytes))
  })

  test('writes a view and not the memory around it', () => {
    const memory = Uint8Array.of(1, 2, 3, 4, 5)
    expect(decodeBase64url(encodeBase64url(memory.subarray(1, 4)))).toStrictEqual(
      Uint8Array.of(2, 3, 4),
    )
  })

  test('gives back every sequence of bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(decodeBase64url(encodeBase64url(bytes))).toStrictEqual(bytes)
      }),
    )
  })

  test.each([
    ['padding', 'Zg=='],
    ['the other alphabet', '+/8'],
    ['a length that no bytes have', 'Zm9vZ'],
    ['white space inside', 'Zm 9v'],
    ['a line break at the end', 'Zm9v\n'],
    ['last bits that carry nothing', 'Zh'],
    ['last bits that carry nothing, of two bytes', 'Zm9'],
    ['a letter beyond ASCII', 'Zm9ö'],
    ['a full-width letter', 'Ｚm9v'],
  ])('refuses %s', (_flaw, text) => {
    expect(decodeBase64url(text)).toBeUndefined()
  })
})
