import { createHash } from 'node:crypto'
import { toInstant, type JsonObject } from '@trm/kernel'
import { describe, expect, it } from 'vitest'
import { startEventDigest } from './event-digest.ts'
import type { RecordedEvent } from './event-store.ts'

const event: RecordedEvent = {
  id: 'id-1',
  type: 'SomethingHappened',
  streamId: 'stream-1',
  revision: 2n ** 60n,
  position: 7n,
  recordedAt: toInstant(new Date(0)),
  data: { b: [1, 'ž'], a: { nested: null } },
}
const other: RecordedEvent = { ...event, id: 'id-2', revision: 2n ** 60n + 1n }

function digestOf(...events: readonly RecordedEvent[]): string {
  const digest = startEventDigest()
  for (const added of events) digest.add(added)
  expect(digest.current().events).toBe(events.length)
  return digest.current().digest
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

describe('the digest of events', () => {
  it('chains the canonical form of each event to what came before', () => {
    const first = sha256('trm event digest 1')
    expect(digestOf()).toBe(first)
    const canonical =
      '["id-1","SomethingHappened","stream-1","1152921504606846976",{"a":{"nested":null},"b":[1,"ž"]}]'
    expect(digestOf(event)).toBe(sha256(`${first}\n${canonical}`))
    const next = canonical.replace('id-1', 'id-2').replace('6976', '6977')
    expect(digestOf(event, other)).toBe(sha256(`${digestOf(event)}\n${next}`))
  })

  it('leaves out what belongs to the engine, and the order of names', () => {
    const elsewhere: RecordedEvent = {
      ...event,
      position: 99n,
      recordedAt: toInstant(new Date(1)),
      data: { a: { nested: null }, b: [1, 'ž'] },
    }
    expect(digestOf(elsewhere)).toBe(digestOf(event))
  })

  it.each<[string, Partial<RecordedEvent>]>([
    ['id', { id: 'id-3' }],
    ['type', { type: 'SomethingElse' }],
    ['stream', { streamId: 'stream-2' }],
    ['revision', { revision: 2n ** 60n + 1n }],
    ['data', { data: { b: ['ž', 1], a: { nested: null } } satisfies JsonObject }],
  ])('notices another %s', (_, change) => {
    expect(digestOf({ ...event, ...change })).not.toBe(digestOf(event))
  })

  it('notices another order, one less, and one twice', () => {
    const digests = [[event, other], [other, event], [event], [event, event, other], [other]]
    expect(new Set(digests.map((events) => digestOf(...events)))).toHaveLength(digests.length)
  })
})
