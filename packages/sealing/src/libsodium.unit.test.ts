import { describe, expect, test } from 'vitest'
import { sodium, succeeding, unlessRefused } from './libsodium.ts'

const fault: unknown = expect.objectContaining({ code: 'SEALING_LIBRARY_FAULT' })

describe('the boundary to libsodium', () => {
  test('turns the refusal of a primitive into undefined, or a fault where none is expected', () => {
    const refused = (): Uint8Array =>
      sodium.crypto_aead_chacha20poly1305_ietf_decrypt(
        null,
        new Uint8Array(16),
        null,
        new Uint8Array(12),
        new Uint8Array(32),
      )
    expect(unlessRefused(refused)).toBeUndefined()
    expect(() => succeeding(refused)).toThrow(fault)
  })

  test('turns every other error into a fault that does not carry the library’s own', () => {
    const wrongLength = (): Uint8Array =>
      sodium.crypto_kem_xwing_dec(new Uint8Array(), new Uint8Array())
    expect(() => unlessRefused(wrongLength)).toThrow(fault)
    expect(() => unlessRefused(wrongLength)).toThrow(expect.objectContaining({ cause: undefined }))
  })
})
