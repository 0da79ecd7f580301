import {
  ANY,
  BACKWARDS,
  END,
  EventStoreDBClient,
  eventTypeFilter,
  jsonEvent,
  NO_STREAM,
  STREAM_EXISTS,
  WrongExpectedVersionError,
  type AppendExpectedRevision,
} from '@eventstore/db-client'
import { afterAll, describe, expect, it } from 'vitest'
import { waitFor } from '../wait-for.ts'
import { startEventStoreDbServer } from './server.ts'

/** What the official client gets to see; every expectation here was taken down from EventStoreDB 23.10.8. */
const server = await startEventStoreDbServer()
const real = process.env['TRM_TEST_EVENTSTOREDB_URL']
afterAll(server.stop)

const servers = [
  { name: 'the protocol server', connectionString: server.connectionString },
  ...(real === undefined ? [] : [{ name: 'a real server', connectionString: real }]),
]

describe.each(servers)('$name', ({ connectionString }) => {
  const client = EventStoreDBClient.connectionString(connectionString)
  afterAll(client.dispose)

  const newStream = () => `server-${crypto.randomUUID()}`
  const newEvent = (id: string = crypto.randomUUID()) =>
    jsonEvent({ id, type: 'Happened', data: { id } })
  const newEvents = (count: number) => Array.from({ length: count }, () => newEvent())

  /** An append's answer in short, or the library's word for its error. */
  async function append(
    stream: string,
    events: readonly ReturnType<typeof newEvent>[],
    expectedRevision: AppendExpectedRevision,
  ) {
    try {
      const { nextExpectedRevision, position } = await client.appendToStream(stream, [...events], {
        expectedRevision,
      })
      return { revision: nextExpectedRevision, position: position?.commit }
    } catch (error) {
      return refusalOf(error)
    }
  }

  async function tombstone(stream: string, expectedRevision: bigint | typeof NO_STREAM) {
    try {
      await client.tombstoneStream(stream, { expectedRevision })
      return 'ended'
    } catch (error) {
      return refusalOf(error)
    }
  }

  async function revisions(stream: string, options: object = {}) {
    try {
      const seen: unknown[] = []
      for await (const { event } of client.readStream(stream, options)) seen.push(event?.revision)
      return seen
    } catch (error) {
      return refusalOf(error)
    }
  }

  async function readAll(commit: bigint, maxCount: number) {
    const seen: unknown[] = []
    const fromPosition = { commit, prepare: commit }
    for await (const { event } of client.readAll({ fromPosition, maxCount })) seen.push(event?.id)
    return seen
  }

  it('answers an append with the place of its last event', async () => {
    const stream = newStream()
    const answer = await append(stream, newEvents(3), NO_STREAM)
    for await (const { event } of client.readStream(stream, {
      direction: BACKWARDS,
      fromRevision: END,
      maxCount: 1,
    }))
      expect(answer).toStrictEqual({ revision: 2n, position: event?.position?.commit })
  })

  it('holds an append to its expectation', async () => {
    const stream = newStream()
    const missing = newStream()
    await append(stream, newEvents(3), NO_STREAM)
    expect(await append(stream, newEvents(1), NO_STREAM)).toStrictEqual({ actual: 2n })
    expect(await append(stream, newEvents(1), 7n)).toStrictEqual({ actual: 2n })
    expect(await append(stream, newEvents(1), 1n)).toStrictEqual({ actual: 2n })
    expect(await append(missing, newEvents(1), 0n)).toStrictEqual({ actual: 'no_stream' })
    expect(await append(missing, newEvents(1), STREAM_EXISTS)).toStrictEqual({
      actual: 'no_stream',
    })
    expect(await append(stream, newEvents(1), STREAM_EXISTS)).toMatchObject({ revision: 3n })
    expect(await append(stream, newEvents(1), ANY)).toMatchObject({ revision: 4n })
    expect(await revisions(missing)).toBe('stream-not-found')
  })

  it('holds an append of nothing to its expectation, too', async () => {
    const stream = newStream()
    await append(stream, newEvents(3), NO_STREAM)
    expect(await append(stream, [], 2n)).toMatchObject({ revision: 2n })
    expect(await append(stream, [], ANY)).toMatchObject({ revision: 2n })
    expect(await append(stream, [], 1n)).toStrictEqual({ actual: 2n })
    expect(await append(stream, [], NO_STREAM)).toStrictEqual({ actual: 2n })
    expect(await append(newStream(), [], STREAM_EXISTS)).toStrictEqual({ actual: 'no_stream' })
    expect(await revisions(stream)).toStrictEqual([0n, 1n, 2n])
  })

  it('knows the events of an append again, in their stream and at their revisions', async () => {
    const stream = newStream()
    const [a, b] = [newEvent(), newEvent()]
    const first = await append(stream, [a, b], NO_STREAM)
    expect(await append(stream, [a, b], NO_STREAM)).toStrictEqual(first)
    expect(await append(stream, [a, b], ANY)).toStrictEqual(first)
    expect(await append(stream, [a], NO_STREAM)).toMatchObject({ revision: 0n })
    expect(await append(stream, [a, newEvent()], NO_STREAM)).toStrictEqual({ actual: 1n })
    expect(await append(stream, [a, b, newEvent()], NO_STREAM)).toStrictEqual({ actual: 1n })
    expect(await append(newStream(), [a], NO_STREAM)).toMatchObject({ revision: 0n })
    expect(await revisions(stream)).toStrictEqual([0n, 1n])
  })

  it('reads a stream from any revision in either direction', async () => {
    const stream = newStream()
    await append(stream, newEvents(5), NO_STREAM)
    const backwards = { direction: BACKWARDS, fromRevision: 99n }
    expect(await revisions(stream, backwards)).toStrictEqual([4n, 3n, 2n, 1n, 0n])
    expect(await revisions(stream, { ...backwards, maxCount: 2 })).toStrictEqual([4n, 3n])
    expect(await revisions(stream, { fromRevision: 3n })).toStrictEqual([3n, 4n])
    expect(await revisions(stream, { fromRevision: 99n })).toStrictEqual([])
  })

  it('reads all from a position on, and refuses one that is none', async () => {
    const event = newEvent()
    const { position = 0n } = (await append(newStream(), [event], NO_STREAM)) as {
      position?: bigint
    }
    expect(await readAll(position, 1)).toStrictEqual([event.id])
    expect(await readAll(position + 1_000_000_000n, 1)).toStrictEqual([])
    await expect(readAll(position - 1n, 1)).rejects.toMatchObject({ type: 'unknown' })
  })

  it('gives a subscription what comes after its position, and passes the filter', async () => {
    const [first, second] = [newEvent(), newEvent()]
    const { position = 0n } = (await append(newStream(), [first], NO_STREAM)) as {
      position?: bigint
    }
    await append(newStream(), [jsonEvent({ type: 'left-out', data: {} })] as never, NO_STREAM)
    const seen: unknown[] = []
    const subscription = client.subscribeToAll({
      fromPosition: { commit: position, prepare: position },
      filter: eventTypeFilter({ regex: '^[A-Z]' }),
    })
    subscription.on('data', ({ event }: { event?: { id: string } }) => seen.push(event?.id))
    await append(newStream(), [second], NO_STREAM)
    await waitFor(() => seen.length > 0, { deadlineMs: 5_000, what: 'the second event' })
    expect(seen).toStrictEqual([second.id])
    await subscription.unsubscribe()
  })

  it('ends a stream and its metadata for good', async () => {
    const [stream, empty, missing] = [newStream(), newStream(), newStream()]
    const events = newEvents(2)
    await append(stream, events, NO_STREAM)
    expect(await tombstone(stream, 0n)).toStrictEqual({ actual: 1n })
    expect(await tombstone(stream, NO_STREAM)).toStrictEqual({ actual: 1n })
    expect(await tombstone(missing, 1n)).toStrictEqual({ actual: -1n })
    expect(await tombstone(empty, NO_STREAM)).toBe('ended')
    expect(await tombstone(stream, 1n)).toBe('ended')
    expect(await tombstone(stream, 1n)).toBe('stream-deleted')
    expect(await append(stream, newEvents(1), 1n)).toBe('stream-deleted')
    expect(await append(stream, events, NO_STREAM)).toBe('stream-deleted')
    expect(await revisions(stream)).toBe('stream-deleted')
    await expect(client.getStreamMetadata(stream)).rejects.toMatchObject({ type: 'stream-deleted' })
    await expect(client.setStreamMetadata(stream, {})).rejects.toMatchObject({
      type: 'stream-deleted',
    })
  })

  it('hides what is too old, and knows it again without its position', async () => {
    const stream = newStream()
    const event = newEvent()
    await append(stream, [event], NO_STREAM)
    await client.setStreamMetadata(stream, { maxAge: 1 })
    const isHidden = async () => {
      const seen = await revisions(stream)
      return Array.isArray(seen) && seen.length === 0
    }
    await waitFor(isHidden, { deadlineMs: 5_000, what: 'the event to grow old' })
    expect(await append(stream, [event], NO_STREAM)).toStrictEqual({
      revision: 0n,
      position: undefined,
    })
    expect(await append(stream, newEvents(1), NO_STREAM)).toStrictEqual({ actual: 0n })
    await append(stream, newEvents(1), 0n)
    expect(await revisions(stream, { fromRevision: 0n, maxCount: 1 })).toStrictEqual([1n])
    expect((await client.getStreamMetadata(stream)).metadata).toStrictEqual({ maxAge: 1 })
  })

  it('goes on counting after a stream has been deleted softly', async () => {
    const stream = newStream()
    await append(stream, newEvents(2), NO_STREAM)
    await client.deleteStream(stream, { expectedRevision: 1n })
    expect(await revisions(stream)).toBe('stream-not-found')
    expect(await append(stream, newEvents(1), NO_STREAM)).toMatchObject({ revision: 2n })
    expect(await revisions(stream)).toStrictEqual([2n])
    await expect(client.deleteStream(newStream())).rejects.toMatchObject({ actualVersion: -1n })
  })
})

describe('the protocol server alone', () => {
  const client = EventStoreDBClient.connectionString(server.connectionString)
  afterAll(client.dispose)

  it('takes a megabyte in one append and no more, as version 23 does; later ones take more', async () => {
    const event = jsonEvent({ type: 'Happened', data: { text: 'x'.repeat(1024 * 1024) } })
    const refused = client.appendToStream(`server-${crypto.randomUUID()}`, event)
    expect(await refused.catch(refusalOf)).toBe('maximum-append-size-exceeded')
  })
})

/** Where a stream stands that an expectation did not meet; else the library's word for the error. */
function refusalOf(error: unknown): unknown {
  if (error instanceof WrongExpectedVersionError) return { actual: error.actualVersion }
  return (error as { readonly type?: unknown }).type
}
