import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import file from '../../../schemas/vectors/sealed_message.json' with { type: 'json' }
import { decodeItems, encodeItems } from './message-framing.ts'
import { openMessage, sealingInfo, sealMessageUnder } from './sealed-message.ts'
import { fromHex, organisation, replayedEncapsulation, toHex } from './test-support.ts'

const sender = organisation(file.sender)
const recipient = organisation(file.recipient)
const recipientPublicKey = fromHex(file.recipientPublicKey)
const positive = file.vectors.filter((vector) => vector.result === 'ok')

test('the file has 23 vectors, one of them to be opened', () => {
  expect(file.vectors).toHaveLength(23)
  expect(new Set(file.vectors.map((vector) => vector.id)).size).toBe(23)
  expect(positive).toHaveLength(1)
})

test.each(file.vectors)('$id ($result): $comment', (vector) => {
  const opened = openMessage({
    body: fromHex(vector.body),
    recipient: organisation(vector.recipient),
    findPrivateKey: (keyId) =>
      keyId === file.recipientKeyId ? fromHex(file.recipientPrivateKey) : undefined,
    senderCandidates: vector.senderCandidates.map(organisation),
  })
  const items = vector.items?.map(({ kind, bytes }) => ({ kind, bytes: fromHex(bytes) }))
  expect(opened).toStrictEqual(
    vector.result === 'ok'
      ? { ok: true, value: { sender: vector.sender, items } }
      : { ok: false, failure: failureOf(vector) },
  )
})

/** For an unknown key it says which: the 32 bytes behind magic and suite. */
function failureOf({ result, body }: (typeof file.vectors)[number]) {
  const keyId = Buffer.from(fromHex(body)).subarray(6, 38).toString('base64url')
  return result === 'unknown-key' ? { kind: result, keyId } : { kind: result }
}

test.each(positive)('$id: sealing reproduces the published body', ({ body }) => {
  const items = decodeItems(fromHex(file.frame)) ?? []
  expect(toHex(encodeItems(items))).toBe(file.frame)
  const keyId = createHash('sha256').update(recipientPublicKey).digest()
  expect(keyId.toString('base64url')).toBe(file.recipientKeyId)
  expect(toHex(sealingInfo(sender, recipient, keyId))).toBe(file.info)
  const sealed = sealMessageUnder(
    replayedEncapsulation(recipientPublicKey, fromHex(file.randomness)),
    {
      sender,
      recipient,
      recipientKeyId: file.recipientKeyId,
      recipientPublicKey,
      items,
    },
  )
  expect(toHex(sealed)).toBe(body)
})
