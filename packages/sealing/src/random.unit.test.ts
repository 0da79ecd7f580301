import { describe, expect, test } from 'vitest'
import { isTokenId } from '@trm/kernel'
import { randomBytes, randomToken, sha256, sha256Base64url } from './random.ts'
import { toHex } from './test-support.ts'

const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'

describe('random', () => {
  test('a token is a 128-bit identifier, and no two are the same', () => {
    const tokens = Array.from({ length: 1_000 }, randomToken)
    expect(tokens.every(isTokenId)).toBe(true)
    expect(new Set(tokens).size).toBe(1_000)
  })

  test('random bytes come in the length asked for, also beyond what the web API gives at once', () => {
    expect(randomBytes(0)).toHaveLength(0)
    expect(randomBytes(100_000)).toHaveLength(100_000)
    expect(toHex(randomBytes(32))).not.toBe(toHex(randomBytes(32)))
  })

  test('random bytes are nobody else’s, whatever lengths were asked for before', () => {
    const lengths = Array.from({ length: 4_000 }, (_, place) => 16 + (place % 300))
    const all = lengths.map(randomBytes)
    expect(all.map(({ length }) => length)).toStrictEqual(lengths)
    // 16 bytes that come twice, or that nobody drew, would be seen here.
    const beginnings = all.map((bytes) => toHex(bytes.subarray(0, 16)))
    expect(new Set([...beginnings, '00'.repeat(16)]).size).toBe(lengths.length + 1)
    const endings = all.map((bytes) => toHex(bytes.subarray(-16)))
    expect(new Set([...endings, '00'.repeat(16)]).size).toBe(lengths.length + 1)
    expect(new Set(all.map(({ buffer }) => buffer)).size).toBe(lengths.length)
    // Of 256 values one is zero: of four thousand 16 are, and 80 by a chance that nobody lives to see.
    for (const edge of [0, -1]) {
      const zeros = all.filter((bytes) => bytes.at(edge) === 0)
      expect(zeros.length).toBeLessThan(80)
    }
  })
})

describe('sha256', () => {
  test('of "abc" is the digest of FIPS 180-4, appendix B.1', () => {
    expect(toHex(sha256(new TextEncoder().encode('abc')))).toBe(ABC)
  })

  test('of text is the digest of its UTF-8', () => {
    const text = 'Đorđe, Ö, ș'
    expect(sha256Base64url(text)).toBe(sha256Base64url(new TextEncoder().encode(text)))
    expect(sha256Base64url('abc')).toBe(Buffer.from(ABC, 'hex').toString('base64url'))
  })
})
