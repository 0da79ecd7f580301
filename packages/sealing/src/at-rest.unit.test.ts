import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decryptAtRest, encryptAtRest } from './at-rest.ts'
import { encodeUtf8 } from './bytes.ts'
import { randomBytes } from './random.ts'
import { flipBit } from './test-support.ts'

const key = randomBytes(32)
const associatedData = encodeUtf8('case and section')
const plaintext = encodeUtf8('what is kept')
const encrypted = encryptAtRest({ key, associatedData, plaintext })

describe('at rest', () => {
  test('decrypts what it encrypted, whatever it is and wherever it belongs', () => {
    const bytes = fc.uint8Array({ maxLength: 500 })
    fc.assert(
      fc.property(bytes, bytes, (value, place) => {
        const { nonce, ciphertext } = encryptAtRest({
          key,
          associatedData: place,
          plaintext: value,
        })
        expect(ciphertext).toHaveLength(value.length + 16)
        expect(decryptAtRest({ key, associatedData: place, nonce, ciphertext })).toStrictEqual(
          value,
        )
      }),
    )
  })

  test('never uses a nonce twice', () => {
    const nonces = Array.from({ length: 1_000 }, () =>
      encryptAtRest({ key, associatedData, plaintext }).nonce.join(),
    )
    expect(new Set(nonces).size).toBe(1_000)
  })

  test('refuses every single-bit flip of the ciphertext and the nonce', () => {
    const bits = (bytes: Uint8Array): number[] => [...Array(bytes.length * 8).keys()]
    const { nonce, ciphertext } = encrypted
    const opened = [
      ...bits(ciphertext).map((bit) => ({ nonce, ciphertext: flipBit(ciphertext, bit) })),
      ...bits(nonce).map((bit) => ({ nonce: flipBit(nonce, bit), ciphertext })),
    ].map((changed) => decryptAtRest({ key, associatedData, ...changed }))
    expect(opened).toHaveLength((plaintext.length + 16 + 24) * 8)
    expect(opened.every((value) => value === undefined)).toBe(true)
  })

  test.each([
    ['under another key', { key: randomBytes(32) }],
    ['in another place', { associatedData: encodeUtf8('another case') }],
    ['without a place', { associatedData: new Uint8Array() }],
    ['cut to less than a tag', { ciphertext: encrypted.ciphertext.slice(0, 15) }],
    ['cut by one byte', { ciphertext: encrypted.ciphertext.slice(0, -1) }],
    ['with a nonce of another length', { nonce: encrypted.nonce.slice(0, 12) }],
  ])('opens nothing %s', (_difference, difference) => {
    expect(decryptAtRest({ key, associatedData, ...encrypted, ...difference })).toBeUndefined()
  })

  test.each([0, 31, 33])('throws for a key of %i bytes', (length) => {
    const fault: unknown = expect.objectContaining({ code: 'SEALING_KEY_LENGTH' })
    const wrong = { key: new Uint8Array(length), associatedData }
    expect(() => encryptAtRest({ ...wrong, plaintext })).toThrow(fault)
    expect(() => decryptAtRest({ ...wrong, ...encrypted })).toThrow(fault)
  })
})
