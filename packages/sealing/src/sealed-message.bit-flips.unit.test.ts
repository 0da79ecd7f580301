import { expect, test } from 'vitest'
import { encodeUtf8 } from './bytes.ts'
import { generateSealingKey } from './hpke.ts'
import { openMessage, sealMessage } from './sealed-message.ts'
import { flipBit, organisation } from './test-support.ts'

const sender = organisation('at.vienna-cso')
const recipient = organisation('rs.belgrade-cso')
const { keyId, privateKey, publicKey } = generateSealingKey()
const body = sealMessage({
  sender,
  recipient,
  recipientKeyId: keyId,
  recipientPublicKey: publicKey,
  items: [{ kind: 'event', bytes: encodeUtf8('a copy') }],
})
// Also a flipped key id gets the right key, so that it is the header's authentication that refuses.
const opens = (flipped: Uint8Array): boolean =>
  openMessage({
    body: flipped,
    recipient,
    findPrivateKey: () => privateKey,
    senderCandidates: [sender],
  }).ok

test('the message as it is opens', () => {
  expect(opens(body)).toBe(true)
})

test.each([
  ['magic and suite', 0, 6],
  ['the key id', 6, 38],
  ['the encapsulated key', 38, 1_158],
  ['the ciphertext', 1_158, body.length],
])('every single-bit flip of %s is refused', { timeout: 120_000 }, (_part, from, to) => {
  const opened: number[] = []
  for (let bit = from * 8; bit < to * 8; bit += 1) {
    if (opens(flipBit(body, bit))) opened.push(bit)
  }
  expect(opened).toStrictEqual([])
})
