import { caseReference, eventId, instant, organisationId } from '@trm/contracts'
import { expect, test } from 'vitest'
import { z } from 'zod'
import json from '../../schemas/vectors/receipt.json' with { type: 'json' }
import { openReceivingAgent } from './receiving-agent.ts'
import { vectorDirectory, vectorParties } from './vector-directory.ts'

const sentEvent = z.strictObject({
  event: eventId,
  type: z.string(),
  jws: z.string(),
  grant: z.string(),
})

const vector = z.strictObject({
  id: z.string(),
  comment: z.string(),
  self: organisationId,
  sender: organisationId,
  result: z.enum(['ok', 'receipt-invalid']),
  token: z.string(),
  /** What has become of each delivery to `rs.belgrade-cso` afterwards. */
  deliveries: z.record(eventId, z.enum(['queued', 'stored', 'refused'])),
})

const file = z
  .strictObject({
    ...vectorParties,
    now: instant,
    case: caseReference,
    sent: z.tuple([sentEvent], sentEvent),
    vectors: z.array(vector),
  })
  .parse(json)

const BELGRADE = organisationId.parse('rs.belgrade-cso')
const directory = await vectorDirectory(file.roots, file.trustLists)

test('the file has 35 vectors, 9 of them to be accepted', () => {
  expect(file.vectors).toHaveLength(35)
  expect(new Set(file.vectors.map(({ id }) => id)).size).toBe(35)
  expect(file.vectors.filter(({ result }) => result === 'ok')).toHaveLength(9)
})

test.each(file.vectors)('$id ($result): $comment', async ({ self, sender, token, ...expected }) => {
  const { now, case: reference, sent } = file
  const agent = await openReceivingAgent({ self, directory, now, reference, sent })
  await agent.receive(new TextEncoder().encode(token), sender)

  const reasons = agent.inbox.quarantined().map(({ reason }) => reason)
  expect(reasons).toStrictEqual(expected.result === 'ok' ? [] : [expected.result])
  const deliveries = sent.map(({ event }) => [
    event,
    agent.outbox.book.find(event, BELGRADE)?.status,
  ])
  expect(Object.fromEntries(deliveries)).toStrictEqual(expected.deliveries)
})
