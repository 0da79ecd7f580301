import type { EventStore, RecordedEvent } from '@trm/ports'
import { temporaryFolder } from '@trm/ports/conformance'
import { waitFor } from '@trm/testkit'
import { startEventStoreDbServer, type EventStoreDbServer } from '@trm/testkit/eventstoredb'
import { describe, expect, it } from 'vitest'
import { openEventStoreDb } from './event-store.ts'
import { newEvent, outcomeOf } from './test-support/samples.ts'

const DEADLINE_MS = 400
/** For a server that has much to do, on a machine that has too. */
const PATIENT_MS = 10_000

function open(server: EventStoreDbServer, deadlineMs = DEADLINE_MS): Promise<EventStore> {
  const connectionString = `${server.connectionString}&defaultDeadline=${deadlineMs}`
  return openEventStoreDb({ connectionString })
}

/** A subscriber that keeps what it gets. */
function subscribe(store: EventStore) {
  const leaving = new AbortController()
  const seen: RecordedEvent[] = []
  const over = outcomeOf(
    (async () => {
      for await (const event of store.subscribe({ signal: leaving.signal })) seen.push(event)
    })(),
  )
  const hasSeen = (count: number) =>
    waitFor(() => seen.length >= count, { deadlineMs: 10_000, what: `${count} events` })
  return { seen, over, hasSeen, leave: () => leaving.abort() }
}

/** Appends one by one; where the answer is lost, again. */
async function appendMany(store: EventStore, streamId: string, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    const event = newEvent({ index })
    const expected = index === 0 ? 'no-stream' : BigInt(index - 1)
    const repeat = async () => (await store.append(streamId, [event], expected)).ok
    await waitFor(async () => (await outcomeOf(repeat())) === true, {
      deadlineMs: 10_000,
      what: `event ${index}`,
    })
  }
}

describe('a subscription', () => {
  it('has neither a gap nor a repetition when its connection breaks again and again', async () => {
    await using server = await startEventStoreDbServer()
    const store = await open(server)
    const subscriber = subscribe(store)
    const breaking = setInterval(server.breakConnections, 37)
    await appendMany(store, 'case-1', 60)
    clearInterval(breaking)
    await subscriber.hasSeen(60)
    expect(subscriber.seen.map(({ revision }) => revision)).toStrictEqual(
      Array.from({ length: 60 }, (_, index) => BigInt(index)),
    )
    subscriber.leave()
    expect(await subscriber.over).toBeUndefined()
    await store.close()
  })

  it('goes on when the server was killed and came back', async () => {
    await using folder = await temporaryFolder()
    const first = await startEventStoreDbServer({ dataFolder: folder.path })
    const store = await open(first)
    const subscriber = subscribe(store)
    await appendMany(store, 'case-1', 3)
    await subscriber.hasSeen(3)
    await first.kill()
    await using _ = await startEventStoreDbServer({ dataFolder: folder.path, port: first.port })
    await appendMany(store, 'case-2', 3)
    await subscriber.hasSeen(6)
    expect(
      subscriber.seen.map(({ streamId, revision }) => `${streamId} ${revision}`),
    ).toStrictEqual(['case-1 0', 'case-1 1', 'case-1 2', 'case-2 0', 'case-2 1', 'case-2 2'])
    await store.close()
    expect(await subscriber.over).toMatchObject({ code: 'STORE_CLOSED' })
  })

  it('ends with an error when the server stays away, and quietly when nobody listens any more', async () => {
    const server = await startEventStoreDbServer()
    const store = await open(server)
    const [staying, leaving] = [subscribe(store), subscribe(store)]
    await appendMany(store, 'case-1', 1)
    await Promise.all([staying.hasSeen(1), leaving.hasSeen(1)])
    await server.kill()
    leaving.leave()
    expect(await leaving.over).toBeUndefined()
    const begun = performance.now()
    expect(await staying.over).toMatchObject({
      code: 'STORE_UNAVAILABLE',
      details: { reason: 'unavailable' },
    })
    expect(performance.now() - begun).toBeGreaterThan(5 * DEADLINE_MS)
    await store.close()
  })

  it('tries again when nobody confirms it', async () => {
    await using server = await startEventStoreDbServer()
    const store = await open(server)
    server.faults.add({ method: 'read', streamId: '$all' }, { kind: 'silence' })
    const subscriber = subscribe(store)
    await appendMany(store, 'case-1', 1)
    await subscriber.hasSeen(1)
    subscriber.leave()
    expect(await subscriber.over).toBeUndefined()
    await store.close()
  })

  it('leaves with the server what a slow reader has not asked for', async () => {
    await using server = await startEventStoreDbServer()
    const store = await open(server, PATIENT_MS)
    const text = 'x'.repeat(20_000)
    for (let batch = 0; batch < 40; batch++) {
      const [first = newEvent(), ...rest] = Array.from({ length: 25 }, () => newEvent({ text }))
      await store.append(`case-${batch}`, [first, ...rest], 'no-stream')
    }
    const { signal } = new AbortController()
    const reader = store.subscribe({ signal })[Symbol.asyncIterator]()
    expect(await reader.next()).toMatchObject({ done: false })
    // Every answer comes on the same connection: the server had its chance to send more before it.
    for (let turn = 0; turn < 20; turn++) await store.readMetadata('case-0')
    expect(server.countBytesSent()).toBeLessThan((1_000 * text.length) / 4)
    let count = 1
    while (count < 1_000) {
      expect(await reader.next()).toMatchObject({ done: false })
      count++
    }
    expect(server.countBytesSent()).toBeGreaterThan(1_000 * text.length)
    await reader.return?.()
    await store.close()
  })
})
