import { StoreUnavailableError, type EventStore } from '@trm/ports'
import { temporaryFolder } from '@trm/ports/conformance'
import {
  startEventStoreDbServer,
  type EventStoreDbServer,
  type Fault,
} from '@trm/testkit/eventstoredb'
import { describe, expect, it } from 'vitest'
import { openEventStoreDb } from './event-store.ts'
import { claimStream } from './names.ts'
import { newEvent, outcomeOf, take } from './test-support/samples.ts'

const DEADLINE_MS = 400

function open(server: EventStoreDbServer): Promise<EventStore> {
  const connectionString = `${server.connectionString}&defaultDeadline=${DEADLINE_MS}`
  return openEventStoreDb({ connectionString })
}

function unavailable(reason: string) {
  return { code: 'STORE_UNAVAILABLE', details: { reason } }
}

describe('an append whose answer is lost', () => {
  const moments: readonly (readonly [string, 'claim' | 'event', Fault])[] = [
    ['before its claim', 'claim', { kind: 'broken-connection', when: 'before' }],
    ['after its claim', 'claim', { kind: 'broken-connection', when: 'after' }],
    ['before its event', 'event', { kind: 'broken-connection', when: 'before' }],
    ['after its event', 'event', { kind: 'broken-connection', when: 'after' }],
    ['as the server is silent about its claim', 'claim', { kind: 'silence' }],
    ['as the server is silent about its event', 'event', { kind: 'silence' }],
  ]

  it.each(moments)('%s is recorded once when it is repeated', async (_, place, fault) => {
    await using server = await startEventStoreDbServer()
    const store = await open(server)
    const event = newEvent()
    const streamId = place === 'event' ? 'case-1' : claimStream(event.id)
    server.faults.add({ method: 'append', streamId }, fault)
    const lost = await outcomeOf(store.append('case-1', [event], 'no-stream'))
    expect(lost).toBeInstanceOf(StoreUnavailableError)
    expect(lost).toMatchObject({ code: 'STORE_UNAVAILABLE' })

    const answer = await store.append('case-1', [event], 'no-stream')
    const [recorded] = await take(store.readAll(), 2)
    expect(answer).toStrictEqual({
      ok: true,
      value: { revision: 0n, position: recorded?.position },
    })
    expect(await take(store.readAll(), 9)).toMatchObject([{ id: event.id, streamId: 'case-1' }])
    await store.close()
  })

  it('is recorded once also when the server was killed over it and came back', async () => {
    await using folder = await temporaryFolder()
    const event = newEvent()
    const first = await startEventStoreDbServer({ dataFolder: folder.path })
    const store = await open(first)
    const appending = outcomeOf(store.append('case-1', [event], 'no-stream'))
    await first.kill()
    expect(await appending).toMatchObject({ code: 'STORE_UNAVAILABLE' })
    expect(await outcomeOf(store.append('case-1', [event], 'no-stream'))).toMatchObject(
      unavailable('unavailable'),
    )
    await using _ = await startEventStoreDbServer({ dataFolder: folder.path, port: first.port })
    expect(await store.append('case-1', [event], 'no-stream')).toMatchObject({ ok: true })
    expect(await take(store.readStream('case-1'), 9)).toMatchObject([{ id: event.id }])
    await store.close()
  })
})

describe('a server that does not do what it is asked', () => {
  it('is unavailable when it says that it is not ready', async () => {
    await using server = await startEventStoreDbServer()
    const store = await open(server)
    server.faults.add({ method: 'append', streamId: 'case-1' }, { kind: 'unavailable' })
    server.faults.add({ method: 'tombstone' }, { kind: 'unavailable' })
    server.faults.add({ method: 'read', streamId: 'case-2' }, { kind: 'unavailable' })
    const calls = [
      store.append('case-1', [newEvent()], 'no-stream'),
      store.tombstone('case-1', 'no-stream'),
      take(store.readStream('case-2'), 1),
    ]
    for (const outcome of await Promise.all(calls.map(outcomeOf)))
      expect(outcome).toMatchObject(unavailable('unavailable'))
    await store.close()
  })

  it('is given up after the deadline when it says nothing', async () => {
    await using server = await startEventStoreDbServer()
    const store = await open(server)
    const silent: Fault = { kind: 'silence' }
    server.faults.add({ method: 'append' }, silent)
    server.faults.add({ method: 'tombstone' }, silent)
    server.faults.add({ method: 'read', streamId: 'case-1' }, silent)
    server.faults.add({ method: 'read', streamId: '$$case-1' }, silent)
    server.faults.add({ method: 'read', streamId: '$all' }, silent)
    const begun = performance.now()
    const outcomes = await Promise.all(
      [
        store.append('case-1', [newEvent()], 'no-stream'),
        store.tombstone('case-1', 'no-stream'),
        take(store.readStream('case-1'), 1),
        store.readMetadata('case-1'),
        take(store.readAll(), 1),
      ].map(outcomeOf),
    )
    for (const outcome of outcomes) expect(outcome).toMatchObject(unavailable('deadline-exceeded'))
    expect(performance.now() - begun).toBeGreaterThanOrEqual(DEADLINE_MS)
    await store.close()
  })

  it('is left for the node that leads', async () => {
    await using former = await startEventStoreDbServer()
    await using leader = await startEventStoreDbServer()
    const store = await open(former)
    const leading = await open(leader)
    const event = newEvent()
    await leading.append('case-1', [event], 'no-stream')
    const fault = { kind: 'not-leader', host: '127.0.0.1', port: leader.port } as const
    former.faults.add({ method: 'append', streamId: 'case-2' }, fault)
    expect(await outcomeOf(store.append('case-2', [newEvent()], 'no-stream'))).toMatchObject(
      unavailable('not-leader'),
    )
    expect(await take(store.readStream('case-1'), 1)).toMatchObject([{ id: event.id }])

    leader.faults.add({ method: 'read' }, { ...fault, port: former.port })
    expect(await outcomeOf(take(store.readAll(), 1))).toMatchObject(unavailable('not-leader'))
    expect(await take(store.readAll(), 1)).toStrictEqual([])
    await Promise.all([store.close(), leading.close()])
  })

  it('refuses more than it takes at once, as a bug, and the ids stay free', async () => {
    await using server = await startEventStoreDbServer()
    const store = await open(server)
    const event = newEvent({ text: 'x'.repeat(1024 * 1024) })
    expect(await outcomeOf(store.append('case-1', [event], 'no-stream'))).toMatchObject({
      code: 'INVARIANT_BROKEN',
    })
    const smaller = { ...event, data: {} }
    expect(await store.append('case-2', [smaller], 'no-stream')).toMatchObject({ ok: true })
    await store.close()
  })
})

describe('closing', () => {
  it('leaves no connection, whatever was under way', async () => {
    await using server = await startEventStoreDbServer()
    const store = await openEventStoreDb(server)
    for (let count = 0; count < 40; count++)
      await store.append(`case-${count}`, [newEvent()], 'no-stream')
    for (let reader = 0; reader < 10; reader++) await take(store.readAll(), 1)
    const halfway = store.readAll()[Symbol.asyncIterator]()
    await halfway.next()
    await store.close()
    expect(await outcomeOf(halfway.next())).toMatchObject({ code: 'STORE_CLOSED' })
    await expect.poll(() => server.countConnections(), { timeout: 5_000 }).toBe(0)
  })

  it('does not wait for readers who have left', async () => {
    await using server = await startEventStoreDbServer()
    const store = await openEventStoreDb(server)
    // As many events as the client holds ready, more or less: the server has done its part with them.
    const readers = await Promise.all(
      Array.from({ length: 8 }, async (_, index) => {
        const streamId = `case-${index}`
        const [first = newEvent(), ...rest] = Array.from({ length: 88 + 4 * index }, () =>
          newEvent(),
        )
        await store.append(streamId, [first, ...rest], 'no-stream')
        const reader = store.readStream(streamId)[Symbol.asyncIterator]()
        await reader.next()
        return reader
      }),
    )
    for (let turn = 0; turn < 20; turn++) await store.readMetadata('case-0')
    for (const reader of readers) await reader.return?.(undefined)
    const begun = performance.now()
    await store.close()
    expect(performance.now() - begun).toBeLessThan(5_000)
    await expect.poll(() => server.countConnections(), { timeout: 5_000 }).toBe(0)
  })
})
