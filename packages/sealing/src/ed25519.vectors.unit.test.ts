import { describe, expect, test } from 'vitest'
import wycheproof from '../../../schemas/vectors/wycheproof_ed25519.json' with { type: 'json' }
import { ed25519PublicKey, signEd25519, verifyEd25519 } from './ed25519.ts'
import { flipBit, fromHex, toHex } from './test-support.ts'

const vectors = wycheproof.testGroups.flatMap((group) =>
  group.tests.map((vector) => ({ ...vector, publicKey: group.publicKey.pk })),
)

const rfc8032Test3 = {
  privateKey: 'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
  publicKey: 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
  message: 'af82',
  signature:
    '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
}

test('Wycheproof has 151 vectors for Ed25519, 88 of them valid', () => {
  expect(vectors).toHaveLength(151)
  expect(vectors.filter((vector) => vector.result === 'valid')).toHaveLength(88)
})

test.each(vectors)(
  'Wycheproof Ed25519 #$tcId $flags is $result',
  ({ publicKey, msg, sig, result }) => {
    const verified = verifyEd25519(fromHex(sig), fromHex(msg), fromHex(publicKey))
    expect(verified).toBe(result === 'valid')
  },
)

describe('RFC 8032, section 7.1, test 3', () => {
  test('key and signature are those of the RFC', () => {
    const privateKey = fromHex(rfc8032Test3.privateKey)
    expect(toHex(ed25519PublicKey(privateKey))).toBe(rfc8032Test3.publicKey)
    expect(toHex(signEd25519(fromHex(rfc8032Test3.message), privateKey))).toBe(
      rfc8032Test3.signature,
    )
  })

  test('an array that holds another key by now signs with that', () => {
    const message = fromHex(rfc8032Test3.message)
    const array = new Uint8Array(32).fill(7)
    const before = signEd25519(message, array)
    expect(signEd25519(message, array)).toStrictEqual(before)
    array.set(fromHex(rfc8032Test3.privateKey))
    expect(toHex(signEd25519(message, array))).toBe(rfc8032Test3.signature)
  })

  test('every single-bit flip of signature, message and key is refused', () => {
    const signature = fromHex(rfc8032Test3.signature)
    const message = fromHex(rfc8032Test3.message)
    const publicKey = fromHex(rfc8032Test3.publicKey)
    expect(verifyEd25519(signature, message, publicKey)).toBe(true)
    const bits = (bytes: Uint8Array): number[] => [...Array(bytes.length * 8).keys()]
    const accepted = [
      ...bits(signature).map((bit) => verifyEd25519(flipBit(signature, bit), message, publicKey)),
      ...bits(message).map((bit) => verifyEd25519(signature, flipBit(message, bit), publicKey)),
      ...bits(publicKey).map((bit) => verifyEd25519(signature, message, flipBit(publicKey, bit))),
    ]
    expect(accepted).toHaveLength(512 + 16 + 256)
    expect(accepted.filter(Boolean)).toHaveLength(0)
  })
})

describe('keys of small order', () => {
  test.each([
    ['the identity', '0100000000000000000000000000000000000000000000000000000000000000'],
    ['order 4', '0000000000000000000000000000000000000000000000000000000000000000'],
    ['order 2', 'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f'],
  ])('never verify: %s', (_order, publicKey) => {
    const identity = '0100000000000000000000000000000000000000000000000000000000000000'
    const signature = fromHex(identity + '00'.repeat(32))
    const accepted = [...Array(64).keys()].filter((message) =>
      verifyEd25519(signature, Uint8Array.of(message), fromHex(publicKey)),
    )
    expect(accepted).toHaveLength(0)
  })
})

test.each([0, 31, 33, 64])('a key of %i bytes is a bug of the caller', (length) => {
  const fault: unknown = expect.objectContaining({ code: 'SEALING_KEY_LENGTH' })
  const key = new Uint8Array(length)
  expect(() => verifyEd25519(new Uint8Array(64), new Uint8Array(), key)).toThrow(fault)
  expect(() => signEd25519(new Uint8Array(), key)).toThrow(fault)
})
