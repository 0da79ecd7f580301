import { expect, test } from 'vitest'
import { InvariantError } from '@trm/kernel'
import wycheproof from '../../../schemas/vectors/wycheproof_hkdf_sha256.json' with { type: 'json' }
import { hkdfExpand, hkdfExtract } from './hkdf.ts'
import { fromHex, toHex } from './test-support.ts'

const vectors = wycheproof.testGroups.flatMap((group) => group.tests)
const valid = vectors.filter((vector) => vector.result === 'valid')
const invalid = vectors.filter((vector) => vector.result === 'invalid')

test('Wycheproof has 86 vectors for HKDF-SHA256, 83 of them valid', () => {
  expect(vectors).toHaveLength(86)
  expect(valid).toHaveLength(83)
  expect(invalid).toHaveLength(3)
})

test.each(valid)('Wycheproof HKDF-SHA256 #$tcId $flags', ({ ikm, salt, info, size, okm }) => {
  const pseudorandomKey = hkdfExtract(fromHex(salt), fromHex(ikm))
  expect(toHex(hkdfExpand(pseudorandomKey, fromHex(info), size))).toBe(okm)
})

test.each(invalid)(
  'Wycheproof HKDF-SHA256 #$tcId $flags is refused',
  ({ ikm, salt, info, size }) => {
    const pseudorandomKey = hkdfExtract(fromHex(salt), fromHex(ikm))
    expect(() => hkdfExpand(pseudorandomKey, fromHex(info), size)).toThrow(InvariantError)
  },
)
