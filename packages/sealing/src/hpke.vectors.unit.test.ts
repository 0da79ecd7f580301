import { describe, expect, test } from 'vitest'
import published from '../../../schemas/vectors/hpke_xwing_hkdfsha256_chacha20poly1305.json' with { type: 'json' }
import { decryptChacha20Poly1305, encryptChacha20Poly1305 } from './aead.ts'
import { hpkeOpen, sealUnder } from './hpke.ts'
import { firstMessageKey, labeledExpand, scheduleSecret } from './hpke-key-schedule.ts'
import { fromHex, replayedEncapsulation, toHex } from './test-support.ts'
import { decapsulate, xwingPublicKey } from './xwing.ts'

test('the file has one vector with 10 encryptions and 5 exports', () => {
  expect(published.vectors).toHaveLength(1)
  expect(published.vectors.flatMap((vector) => vector.encryptions)).toHaveLength(10)
  expect(published.vectors.flatMap((vector) => vector.exports)).toHaveLength(5)
})

// ikmR is the one field left out: our private keys are random seeds, never derived from a secret.
describe.each(published.vectors)('draft-ietf-hpke-pq, suite $suite_id', (vector) => {
  const info = fromHex(vector.info)
  const encapsulation = replayedEncapsulation(fromHex(vector.pkRm), fromHex(vector.ikmE))
  const scheduled = scheduleSecret(encapsulation.sharedSecret, info)
  const { key, nonce } = firstMessageKey(scheduled)
  const exporterSecret = labeledExpand(scheduled.secret, 'exp', scheduled.context, 32)

  test('is the Base mode of our suite', () => {
    expect(vector).toMatchObject({ mode: 0, kem_id: 0x647a, kdf_id: 1, aead_id: 3 })
    expect(vector.suite_id).toBe(toHex(new TextEncoder().encode('HPKE')) + '647a00010003')
  })

  test('the private key has this public key', () => {
    expect(toHex(xwingPublicKey(fromHex(vector.skRm)))).toBe(vector.pkRm)
  })

  test('encapsulation and decapsulation arrive at the same published secret', () => {
    expect(toHex(encapsulation.encapsulated)).toBe(vector.enc)
    expect(toHex(encapsulation.sharedSecret)).toBe(vector.shared_secret)
    const decapsulated = decapsulate(fromHex(vector.enc), fromHex(vector.skRm))
    expect(decapsulated && toHex(decapsulated)).toBe(vector.shared_secret)
  })

  test('the key schedule arrives at key, base nonce and exporter secret', () => {
    expect(toHex(key)).toBe(vector.key)
    expect(toHex(nonce)).toBe(vector.base_nonce)
    expect(toHex(exporterSecret)).toBe(vector.exporter_secret)
  })

  test.each(vector.exports)(
    'exports $exported_value',
    ({ exporter_context, L, exported_value }) => {
      const exported = labeledExpand(exporterSecret, 'sec', fromHex(exporter_context), L)
      expect(toHex(exported)).toBe(exported_value)
    },
  )

  test.each(vector.encryptions.map((encryption, sequence) => ({ ...encryption, sequence })))(
    'encryption $sequence',
    ({ sequence, nonce: publishedNonce, aad, pt, ct }) => {
      const sequenceNonce = nonce.slice()
      sequenceNonce[11] = (nonce[11] ?? 0) ^ sequence
      expect(toHex(sequenceNonce)).toBe(publishedNonce)
      const messageKey = { key, nonce: sequenceNonce }
      expect(toHex(encryptChacha20Poly1305(messageKey, fromHex(aad), fromHex(pt)))).toBe(ct)
      const opened = decryptChacha20Poly1305(messageKey, fromHex(aad), fromHex(ct))
      expect(opened && toHex(opened)).toBe(pt)
    },
  )

  test('the first encryption is what sealing makes and opening opens', () => {
    const first = vector.encryptions[0] ?? { aad: '', pt: '', ct: '' }
    const aad = fromHex(first.aad)
    const sealed = sealUnder(encapsulation, { info, aad, plaintext: fromHex(first.pt) })
    expect(toHex(sealed.encapsulated)).toBe(vector.enc)
    expect(toHex(sealed.ciphertext)).toBe(first.ct)
    const privateKey = fromHex(vector.skRm)
    expect(hpkeOpen({ ...sealed, privateKey, infoCandidates: [info], aad })).toStrictEqual({
      index: 0,
      plaintext: fromHex(first.pt),
    })
  })
})
