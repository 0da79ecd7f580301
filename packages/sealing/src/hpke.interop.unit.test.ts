import { Chacha20Poly1305 } from '@hpke/chacha20poly1305'
import { CipherSuite, HkdfSha256 } from '@hpke/core'
import { XWing } from '@hpke/hybridkem-x-wing'
import { describe, expect, test } from 'vitest'
import { encodeUtf8 } from './bytes.ts'
import { generateSealingKey, hpkeOpen, hpkeSeal } from './hpke.ts'
import { randomBytes } from './random.ts'

// Its own types speak of the DOM's keys, which are not declared here; of a key nothing is used.
type OtherSuite = {
  readonly kem: {
    importKey(format: 'raw', key: ArrayBuffer, isPublic: boolean): Promise<object>
    generateKeyPair(): Promise<{ readonly publicKey: object; readonly privateKey: object }>
    serializePublicKey(key: object): Promise<ArrayBuffer>
    serializePrivateKey(key: object): Promise<ArrayBuffer>
    deserializePublicKey(key: ArrayBuffer): Promise<object>
  }
  open(
    params: { recipientKey: object; enc: ArrayBuffer; info: ArrayBuffer },
    ciphertext: ArrayBuffer,
    aad: ArrayBuffer,
  ): Promise<ArrayBuffer>
  seal(
    params: { recipientPublicKey: object; info: ArrayBuffer },
    plaintext: ArrayBuffer,
    aad: ArrayBuffer,
  ): Promise<{ readonly enc: ArrayBuffer; readonly ct: ArrayBuffer }>
}

const suite: OtherSuite = new CipherSuite({
  kem: new XWing(),
  kdf: new HkdfSha256(),
  aead: new Chacha20Poly1305(),
})
const info = encodeUtf8('who seals to whom, and for what')
const aad = encodeUtf8('what travels in clear')

// The other implementation reads the memory behind a view, so it gets copies of their own.
const own = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer

describe.each([0, 1, 2_048, 50_000])('@hpke/core and a plaintext of %i bytes', (length) => {
  const plaintext = randomBytes(length)

  test('opens what we seal', async () => {
    const { publicKey, privateKey } = generateSealingKey()
    const { encapsulated, ciphertext } = hpkeSeal({ publicKey, info, aad, plaintext })
    const recipientKey = await suite.kem.importKey('raw', own(privateKey), false)
    const params = { recipientKey, enc: own(encapsulated), info: own(info) }
    const opened = await suite.open(params, own(ciphertext), own(aad))
    expect(new Uint8Array(opened)).toStrictEqual(plaintext)
  })

  test('seals what we open, to our key and to its own', async () => {
    const ours = generateSealingKey()
    const theirs = await suite.kem.generateKeyPair()
    const pairs = [
      ours,
      {
        publicKey: new Uint8Array(await suite.kem.serializePublicKey(theirs.publicKey)),
        privateKey: new Uint8Array(await suite.kem.serializePrivateKey(theirs.privateKey)),
      },
    ]
    for (const { publicKey, privateKey } of pairs) {
      const recipientPublicKey = await suite.kem.deserializePublicKey(own(publicKey))
      const params = { recipientPublicKey, info: own(info) }
      const { enc, ct } = await suite.seal(params, own(plaintext), own(aad))
      const opened = hpkeOpen({
        privateKey,
        encapsulated: new Uint8Array(enc),
        infoCandidates: [info],
        aad,
        ciphertext: new Uint8Array(ct),
      })
      expect(opened?.plaintext).toStrictEqual(plaintext)
    }
  })

  test('refuses what we seal under another info', async () => {
    const { publicKey, privateKey } = generateSealingKey()
    const { encapsulated, ciphertext } = hpkeSeal({ publicKey, info, aad, plaintext })
    const recipientKey = await suite.kem.importKey('raw', own(privateKey), false)
    const params = { recipientKey, enc: own(encapsulated), info: own(encodeUtf8('other')) }
    await expect(suite.open(params, own(ciphertext), own(aad))).rejects.toThrow()
  })
})
