import { describe, expect, test } from 'vitest'
import { encodeUtf8 } from './bytes.ts'
import { generateSealingKey, hpkeOpen, hpkeSeal, sealingKeyId } from './hpke.ts'
import { flipBit } from './test-support.ts'

const key = generateSealingKey()
const info = encodeUtf8('info')
const aad = encodeUtf8('aad')
const plaintext = encodeUtf8('plaintext')
const sealed = hpkeSeal({ publicKey: key.publicKey, info, aad, plaintext })
const opening = { privateKey: key.privateKey, infoCandidates: [info], aad, ...sealed }

describe('opening', () => {
  test('yields the plaintext and says which info fitted', () => {
    const infoCandidates = [encodeUtf8('a'), encodeUtf8('b'), info, encodeUtf8('c')]
    expect(hpkeOpen({ ...opening, infoCandidates })).toStrictEqual({ index: 2, plaintext })
  })

  test.each([
    ['another private key', { privateKey: generateSealingKey().privateKey }],
    ['another info', { infoCandidates: [encodeUtf8('other')] }],
    ['no info', { infoCandidates: [] }],
    ['another aad', { aad: encodeUtf8('other') }],
    ['no aad', { aad: new Uint8Array() }],
    ['a ciphertext shorter than its tag', { ciphertext: sealed.ciphertext.slice(0, 15) }],
    ['an empty ciphertext', { ciphertext: new Uint8Array() }],
    ['a cut encapsulated key', { encapsulated: sealed.encapsulated.slice(1) }],
    ['an empty encapsulated key', { encapsulated: new Uint8Array() }],
    ['an encapsulated key of zeros', { encapsulated: new Uint8Array(1_120) }],
    ['an encapsulated key of another message', { encapsulated: flipBit(sealed.encapsulated, 0) }],
  ])('yields nothing with %s', (_difference, difference) => {
    expect(hpkeOpen({ ...opening, ...difference })).toBeUndefined()
  })

  test.each([0, 31, 33, 1_216])('throws for a private key of %i bytes', (length) => {
    expect(() => hpkeOpen({ ...opening, privateKey: new Uint8Array(length) })).toThrow(
      expect.objectContaining({
        code: 'SEALING_KEY_LENGTH',
        details: { expected: 32, actual: length },
      }),
    )
  })
})

describe('sealing', () => {
  test('the same plaintext twice shares nothing', () => {
    const again = hpkeSeal({ publicKey: key.publicKey, info, aad, plaintext })
    expect(again.encapsulated).not.toStrictEqual(sealed.encapsulated)
    expect(again.ciphertext).not.toStrictEqual(sealed.ciphertext)
  })

  test.each([0, 1_215, 1_217])('throws for a public key of %i bytes', (length) => {
    const fault: unknown = expect.objectContaining({ code: 'SEALING_KEY_LENGTH' })
    const publicKey = new Uint8Array(length)
    expect(() => hpkeSeal({ publicKey, info, aad, plaintext })).toThrow(fault)
    expect(() => sealingKeyId(publicKey)).toThrow(fault)
  })

  test.each([
    ['all ones', new Uint8Array(1_216).fill(0xff)],
    [
      'an X25519 point of small order',
      new Uint8Array([...key.publicKey.slice(0, 1_184), ...Array<number>(32).fill(0)]),
    ],
  ])('throws for a public key of %s', (_flaw, publicKey) => {
    expect(() => hpkeSeal({ publicKey, info, aad, plaintext })).toThrow(
      expect.objectContaining({ code: 'SEALING_PUBLIC_KEY_INVALID' }),
    )
  })
})
