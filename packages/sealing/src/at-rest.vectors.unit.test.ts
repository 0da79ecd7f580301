import { expect, test } from 'vitest'
import wycheproof from '../../../schemas/vectors/wycheproof_xchacha20_poly1305.json' with { type: 'json' }
import { encryptXchacha20Poly1305 } from './aead.ts'
import { decryptAtRest } from './at-rest.ts'
import { fromHex, toHex } from './test-support.ts'

const vectors = wycheproof.testGroups.flatMap((group) => group.tests)
const valid = vectors.filter((vector) => vector.result === 'valid')
const invalid = vectors.filter((vector) => vector.result === 'invalid')

test('Wycheproof has 315 vectors for XChaCha20-Poly1305, 246 of them valid', () => {
  expect(vectors).toHaveLength(315)
  expect(valid).toHaveLength(246)
  expect(invalid).toHaveLength(69)
})

test.each(valid)('Wycheproof XChaCha20-Poly1305 #$tcId $flags', (vector) => {
  const key = fromHex(vector.key)
  const nonce = fromHex(vector.iv)
  const associatedData = fromHex(vector.aad)
  const ciphertext = encryptXchacha20Poly1305({ key, nonce }, associatedData, fromHex(vector.msg))
  expect(toHex(ciphertext)).toBe(vector.ct + vector.tag)
  const plaintext = decryptAtRest({ key, associatedData, nonce, ciphertext })
  expect(plaintext && toHex(plaintext)).toBe(vector.msg)
})

test.each(invalid)('Wycheproof XChaCha20-Poly1305 #$tcId $flags is refused', (vector) => {
  const opened = decryptAtRest({
    key: fromHex(vector.key),
    associatedData: fromHex(vector.aad),
    nonce: fromHex(vector.iv),
    ciphertext: fromHex(vector.ct + vector.tag),
  })
  expect(opened).toBeUndefined()
})
