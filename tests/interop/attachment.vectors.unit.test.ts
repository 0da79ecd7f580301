import { caseReference, eventId, instant, organisationId, tokenId } from '@trm/contracts'
import { decodeChunk, encodeChunk } from '@trm/exchange'
import { expect, test } from 'vitest'
import { z } from 'zod'
import json from '../../schemas/vectors/attachment.json' with { type: 'json' }
import { openReceivingAgent } from './receiving-agent.ts'
import { vectorDirectory, vectorKey, vectorRoots, vectorTrustLists } from './vector-directory.ts'

const hex = z.string().regex(/^([0-9a-f]{2})*$/)
const sentEvent = z.strictObject({
  event: eventId,
  type: z.string(),
  jws: z.string(),
  grant: z.string(),
})
const named = { id: z.string(), comment: z.string() }
const chunk = z.strictObject({
  case: caseReference,
  event: eventId,
  attachment: tokenId,
  index: z.int(),
  bytes: hex,
})

const file = z
  .strictObject({
    source: z.string(),
    warning: z.string(),
    roots: vectorRoots,
    keys: z.array(vectorKey),
    trustLists: vectorTrustLists,
    now: instant,
    case: caseReference,
    sent: z.tuple([sentEvent], sentEvent),
    chunks: z.array(
      z.discriminatedUnion('result', [
        z.strictObject({ ...named, result: z.literal('ok'), bytes: hex, chunk }),
        z.strictObject({ ...named, result: z.literal('malformed'), bytes: hex }),
      ]),
    ),
    receipts: z.array(
      z.strictObject({
        ...named,
        sender: organisationId,
        result: z.enum(['ok', 'receipt-invalid']),
        token: z.string(),
      }),
    ),
  })
  .parse(json)

const VIENNA = organisationId.parse('at.vienna-cso')
const directory = await vectorDirectory(file.roots, file.trustLists)
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'hex'))

test('the file has 4 chunks, 1 of them to be read, and 12 receipts, 3 of them to be taken', () => {
  const count = (vectors: readonly { readonly result: string }[]) => [
    vectors.length,
    vectors.filter(({ result }) => result === 'ok').length,
  ]
  expect([count(file.chunks), count(file.receipts)]).toStrictEqual([
    [4, 1],
    [12, 3],
  ])
})

test.each(file.chunks)('chunk $id ($result): $comment', (vector) => {
  const decoded = decodeChunk(bytesOf(vector.bytes))
  if (vector.result === 'malformed') {
    expect(decoded).toBeUndefined()
    return
  }
  const expected = { ...vector.chunk, bytes: bytesOf(vector.chunk.bytes) }
  expect(decoded).toStrictEqual(expected)
  expect(encodeChunk(expected)).toStrictEqual(bytesOf(vector.bytes))
})

test.each(file.receipts)('receipt $id ($result): $comment', async ({ sender, token, result }) => {
  const { now, case: reference, sent } = file
  const agent = await openReceivingAgent({ self: VIENNA, directory, now, reference, sent })
  await agent.receive(new TextEncoder().encode(token), sender, 'chunk-receipt')
  const reasons = agent.inbox.quarantined().map(({ reason }) => reason)
  expect(reasons).toStrictEqual(result === 'ok' ? [] : [result])
})
