import { copyFileSync, existsSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { open, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { digestOfEvents, type EventStore } from '@trm/ports'
import { startChild, temporaryFolder } from '@trm/ports/conformance'
import { describe, expect, it } from 'vitest'
import { backupEventStore } from './backup.ts'
import { openSqliteEventStore } from './event-store.ts'
import { restoreEventStore } from './restore.ts'
import { newEvent, systemClock } from './test-support/samples.ts'

const openStore = (file: string) => openSqliteEventStore({ file, clock: systemClock })
const script = new URL('./test-support/append-until-killed.ts', import.meta.url)

/** A folder with a closed store of 600 events in three streams, and names for what is made of it. */
async function places() {
  const folder = await temporaryFolder()
  const inFolder = (name: string) => join(folder.path, name)
  const file = inFolder('events.sqlite')
  const store = await openStore(file)
  for (const streamId of ['stream-1', 'stream-2', 'stream-3'])
    await store.append(
      streamId,
      [newEvent(), ...Array.from({ length: 199 }, () => newEvent({ streamId }))],
      'no-stream',
    )
  await store.writeMetadata('stream-1', { maxAgeMs: 3_600_000 })
  await store.tombstone('stream-3', 199n)
  await store.close()
  return {
    file,
    backup: inFolder('events.backup'),
    restored: inFolder(join('new', 'events.sqlite')),
    /** But for the journal that a reader leaves behind, empty. */
    names: () =>
      readdirSync(folder.path)
        .filter((name) => !/-(?:wal|shm)$/.test(name))
        .toSorted(),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  }
}

async function everythingOf(store: EventStore): Promise<readonly unknown[]> {
  const all: unknown[] = []
  for await (const event of store.readAll()) all.push(event)
  for (const streamId of ['stream-1', 'stream-2', 'stream-3']) {
    all.push(await store.readMetadata(streamId))
    for await (const event of store.readStream(streamId)) all.push(event)
  }
  return all
}

describe('a backup of an event store', () => {
  it('comes back with everything: events, positions, times, metadata, ends', async () => {
    await using place = await places()
    const taken = await backupEventStore({ file: place.file, to: place.backup })
    expect(await restoreEventStore({ from: place.backup, file: place.restored })).toStrictEqual(
      taken,
    )
    const [store, restored] = [await openStore(place.file), await openStore(place.restored)]
    expect(taken).toStrictEqual(await digestOfEvents(store.readAll()))
    expect(await everythingOf(restored)).toStrictEqual(await everythingOf(store))
    const repeated = newEvent()
    for (const either of [store, restored]) {
      expect(await either.append('stream-2', [repeated], 199n)).toMatchObject({
        ok: true,
        value: { position: 601n },
      })
      expect((await either.append('stream-3', [newEvent()], 199n)).ok).toBe(false)
      await either.close()
    }
  })

  it('is for the owner alone, and so is what is restored from it', async () => {
    await using place = await places()
    await backupEventStore({ file: place.file, to: place.backup })
    await restoreEventStore({ from: place.backup, file: place.restored })
    for (const file of [place.backup, place.restored])
      expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(place.names()).toStrictEqual([
      'events.backup',
      'events.sqlite',
      'events.sqlite-lock',
      'new',
    ])
  })

  it('is taken while another process appends, and holds what was recorded when it began', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'events.sqlite')
    await using writer = startChild(script, [file, '11'])
    let acknowledged = 0n
    const hearAbout = async (appends: number) => {
      for (let heard = 0; heard < appends; heard++)
        acknowledged = BigInt(((await writer.nextLine()) ?? '').split(' ')[0] ?? '')
    }
    expect(await writer.nextLine()).toBe('open')
    await hearAbout(100)
    const recordedBefore = acknowledged
    const taken = await backupEventStore({ file, to: join(folder.path, 'backup') })
    await hearAbout(200)
    await writer.kill()
    expect(taken.events).toBeGreaterThanOrEqual(Number(recordedBefore))
    const restoredFile = join(folder.path, 'restored.sqlite')
    expect(
      await restoreEventStore({ from: join(folder.path, 'backup'), file: restoredFile }),
    ).toStrictEqual(taken)
    const [store, restored] = [await openStore(file), await openStore(restoredFile)]
    const events = await digestOfEvents(store.readAll({ limit: taken.events }))
    expect(events).toStrictEqual(taken)
    expect(await digestOfEvents(restored.readAll())).toStrictEqual(taken)
    await store.close()
    await restored.close()
  })

  it('is taken of a store whose writer was killed, before anybody opens it again', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'events.sqlite')
    await using writer = startChild(script, [file, '12'])
    for (let line = 0; line < 40; line++) await writer.nextLine()
    await writer.kill()
    const taken = await backupEventStore({ file, to: join(folder.path, 'backup') })
    const store = await openStore(file)
    expect(await digestOfEvents(store.readAll())).toStrictEqual(taken)
    await store.close()
  })

  it('is not taken over another file', async () => {
    await using place = await places()
    writeFileSync(place.backup, 'last week')
    await expect(backupEventStore({ file: place.file, to: place.backup })).rejects.toMatchObject({
      code: 'BACKUP_PLACE_TAKEN',
    })
    expect(statSync(place.backup).size).toBe('last week'.length)
  })

  it('is not taken of nothing, nor of what is no event store', async () => {
    await using place = await places()
    const [nothing, other] = [`${place.file}.none`, `${place.file}.other`]
    await expect(backupEventStore({ file: nothing, to: place.backup })).rejects.toMatchObject({
      code: 'BACKUP_NOT_FOUND',
    })
    writeFileSync(other, 'Dear colleague, '.repeat(1_000))
    await expect(backupEventStore({ file: other, to: place.backup })).rejects.toThrow()
    expect(existsSync(nothing)).toBe(false)
    expect(existsSync(place.backup)).toBe(false)
  })

  it('is not kept when the store is damaged', async () => {
    await using place = await places()
    await overwrite(place.file, 20 * 4096, 4096)
    await expect(backupEventStore({ file: place.file, to: place.backup })).rejects.toThrow()
    expect(place.names()).toStrictEqual(['events.sqlite', 'events.sqlite-lock'])
  })

  it('is no store: it is not opened as one', async () => {
    await using place = await places()
    await backupEventStore({ file: place.file, to: place.backup })
    await expect(openStore(place.backup)).rejects.toMatchObject({ code: 'STORE_DAMAGED' })
  })
})

describe('a backup is not restored', () => {
  it('over a store, in use or not', async () => {
    await using place = await places()
    await backupEventStore({ file: place.file, to: place.backup })
    const restore = () => restoreEventStore({ from: place.backup, file: place.file })
    await expect(restore()).rejects.toMatchObject({ code: 'BACKUP_PLACE_TAKEN' })
    const store = await openStore(place.file)
    await expect(restore()).rejects.toMatchObject({ code: 'STORE_LOCKED' })
    expect((await everythingOf(store)).length).toBeGreaterThan(600)
    await store.close()
  })

  it('beside the journal of a file that is gone', async () => {
    await using place = await places()
    await backupEventStore({ file: place.file, to: place.backup })
    writeFileSync(`${place.file}.gone-wal`, 'journal')
    await expect(
      restoreEventStore({ from: place.backup, file: `${place.file}.gone` }),
    ).rejects.toMatchObject({ code: 'BACKUP_PLACE_TAKEN' })
  })

  it.each<[string, (backup: string, store: string) => Promise<void> | void]>([
    [
      'a changed word',
      (backup) =>
        execute(backup, `UPDATE event SET data = '{"streamId":"x"}' WHERE position = 300`),
    ],
    ['an event less', (backup) => execute(backup, 'DELETE FROM event WHERE position = 600')],
    [
      'two events exchanged',
      (backup) =>
        execute(
          backup,
          'UPDATE event SET position = -position WHERE position IN (7, 8); UPDATE event SET position = 15 + position WHERE position < 0',
        ),
    ],
    [
      'an event at another revision',
      (backup) => execute(backup, 'UPDATE event SET revision = 777 WHERE position = 200'),
    ],
    [
      'another digest',
      (backup) => execute(backup, `UPDATE backup SET digest = '${'0'.repeat(64)}'`),
    ],
    ['no record of itself', (backup) => execute(backup, 'DELETE FROM backup')],
    ['a table more', (backup) => execute(backup, 'CREATE TABLE note (text TEXT)')],
    [
      'a value that its table does not allow',
      (backup) =>
        execute(
          backup,
          'PRAGMA ignore_check_constraints = ON; UPDATE stream SET is_tombstoned = 7',
        ),
    ],
    ['a page of noise', (backup) => overwrite(backup, 20 * 4096, 4096)],
    ['its end cut off', (backup) => truncate(backup, 10 * 4096)],
    ['nothing in it', (backup) => truncate(backup, 0)],
    ['a letter in its place', (backup) => writeFileSync(backup, 'Dear colleague, '.repeat(1_000))],
    ['a store in its place', (backup, store) => copyFileSync(store, backup)],
  ])('with %s', async (_, damage) => {
    await using place = await places()
    await backupEventStore({ file: place.file, to: place.backup })
    await damage(place.backup, place.file)
    await expect(
      restoreEventStore({ from: place.backup, file: place.restored }),
    ).rejects.toMatchObject({ code: 'BACKUP_DAMAGED' })
    expect(existsSync(place.restored)).toBe(false)
    expect(existsSync(`${place.restored}.partial`)).toBe(false)
  })

  it('when a newer program has taken it', async () => {
    await using place = await places()
    await backupEventStore({ file: place.file, to: place.backup })
    execute(place.backup, 'PRAGMA user_version = 9')
    await expect(
      restoreEventStore({ from: place.backup, file: place.restored }),
    ).rejects.toMatchObject({ code: 'STORE_NEWER_SCHEMA' })
  })

  it('when there is none', async () => {
    await using place = await places()
    await expect(
      restoreEventStore({ from: place.backup, file: place.restored }),
    ).rejects.toMatchObject({ code: 'BACKUP_NOT_FOUND' })
  })
})

function execute(file: string, sql: string): void {
  const database = new DatabaseSync(file)
  database.exec(sql)
  database.close()
}

/** Noise, from a place on. */
async function overwrite(file: string, position: number, length: number): Promise<void> {
  await using handle = await open(file, 'r+')
  await handle.write(Buffer.alloc(length, 0xa5), 0, length, position)
}
