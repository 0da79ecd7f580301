import fc from 'fast-check'
import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { hmacSha256 } from './hmac.ts'

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'))
const text = (words: string) => new TextEncoder().encode(words)
const repeated = (byte: number, count: number) => new Uint8Array(count).fill(byte)

describe('HMAC with SHA-256', () => {
  it.each<[string, Uint8Array, Uint8Array, string]>([
    [
      '1',
      repeated(0x0b, 20),
      text('Hi There'),
      'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
    ],
    [
      '2',
      text('Jefe'),
      text('what do ya want for nothing?'),
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
    [
      '3',
      repeated(0xaa, 20),
      repeated(0xdd, 50),
      '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe',
    ],
    [
      '6, a key longer than a block',
      repeated(0xaa, 131),
      text('Test Using Larger Than Block-Size Key - Hash Key First'),
      '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
    ],
  ])('gives the code of RFC 4231, test case %s', (_case, key, message, code) => {
    expect(hmacSha256(key, message)).toStrictEqual(bytes(code))
  })

  it('gives what the platform gives, for keys and messages of every length', () => {
    const some = fc.uint8Array({ maxLength: 200 })
    fc.assert(
      fc.property(some, some, (key, message) => {
        const platform = createHmac('sha256', key).update(message).digest()
        expect(hmacSha256(key, message)).toStrictEqual(new Uint8Array(platform))
      }),
    )
  })

  it.each([63, 64, 65])('gives it at the edge of a block, %i bytes', (length) => {
    const key = repeated(7, length)
    const platform = createHmac('sha256', key).update('message').digest()
    expect(hmacSha256(key, text('message'))).toStrictEqual(new Uint8Array(platform))
  })

  it('leaves key and message as they are', () => {
    const [key, message] = [repeated(1, 32), repeated(2, 40)]
    hmacSha256(key, message)
    expect([key, message]).toStrictEqual([repeated(1, 32), repeated(2, 40)])
  })
})
