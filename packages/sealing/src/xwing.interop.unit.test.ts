import { describe, expect, test } from 'vitest'
import { sodium } from './libsodium.ts'
import { randomBytes } from './random.ts'
import { flipBit } from './test-support.ts'
import { decapsulate, encapsulate, generateXwingKey, xwingPublicKey } from './xwing.ts'

const ROUNDS = 25
const rounds = Array.from({ length: ROUNDS }, (_, round) => round)

/** In the little-endian order of RFC 7748: points with which every agreement yields zeros. */
const smallOrder = {
  zero: new Uint8Array(32),
  one: Uint8Array.of(1, ...new Uint8Array(31)),
}

describe('X-Wing beside the one of libsodium', () => {
  test.each(rounds)('the same seed has the same public key, round %i', () => {
    const seed = randomBytes(32)
    const other = sodium.crypto_kem_xwing_seed_keypair(seed)
    expect(xwingPublicKey(seed)).toStrictEqual(other.publicKey)
  })

  test.each(rounds)('it arrives at the secret that we encapsulate, round %i', () => {
    const { publicKey, privateKey } = generateXwingKey()
    const { encapsulated, sharedSecret } = encapsulate(publicKey)
    expect(sodium.crypto_kem_xwing_dec(encapsulated, privateKey)).toStrictEqual(sharedSecret)
  })

  test.each(rounds)('we arrive at the secret that it encapsulates, round %i', () => {
    const { publicKey, privateKey } = sodium.crypto_kem_xwing_keypair()
    const { ciphertext, sharedSecret } = sodium.crypto_kem_xwing_enc(publicKey)
    expect(decapsulate(ciphertext, privateKey)).toStrictEqual(sharedSecret)
  })

  test.each([0, 7, 8_000, 8_703, 8_704, 8_950])('rejects bit %i flipped alike', (bit) => {
    const { publicKey, privateKey } = generateXwingKey()
    const { encapsulated, sharedSecret } = encapsulate(publicKey)
    const flipped = flipBit(encapsulated, bit)
    const ours = decapsulate(flipped, privateKey)
    expect(ours).toStrictEqual(sodium.crypto_kem_xwing_dec(flipped, privateKey))
    expect(ours).not.toStrictEqual(sharedSecret)
  })
})

describe('X-Wing', () => {
  test('never agrees on the same secret twice', () => {
    const { publicKey } = generateXwingKey()
    expect(encapsulate(publicKey)).not.toStrictEqual(encapsulate(publicKey))
  })

  test.each([0, 31, 33])('wants a private key of 32 bytes, not %i', (length) => {
    const { publicKey } = generateXwingKey()
    const wrong = expect.objectContaining({ code: 'SEALING_KEY_LENGTH' }) as unknown
    expect(() => decapsulate(encapsulate(publicKey).encapsulated, randomBytes(length))).toThrow(
      wrong,
    )
    expect(() => xwingPublicKey(randomBytes(length))).toThrow(wrong)
  })

  test.each([0, 32, 1_215, 1_217])('wants a public key of 1,216 bytes, not %i', (length) => {
    expect(() => encapsulate(randomBytes(length))).toThrow(
      expect.objectContaining({ code: 'SEALING_KEY_LENGTH' }),
    )
  })

  test.each([0, 1_088, 1_119, 1_121])('opens nothing of %i bytes', (length) => {
    expect(decapsulate(randomBytes(length), generateXwingKey().privateKey)).toBeUndefined()
  })

  test('refuses a public key with numbers beyond the modulus, and does not quote it', () => {
    const { publicKey } = generateXwingKey()
    const beyond = publicKey.slice().fill(0xff, 0, 1_184)
    expect(() => encapsulate(beyond)).toThrow(
      expect.objectContaining({ code: 'SEALING_PUBLIC_KEY_INVALID', cause: undefined }),
    )
  })

  test.each(Object.entries(smallOrder))('agrees on nothing with the point %s', (_name, point) => {
    const { publicKey, privateKey } = generateXwingKey()
    const weak = publicKey.slice()
    weak.set(point, 1_184)
    expect(() => encapsulate(weak)).toThrow(
      expect.objectContaining({ code: 'SEALING_PUBLIC_KEY_INVALID' }),
    )
    const { encapsulated } = encapsulate(publicKey)
    encapsulated.set(point, 1_088)
    expect(decapsulate(encapsulated, privateKey)).toBeUndefined()
  })

  test('takes a key anew whose bytes come in another array', () => {
    const { publicKey, privateKey } = generateXwingKey()
    const { encapsulated, sharedSecret } = encapsulate(publicKey.slice())
    expect(decapsulate(encapsulated, privateKey.slice())).toStrictEqual(sharedSecret)
  })
})
