import {
  binaryEvent,
  EventStoreDBClient,
  jsonEvent,
  type EventData,
  type JSONType,
} from '@eventstore/db-client'
import { startEventStoreDbServer } from '@trm/testkit/eventstoredb'
import { describe, expect, it } from 'vitest'
import { openEventStoreDb } from './event-store.ts'
import { uuidOf } from './names.ts'
import { newEvent, outcomeOf, take } from './test-support/samples.ts'

/** A stream with one event of ours, into which somebody else writes another. */
async function invadedStore(foreign: EventData) {
  const server = await startEventStoreDbServer()
  const client = EventStoreDBClient.connectionString(server.connectionString)
  const store = await openEventStoreDb(server)
  const own = newEvent()
  await store.append('case-1', [own], 'no-stream')
  await client.appendToStream('case-1', foreign)
  return {
    store,
    own,
    [Symbol.asyncDispose]: async () => {
      await client.dispose()
      await store.close()
      await server.stop()
    },
  }
}

const event = (type: string, data: JSONType, metadata?: Record<string, unknown>) =>
  jsonEvent({ type, data, metadata, id: uuidOf('abc') })

describe('in a stream that somebody else has written to as well', () => {
  it.each([
    ['a link', binaryEvent({ type: '$>', data: Buffer.from('0@case-2') })],
    ['a system event', event('$statistics', {})],
    ['an event whose type is no type of ours', event('something-happened', {})],
  ])('%s is passed over', async (_, foreign) => {
    await using invaded = await invadedStore(foreign)
    const { store, own } = invaded
    const last = newEvent()
    await store.append('case-1', [last], 1n)
    const expected = [
      { id: own.id, revision: 0n },
      { id: last.id, revision: 2n },
    ]
    expect(await take(store.readStream('case-1'), 9)).toMatchObject(expected)
    expect(await take(store.readAll(), 9)).toMatchObject(expected)
    const { signal } = new AbortController()
    expect(await take(store.subscribe({ signal }), 2)).toMatchObject(expected)
  })

  it.each([
    ['without our metadata', event('SomethingHappened', {})],
    ['with an id that is not its own', event('SomethingHappened', {}, { id: 'abcd' })],
    ['with an id that is no text', event('SomethingHappened', {}, { id: 7 })],
    ['with a list for data', event('SomethingHappened', [], { id: 'abc' })],
    [
      'with bytes for data',
      binaryEvent({
        type: 'SomethingHappened',
        data: Buffer.from('{}'),
        metadata: { id: 'abc' },
        id: uuidOf('abc'),
      }),
    ],
  ])('an event %s is damage, in every way of reading', async (_, foreign) => {
    await using invaded = await invadedStore(foreign)
    const { store } = invaded
    const { signal } = new AbortController()
    for (const reading of [
      store.readStream('case-1'),
      store.readAll(),
      store.subscribe({ signal }),
    ])
      expect(await outcomeOf(take(reading, 9))).toMatchObject({
        code: 'STORE_DAMAGED',
        details: { check: 'event' },
      })
  })
})
