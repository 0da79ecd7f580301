import type { EventStore } from '@trm/ports'
import { BACKWARDS, END, EventStoreDBClient } from '@eventstore/db-client'
import { startEventStoreDbServer, type EventStoreDbServer } from '@trm/testkit/eventstoredb'
import { describe, expect, it } from 'vitest'
import { openEventStoreDb } from './event-store.ts'
import { claimStream } from './names.ts'
import { newEvent, outcomeOf, take } from './test-support/samples.ts'

const DEADLINE_MS = 300

function open(server: EventStoreDbServer): Promise<EventStore> {
  const connectionString = `${server.connectionString}&defaultDeadline=${DEADLINE_MS}`
  return openEventStoreDb({ connectionString })
}

/** An append that claims its ids and then waits in vain for a deadline: nothing comes to its stream. */
async function breakOff(server: EventStoreDbServer, append: () => Promise<unknown>): Promise<void> {
  server.faults.add({ method: 'append', streamId: 'case-1' }, { kind: 'silence' })
  expect(await outcomeOf(append())).toMatchObject({ code: 'STORE_UNAVAILABLE' })
}

/** What lies on top in the claim stream of an id. */
async function topOf(server: EventStoreDbServer, id: string): Promise<string | undefined> {
  const client = EventStoreDBClient.connectionString(server.connectionString)
  const last = { direction: BACKWARDS, fromRevision: END, maxCount: 1 } as const
  const [top] = await take(client.readStream(claimStream(id), last), 9)
  await client.dispose()
  return top?.event?.type
}

const taken = (id: string) => ({ ok: false, failure: { kind: 'duplicate-event-id', id } })

describe('the claim of an append that broke off', () => {
  it('gives way at once when the place that it was for is taken by another event', async () => {
    await using server = await startEventStoreDbServer()
    const store = await open(server)
    const [left, other] = [newEvent(), newEvent()]
    await breakOff(server, () => store.append('case-1', [left], 'no-stream'))
    await store.append('case-1', [other], 'no-stream')
    const begun = performance.now()
    expect(await store.append('case-1', [left], 0n)).toMatchObject({ ok: true })
    expect(performance.now() - begun).toBeLessThan(DEADLINE_MS)
    await store.close()
  })

  it('gives way after three deadlines when its place stays empty', async () => {
    await using server = await startEventStoreDbServer()
    const store = await open(server)
    const left = newEvent()
    await breakOff(server, () => store.append('case-1', [left], 'no-stream'))
    const begun = performance.now()
    expect(await store.append('case-2', [left], 'no-stream')).toMatchObject({ ok: true })
    expect(performance.now() - begun).toBeGreaterThanOrEqual(3 * DEADLINE_MS)
    // Whoever comes back for it now comes too late.
    expect(await store.append('case-1', [left], 'no-stream')).toStrictEqual(taken(left.id))
    expect(await take(store.readAll(), 9)).toMatchObject([{ id: left.id, streamId: 'case-2' }])
    await store.close()
  })

  it('stays as long as its append is tried again', async () => {
    await using server = await startEventStoreDbServer()
    const [store, other] = [await open(server), await open(server)]
    const event = newEvent()
    const attempt = () => store.append('case-1', [event], 'no-stream')
    await breakOff(server, attempt)
    const rival = other.append('case-2', [event], 'no-stream')
    for (let again = 0; again < 3; again++) await breakOff(server, attempt)
    expect(await attempt()).toMatchObject({ ok: true })
    expect(await rival).toStrictEqual(taken(event.id))
    await Promise.all([store.close(), other.close()])
  })

  it('is not given back by a repeat that is refused: its event may have been compacted', async () => {
    await using server = await startEventStoreDbServer()
    const store = await open(server)
    const [left, other] = [newEvent(), newEvent()]
    const attempt = () => store.append('case-1', [left], 'no-stream')
    await breakOff(server, attempt)
    await store.append('case-1', [other], 'no-stream')
    expect(await attempt()).toStrictEqual({
      ok: false,
      failure: { kind: 'revision-conflict', actual: 0n },
    })
    expect(await topOf(server, left.id)).toBe('trm-id-claimed')
    expect(await take(store.readAll(), 9)).toMatchObject([{ id: other.id }])
    await store.close()
  })

  it('is not acted on any more when it has grown old over another one', async () => {
    await using server = await startEventStoreDbServer()
    const store = await open(server)
    const [left, fresh] = [newEvent(), newEvent()]
    await breakOff(server, () => store.append('case-1', [left], 'no-stream'))
    const attempt = () => store.append('case-2', [fresh, left], 'no-stream')
    expect(await outcomeOf(attempt())).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      details: { reason: 'deadline-exceeded' },
    })
    expect(await take(store.readAll(), 9)).toStrictEqual([])
    expect(await attempt()).toMatchObject({ ok: true, value: { revision: 1n } })
    await store.close()
  })
})

describe('an id', () => {
  it('goes to one of two processes that race for it, in whatever streams', async () => {
    await using server = await startEventStoreDbServer()
    const stores = await Promise.all([open(server), open(server)])
    for (let round = 0; round < 20; round++) {
      const event = newEvent()
      const outcomes = await Promise.all(
        stores.map((store, index) => store.append(`case-${round}-${index}`, [event], 'no-stream')),
      )
      expect(outcomes.filter(({ ok }) => !ok)).toStrictEqual([taken(event.id)])
    }
    const [store] = stores
    expect(await take(store.readAll(), 99)).toHaveLength(20)
    await Promise.all(stores.map((each) => each.close()))
  })

  it('stays taken when its event has grown too old to be read', async () => {
    await using server = await startEventStoreDbServer()
    const store = await open(server)
    const event = newEvent()
    await store.append('case-1', [event], 'no-stream')
    await store.writeMetadata('case-1', { maxAgeMs: 1_000 })
    await expect.poll(() => take(store.readStream('case-1'), 1), { timeout: 5_000 }).toHaveLength(0)
    expect(await store.append('case-2', [event], 'no-stream')).toStrictEqual(taken(event.id))
    await store.append('case-1', [newEvent()], 0n)
    expect(await store.append('case-2', [event], 'no-stream')).toStrictEqual(taken(event.id))
    await store.close()
  })

  it('stays taken when its stream is tombstoned', async () => {
    await using server = await startEventStoreDbServer()
    const store = await open(server)
    const event = newEvent()
    await store.append('case-1', [event], 'no-stream')
    await store.tombstone('case-1', 0n)
    expect(await store.append('case-2', [event], 'no-stream')).toStrictEqual(taken(event.id))
    await store.close()
  })

  it('is let go by an append that is refused', async () => {
    await using server = await startEventStoreDbServer()
    const store = await open(server)
    const [refused, first] = [newEvent(), newEvent()]
    await store.append('case-1', [first], 'no-stream')
    expect(await store.append('case-1', [refused], 'no-stream')).toMatchObject({ ok: false })
    expect(await topOf(server, refused.id)).toBe('trm-id-released')
    expect(await topOf(server, first.id)).toBe('trm-id-claimed')
    await store.close()
  })

  it('is free again when a tombstone refused it', async () => {
    await using server = await startEventStoreDbServer()
    const store = await open(server)
    const event = newEvent()
    await store.tombstone('case-1', 'no-stream')
    expect(await store.append('case-1', [event], 'no-stream')).toMatchObject({ ok: false })
    expect(await store.append('case-2', [event], 'no-stream')).toMatchObject({ ok: true })
    await store.close()
  })
})
