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
