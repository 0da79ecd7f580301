import { existsSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { EventStore, RecordedEvent } from '@trm/ports'
import { startChild, temporaryFolder } from '@trm/ports/conformance'
import { describe, expect, it, vi } from 'vitest'
import { createCheckpointer } from './checkpointer.ts'
import { openSqliteEventStore } from './event-store.ts'
import { APPLICATION_ID, migrations } from './schema.ts'
import { newEvent, systemClock } from './test-support/samples.ts'

const MIB = 1024 * 1024
const openStore = (file: string) => openSqliteEventStore({ file, clock: systemClock })

describe('sqlite event store: versions', () => {
  it('brings a file of the first version up to date, with everything in it', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'events.sqlite')
    const database = new DatabaseSync(file)
    database.exec(`
      ${migrations[0] ?? ''};
      PRAGMA application_id = ${APPLICATION_ID};
      PRAGMA user_version = 1;
      INSERT INTO event VALUES (1, 'a', 'stream-1', 0, 0, 0, 'SomethingHappened', '{}', '2026-01-01T00:00:00.000Z')
    `)
    database.close()
    const store = await openStore(file)
    expect((await eventsOf(store)).map(({ id }) => id)).toStrictEqual(['a'])
    expect((await store.tombstone('stream-1', 0n)).ok).toBe(true)
    await store.close()
  })

  it.each([
    ['an index more', 'CREATE INDEX event_type ON event (type)'],
    ['a table more', 'CREATE TABLE note (text TEXT)'],
    ['a table less', 'DROP TABLE stream'],
    ['a trigger', 'CREATE TRIGGER t AFTER INSERT ON event BEGIN DELETE FROM event; END'],
  ])('refuses a file with %s', async (_, sql) => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'events.sqlite')
    await (await openStore(file)).close()
    const database = new DatabaseSync(file)
    database.exec(sql)
    database.close()
    await expect(openStore(file)).rejects.toMatchObject({
      code: 'STORE_DAMAGED',
      details: { check: 'schema' },
    })
  })
})

describe('sqlite event store: the journal', () => {
  it('stays bounded under a load without a pause, and is gone after a clean end', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'events.sqlite')
    const journalBytes = 8 * MIB
    const store = await openSqliteEventStore({ file, clock: systemClock, journalBytes })
    const filling = 'x'.repeat(2_000)
    let longest = 0
    const write = async (streamId: string) => {
      for (let written = 0; written < 200; written++) {
        const expected = written === 0 ? 'no-stream' : BigInt(written - 1)
        expect((await store.append(streamId, [newEvent({ filling })], expected)).ok).toBe(true)
        if (streamId === 'stream-0') longest = Math.max(longest, statSync(`${file}-wal`).size)
      }
    }
    await Promise.all(Array.from({ length: 64 }, (_, index) => write(`stream-${index}`)))
    await store.close()
    expect(statSync(file).size).toBeGreaterThan(25 * MIB)
    expect(longest).toBeLessThan(40 * MIB)
    expect(existsSync(`${file}-wal`)).toBe(false)
  }, 60_000)

  it('is left to the writer when there is no thread for it', async () => {
    await using folder = await temporaryFolder()
    const onFailure = vi.fn()
    const hold = () => () => undefined
    const file = join(folder.path, 'none', 'events.sqlite')
    const checkpointer = createCheckpointer({ file, journalBytes: MIB, hold, onFailure })
    checkpointer.written(2 * MIB)
    await checkpointer.close()
    expect(onFailure).toHaveBeenCalledOnce()
  })
})

describe('sqlite event store: looking at the pages of a large file', () => {
  it('finds damage after an end without a close, while it is in use, and refuses from then on', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'events.sqlite')
    await leaveLargeFile(file, 'killed')
    await damage(file)
    const store = await openStore(file)
    await expect
      .poll(() => codeOf(store.append('stream-1', [newEvent()], 7n)), { timeout: 15_000 })
      .toBe('STORE_DAMAGED')
    expect(await codeOf(eventsOf(store))).toBe('STORE_DAMAGED')
    await store.close()
  })

  it('ends a subscription that waits when damage is found', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'events.sqlite')
    await leaveLargeFile(file, 'killed')
    await damage(file)
    const store = await openStore(file)
    const { signal } = new AbortController()
    const after = BigInt(Number.MAX_SAFE_INTEGER)
    const following = store.subscribe({ after, signal })[Symbol.asyncIterator]()
    await expect(following.next()).rejects.toMatchObject({ code: 'STORE_DAMAGED' })
    await store.close()
  })

  it('opens at once, and closes while it is still looking', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'events.sqlite')
    await leaveLargeFile(file, 'killed')
    const store = await openStore(file)
    expect((await store.append('stream-1', [newEvent()], 'no-stream')).ok).toBe(true)
    await store.close()
  })

  it('does not look after a clean end', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'events.sqlite')
    await leaveLargeFile(file, 'closed')
    expect(existsSync(`${file}-wal`)).toBe(false)
    await damage(file)
    const store = await openStore(file)
    expect((await store.append('stream-1', [newEvent()], 'no-stream')).ok).toBe(true)
    await store.close()
  })
})

/** A store of 40 MB, whose last writer was killed or closed it. */
async function leaveLargeFile(file: string, end: 'killed' | 'closed'): Promise<void> {
  await killAfterAppending(file, 200)
  await (await openStore(file)).close()
  if (end === 'killed') await killAfterAppending(file, 1)
}

async function killAfterAppending(file: string, count: number): Promise<void> {
  const script = new URL('./test-support/append-and-hold.ts', import.meta.url)
  await using writer = startChild(script, [file, `${count}`])
  expect(await writer.nextLine()).toBe('ready')
}

/** A page of noise among the data of some event in the middle. */
async function damage(file: string): Promise<void> {
  await using handle = await open(file, 'r+')
  await handle.write(Buffer.alloc(4096, 0xa5), 0, 4096, 2_000 * 4096)
}

async function codeOf(use: Promise<unknown>): Promise<unknown> {
  return use.then(
    () => 'fine',
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  )
}

async function eventsOf(store: EventStore): Promise<readonly RecordedEvent[]> {
  const events: RecordedEvent[] = []
  for await (const event of store.readAll()) events.push(event)
  return events
}
