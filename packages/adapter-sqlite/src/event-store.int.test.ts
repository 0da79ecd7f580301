import { open, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { plusMilliseconds, toInstant, type JsonObject } from '@trm/kernel'
import type { Clock, EventStore, RecordedEvent } from '@trm/ports'
import { temporaryFolder } from '@trm/ports/conformance'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openSqliteEventStore } from './event-store.ts'
import { newEvent, systemClock } from './test-support/samples.ts'

const openStore = (file: string, clock: Clock = systemClock) =>
  openSqliteEventStore({ file, clock })

describe('sqlite event store: the file', () => {
  it('is made with its folder, both for the owner alone', async () => {
    await using folder = await temporaryFolder()
    const inner = join(folder.path, 'agent', 'data')
    const store = await openStore(join(inner, 'events.sqlite'))
    await store.append('stream-1', [newEvent()], 'no-stream')
    expect(await modeOf(join(folder.path, 'agent'))).toBe(0o700)
    expect(await modeOf(inner)).toBe(0o700)
    expect(await modeOf(join(inner, 'events.sqlite'))).toBe(0o600)
    expect(await modeOf(join(inner, 'events.sqlite-wal'))).toBe(0o600)
    await store.close()
  })

  it('loses the permissions that others had', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'events.sqlite')
    await writeFile(file, '', { mode: 0o644 })
    const store = await openStore(file)
    expect(await modeOf(file)).toBe(0o600)
    expect(await modeOf(`${file}-wal`)).toBe(0o600)
    await store.close()
  })

  it('is refused a second time in the same process, and the first goes on', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'events.sqlite')
    const store = await openStore(file)
    await expect(openStore(file)).rejects.toMatchObject({ code: 'STORE_LOCKED' })
    expect((await store.append('stream-1', [newEvent()], 'no-stream')).ok).toBe(true)
    await store.close()
  })

  it('is refused where a folder cannot be made', async () => {
    await using folder = await temporaryFolder()
    await writeFile(join(folder.path, 'agent'), '')
    await expect(openStore(join(folder.path, 'agent', 'events.sqlite'))).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
    })
  })

  it('is refused when a newer program has written it, and left as it was', async () => {
    await using folder = await temporaryFolder()
    const file = await filledStore(folder.path)
    execute(file, 'PRAGMA user_version = 3')
    await expect(openStore(file)).rejects.toMatchObject({
      code: 'STORE_NEWER_SCHEMA',
      details: { version: 3, supported: 2 },
    })
    // This writes, so it also shows that the refused file was not kept open.
    execute(file, 'PRAGMA user_version = 2')
    const store = await openStore(file)
    expect(await eventsOf(store)).toHaveLength(200)
    await store.close()
  })

  it.each<[string, (file: string) => Promise<void> | void]>([
    ['is no database', (file) => writeFile(file, 'Dear colleague, '.repeat(1_000))],
    ['belongs to another program', (file) => execute(file, 'PRAGMA application_id = 7')],
    ['has a page of noise', (file) => overwrite(file, 2 * 4096, Buffer.alloc(4096, 0xa5))],
    ['has lost its end', (file) => truncate(file, 3 * 4096)],
    ['has lost an index', (file) => loseIndex(file)],
  ])('is refused when it %s', async (_, damage) => {
    await using folder = await temporaryFolder()
    const file = await filledStore(folder.path)
    await damage(file)
    await expect(openStore(file)).rejects.toMatchObject({ code: 'STORE_DAMAGED' })
  })

  it('says damaged, and quotes nothing, when stored data is not JSON', async () => {
    await using folder = await temporaryFolder()
    const file = await filledStore(folder.path)
    execute(file, `UPDATE event SET data = '{"name":"Canary' WHERE revision = 5`)
    const store = await openStore(file)
    const damaged = (await eventsOf(store)).find(({ revision }) => revision === 5n)
    const look = async () => damaged?.data
    const error = await look().catch((failure: unknown) => failure)
    expect(error).toMatchObject({ code: 'STORE_DAMAGED', details: { check: 'data' } })
    expect((error as Error).cause).toBeUndefined()
    await store.close()
  })
})

describe('sqlite event store: group commit', () => {
  it('records what comes in one turn in groups of 64', async () => {
    await using folder = await temporaryFolder()
    const store = await openStore(join(folder.path, 'events.sqlite'), tickingClock())
    const outcomes = await Promise.all(
      Array.from({ length: 130 }, (_, index) =>
        store.append(`stream-${index}`, [newEvent()], 'no-stream'),
      ),
    )
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(130)
    const groups = Map.groupBy(await eventsOf(store), ({ recordedAt }) => recordedAt)
    expect([...groups.values()].map((group) => group.length)).toStrictEqual([64, 64, 2])
    await store.close()
  })

  it('lets each append of a group succeed or fail alone', async () => {
    await using folder = await temporaryFolder()
    const store = await openStore(join(folder.path, 'events.sqlite'), tickingClock())
    const [first, second, taken] = [newEvent(), newEvent(), newEvent()]
    const outcomes = await Promise.all([
      store.append('stream-1', [first], 'no-stream'),
      store.append('stream-1', [newEvent()], 'no-stream'),
      store.append('stream-2', [newEvent(), first], 'no-stream'),
      store.append('stream-1', [second, taken], 0n),
      store.append('stream-1', [first], 'no-stream'),
      store.append('stream-1', [newEvent(), taken], 2n),
      store.append('stream-3', [newEvent()], 4n),
    ])
    const recorded = await eventsOf(store)
    const [recordedAt] = recorded.map((event) => event.recordedAt)
    expect(outcomes).toStrictEqual([
      { ok: true, value: { revision: 0n, position: 1n, recordedAt } },
      { ok: false, failure: { kind: 'revision-conflict', actual: 0n } },
      { ok: false, failure: { kind: 'duplicate-event-id', id: first.id } },
      { ok: true, value: { revision: 2n, position: 3n, recordedAt } },
      // A repeat: when it was recorded is in the log.
      { ok: true, value: { revision: 0n, position: 1n } },
      { ok: false, failure: { kind: 'duplicate-event-id', id: taken.id } },
      { ok: false, failure: { kind: 'revision-conflict', actual: 'no-stream' } },
    ])
    expect(recorded.map(({ id }) => id)).toStrictEqual([first.id, second.id, taken.id])
    expect(new Set(recorded.map((event) => event.recordedAt)).size).toBe(1)
    await store.close()
  })

  it('gives any JSON object back as it was', async () => {
    await using folder = await temporaryFolder()
    const store = await openStore(join(folder.path, 'events.sqlite'))
    const anyObject = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue())
    await fc.assert(
      fc.asyncProperty(anyObject, async (value) => {
        const data = JSON.parse(JSON.stringify(value)) as JsonObject
        const event = newEvent(data)
        await store.append(`stream-${event.id}`, [event], 'no-stream')
        for await (const recorded of store.readStream(`stream-${event.id}`))
          expect(recorded.data).toStrictEqual(data)
      }),
      { numRuns: 200 },
    )
    await store.close()
  })
})

/** A closed store with one stream of 200 events. */
async function filledStore(folder: string): Promise<string> {
  const file = join(folder, 'events.sqlite')
  const store = await openStore(file)
  const filling = Array.from({ length: 199 }, () => newEvent({ filling: 'x'.repeat(200) }))
  await store.append('stream-1', [newEvent(), ...filling], 'no-stream')
  await store.close()
  return file
}

async function eventsOf(store: EventStore): Promise<readonly RecordedEvent[]> {
  const events: RecordedEvent[] = []
  for await (const event of store.readAll()) events.push(event)
  return events
}

/** A millisecond later at every look. */
function tickingClock(): Clock {
  let now = toInstant(new Date(0))
  return { now: () => (now = plusMilliseconds(now, 1)) }
}

async function modeOf(path: string): Promise<number> {
  return (await stat(path)).mode & 0o777
}

function execute(file: string, sql: string): void {
  const database = new DatabaseSync(file, { defensive: false })
  database.exec(sql)
  database.close()
}

/** Leaves a table without the index that its definition calls for. */
function loseIndex(file: string): void {
  execute(
    file,
    `PRAGMA writable_schema = ON;
     DELETE FROM sqlite_schema WHERE name = 'sqlite_autoindex_event_1'`,
  )
}

async function overwrite(file: string, position: number, bytes: Uint8Array): Promise<void> {
  await using handle = await open(file, 'r+')
  await handle.write(bytes, 0, bytes.length, position)
}
