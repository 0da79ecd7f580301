import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { EventStore, RecordedEvent } from '@trm/ports'
import { startChild, temporaryFolder } from '@trm/ports/conformance'
import { describe, expect, it } from 'vitest'
import { openSqliteEventReader } from './event-reader.ts'
import { openSqliteEventStore } from './event-store.ts'
import { APPLICATION_ID, migrations } from './schema.ts'
import { newEvent, systemClock } from './test-support/samples.ts'

const openStore = (file: string) => openSqliteEventStore({ file, clock: systemClock })
const openReader = (file: string) => openSqliteEventReader({ file, clock: systemClock })
const script = new URL('./test-support/append-until-killed.ts', import.meta.url)

describe('readers beside the writer of a store file', () => {
  it('read and follow, several at once, what another process appends meanwhile', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'events.sqlite')
    await using writer = startChild(script, [file, '7'])
    expect(await writer.nextLine()).toBe('open')
    await writer.nextLine()
    const [one, other] = [await openReader(file), await openReader(file)]
    const { signal } = new AbortController()
    const followed = await Promise.all([
      take(one.subscribe({ signal }), 150),
      take(other.subscribe({ signal, after: 20n }), 130),
    ])
    await writer.kill()
    expect(followed[0].map(({ position }) => Number(position))).toStrictEqual(range(1, 150))
    expect(followed[1]).toStrictEqual(followed[0].slice(20))
    await Promise.all([one.close(), other.close()])
    const store = await openStore(file)
    expect(await take(store.readAll(), 150)).toStrictEqual(followed[0])
    await store.close()
  })

  it('read what the writer reads: streams, ages and ends', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'events.sqlite')
    const store = await openStore(file)
    await store.append('kept', [newEvent({ n: 1 }), newEvent({ n: 2 })], 'no-stream')
    await store.append('ended', [newEvent()], 'no-stream')
    await store.tombstone('ended', 0n)
    await store.writeMetadata('kept', { maxAgeMs: 3_600_000 })
    const reader = await openReader(file)
    for (const options of [{}, { direction: 'backwards', limit: 1 }] as const)
      expect(await eventsOf(reader.readStream('kept', options))).toStrictEqual(
        await eventsOf(store.readStream('kept', options)),
      )
    expect(await eventsOf(reader.readStream('ended'))).toStrictEqual([])
    expect(await eventsOf(reader.readAll())).toHaveLength(3)
    expect(await reader.readMetadata('kept')).toStrictEqual({ maxAgeMs: 3_600_000 })
    await reader.close()
    await store.close()
  })

  it('do not keep a writer from opening, appending and closing', async () => {
    await using folder = await temporaryFolder()
    const file = await storeOf(folder.path, 5)
    const reader = await openReader(file)
    const reading = reader.readAll()[Symbol.asyncIterator]()
    await reading.next()
    const store = await openStore(file)
    expect((await store.append('stream-2', [newEvent()], 'no-stream')).ok).toBe(true)
    await store.close()
    expect(await eventsOf(reader.readAll())).toHaveLength(6)
    await reader.close()
  })

  it('end with an error once they are closed, and close twice', async () => {
    await using folder = await temporaryFolder()
    const file = await storeOf(folder.path, 1)
    const reader = await openReader(file)
    const following = reader.subscribe({ signal: new AbortController().signal })
    const outcome = eventsOf(following).catch((error: unknown) => error)
    await reader.close()
    await reader.close()
    expect(await outcome).toMatchObject({ code: 'STORE_CLOSED' })
    await expect(eventsOf(reader.readAll())).rejects.toMatchObject({ code: 'STORE_CLOSED' })
    await expect(reader.readMetadata('stream-1')).rejects.toMatchObject({ code: 'STORE_CLOSED' })
  })

  it('end quietly when their signal aborts', async () => {
    await using folder = await temporaryFolder()
    const file = await storeOf(folder.path, 3)
    const reader = await openReader(file)
    const leaving = new AbortController()
    const seen: RecordedEvent[] = []
    for await (const event of reader.subscribe({ signal: leaving.signal }))
      if (seen.push(event) === 3) setImmediate(() => leaving.abort())
    expect(seen).toHaveLength(3)
    await reader.close()
  })

  it('are refused where there is no file, and make none', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'events.sqlite')
    await expect(openReader(file)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it.each([
    ['STORE_OLDER_SCHEMA', `${migrations[0] ?? ''}; PRAGMA user_version = 1`, APPLICATION_ID],
    ['STORE_NEWER_SCHEMA', 'CREATE TABLE event (x); PRAGMA user_version = 9', APPLICATION_ID],
    ['STORE_DAMAGED', 'CREATE TABLE other (x)', 7],
  ])('are refused with %s for a file of another version or program', async (code, sql, id) => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'events.sqlite')
    const database = new DatabaseSync(file)
    database.exec(`${sql}; PRAGMA application_id = ${id}`)
    database.close()
    await expect(openReader(file)).rejects.toMatchObject({ code })
  })
})

/** A closed store with one stream. */
async function storeOf(folder: string, count: number): Promise<string> {
  const file = join(folder, 'events.sqlite')
  const store: EventStore = await openStore(file)
  const rest = Array.from({ length: count - 1 }, () => newEvent())
  await store.append('stream-1', [newEvent(), ...rest], 'no-stream')
  await store.close()
  return file
}

async function eventsOf(source: AsyncIterable<RecordedEvent>): Promise<readonly RecordedEvent[]> {
  return take(source, Infinity)
}

async function take(
  source: AsyncIterable<RecordedEvent>,
  count: number,
): Promise<readonly RecordedEvent[]> {
  const events: RecordedEvent[] = []
  for await (const event of source) if (events.push(event) === count) break
  return events
}

function range(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}
