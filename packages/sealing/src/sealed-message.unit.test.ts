import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fail, ok } from '@trm/kernel'
import { decodeBase64url } from './base64url.ts'
import { concatBytes, encodeUtf8 } from './bytes.ts'
import { generateSealingKey } from './hpke.ts'
import type { MessageItem } from './message-framing.ts'
import { randomBytes } from './random.ts'
import {
  MESSAGE_BYTES_MAX,
  openMessage,
  sealedMessageLength,
  sealingInfo,
  sealMessage,
  type OutgoingMessage,
} from './sealed-message.ts'
import { organisation, toHex } from './test-support.ts'

const vienna = organisation('at.vienna-cso')
const graz = organisation('at.graz-cso')
const belgrade = organisation('rs.belgrade-cso')
const nis = organisation('rs.nis-cso')

const key = generateSealingKey()
const findPrivateKey = (keyId: string): Uint8Array | undefined =>
  keyId === key.keyId ? key.privateKey : undefined
const outgoing: OutgoingMessage = {
  sender: vienna,
  recipient: belgrade,
  recipientKeyId: key.keyId,
  recipientPublicKey: key.publicKey,
  items: [{ kind: 'event', bytes: encodeUtf8('a copy') }],
}
const body = sealMessage(outgoing)
const opening = { body, recipient: belgrade, findPrivateKey, senderCandidates: [graz, vienna] }
const itemsOfLengths = (...lengths: number[]): MessageItem[] =>
  lengths.map((length) => ({ kind: 'event', bytes: randomBytes(length) }))

describe('a sealed message', () => {
  test('opens to its items, in order, and to its sender among the candidates', () => {
    const lists = fc.array(
      fc.record<MessageItem>(
        { kind: fc.constantFrom('event', 'receipt'), bytes: fc.uint8Array({ maxLength: 1_000 }) },
        { noNullPrototype: true },
      ),
      { minLength: 1, maxLength: 64 },
    )
    fc.assert(
      fc.property(lists, (items) => {
        const sealed = sealMessage({ ...outgoing, items })
        expect(sealed).toHaveLength(sealedMessageLength(items.map((item) => item.bytes.length)))
        expect(openMessage({ ...opening, body: sealed })).toStrictEqual(
          ok({ sender: vienna, items }),
        )
      }),
      { numRuns: 30 },
    )
  })

  test('says in clear which key it is for, and neither sender nor recipient nor content', () => {
    expect(toHex(body.subarray(0, 6))).toBe('54524d310001')
    expect(body.slice(6, 38)).toStrictEqual(decodeBase64url(key.keyId))
    const text = Buffer.from(body).toString('latin1')
    for (const secret of [vienna, belgrade, 'a copy']) expect(text).not.toContain(secret)
  })

  test('is as long for six bytes as for two thousand', () => {
    expect(body).toHaveLength(38 + 1_120 + 2_048 + 16)
    expect(sealMessage({ ...outgoing, items: itemsOfLengths(2_000) })).toHaveLength(body.length)
  })

  test('fills the last bucket below 1 MiB and no more', () => {
    const lengthMax = 1_032_192 - 4 - 6
    const sealed = sealMessage({ ...outgoing, items: itemsOfLengths(lengthMax) })
    expect(sealed.length).toBeLessThanOrEqual(MESSAGE_BYTES_MAX)
    expect(openMessage({ ...opening, body: sealed })).toMatchObject({ ok: true })
    expect(sealedMessageLength([lengthMax + 1])).toBeGreaterThan(MESSAGE_BYTES_MAX)
    expect(() => sealMessage({ ...outgoing, items: itemsOfLengths(lengthMax + 1) })).toThrow(
      expect.objectContaining({ code: 'SEALING_MESSAGE_TOO_LONG' }),
    )
  })
})

describe('sealing throws', () => {
  test.each([0, 65, 256])('for %i items', (count) => {
    const items = itemsOfLengths(...Array<number>(count).fill(1))
    expect(() => sealMessage({ ...outgoing, items })).toThrow(
      expect.objectContaining({ code: 'SEALING_ITEM_COUNT', details: { count } }),
    )
  })

  test.each([generateSealingKey().keyId, key.keyId.slice(1), `${key.keyId}=`, ''])(
    'for the id of another key: %j',
    (recipientKeyId) => {
      expect(() => sealMessage({ ...outgoing, recipientKeyId })).toThrow(
        expect.objectContaining({ code: 'SEALING_KEY_ID_MISMATCH', details: {} }),
      )
    },
  )
})

describe('a message does not open', () => {
  const otherKey = generateSealingKey()
  test.each([
    ['for another recipient with the same key', { recipient: nis }],
    ['when its sender is no candidate', { senderCandidates: [graz, nis] }],
    ['when there is no candidate', { senderCandidates: [] }],
    ['when sender and recipient are swapped', { recipient: vienna, senderCandidates: [belgrade] }],
    ['under another private key', { findPrivateKey: () => otherKey.privateKey }],
  ])('%s', (_difference, difference) => {
    expect(openMessage({ ...opening, ...difference })).toStrictEqual(fail({ kind: 'open-failed' }))
  })

  test('when its key is destroyed', () => {
    expect(openMessage({ ...opening, findPrivateKey: () => undefined })).toStrictEqual(
      fail({ kind: 'unknown-key', keyId: key.keyId }),
    )
  })

  test('cut at any place: malformed, before any key is asked for', () => {
    const mustNotAsk = (): never => {
      throw new Error('asked for a key')
    }
    for (let length = 0; length < body.length; length += 1) {
      const cut = { ...opening, findPrivateKey: mustNotAsk, body: body.slice(0, length) }
      expect(openMessage(cut)).toStrictEqual(fail({ kind: 'malformed' }))
    }
  })

  // The last makes a bucket again, beyond the limit.
  test.each([1, 16, 127, 129, 1_048_576 - 2_048])('with %i bytes added', (length) => {
    const longer = concatBytes(body, new Uint8Array(length))
    expect(openMessage({ ...opening, body: longer })).toStrictEqual(fail({ kind: 'malformed' }))
  })

  test('stretched to the next bucket', () => {
    const stretched = concatBytes(body, new Uint8Array(128))
    expect(openMessage({ ...opening, body: stretched })).toStrictEqual(
      fail({ kind: 'open-failed' }),
    )
  })

  test('with the encapsulated key of another message of the same sender', () => {
    const other = sealMessage(outgoing)
    const mixed = concatBytes(body.slice(0, 38), other.slice(38, 1_158), body.slice(1_158))
    expect(openMessage({ ...opening, body: mixed })).toStrictEqual(fail({ kind: 'open-failed' }))
  })

  test('of a later suite, whatever its length', () => {
    const later = [body.with(5, 2), body.with(4, 1), body.slice(0, 6).with(5, 2)]
    for (const laterBody of later) {
      expect(openMessage({ ...opening, body: laterBody })).toStrictEqual(
        fail({ kind: 'unknown-suite' }),
      )
    }
  })
})

test('a key of another length from the vault is a fault, not a verdict', () => {
  expect(() => openMessage({ ...opening, findPrivateKey: () => new Uint8Array(31) })).toThrow(
    expect.objectContaining({ code: 'SEALING_KEY_LENGTH' }),
  )
})

test('no two pairs of organisations share an info', () => {
  const keyId = decodeBase64url(key.keyId) ?? new Uint8Array()
  const pairs = [
    [organisation('at.ab'), organisation('at.c')],
    [organisation('at.a'), organisation('at.bc')],
    [organisation('at.c'), organisation('at.ab')],
  ] as const
  const infos = pairs.map(([sender, recipient]) => toHex(sealingInfo(sender, recipient, keyId)))
  expect(new Set(infos).size).toBe(3)
})
