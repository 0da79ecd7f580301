import { join } from 'node:path'
import type { EventStore, RecordedEvent } from '@trm/ports'
import { startChild, temporaryFolder } from '@trm/ports/conformance'
import { describe, expect, it } from 'vitest'
import { openSqliteEventStore } from './event-store.ts'
import { newEvent, systemClock } from './test-support/samples.ts'

const script = (name: string) => new URL(`./test-support/${name}.ts`, import.meta.url)
const openStore = (file: string) => openSqliteEventStore({ file, clock: systemClock })

describe('a store file and several processes', () => {
  it('is refused here while another process has it, until that one is gone', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'events.sqlite')
    await using holder = startChild(script('hold-store'), [file])
    expect(await holder.nextLine()).toBe('open')
    await expect(openStore(file)).rejects.toMatchObject({ code: 'STORE_LOCKED' })
    await holder.kill()
    const store = await openStore(file)
    await store.close()
  })

  it('is refused to another process while this one has it', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'events.sqlite')
    const store = await openStore(file)
    await using refused = startChild(script('hold-store'), [file])
    expect(await refused.nextLine()).toBe('STORE_LOCKED')
    expect((await store.append('stream-1', [newEvent()], 'no-stream')).ok).toBe(true)
    await store.close()
    await using admitted = startChild(script('hold-store'), [file])
    expect(await admitted.nextLine()).toBe('open')
  })

  it('stays refused to another process after it was opened twice in this one', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'events.sqlite')
    const store = await openStore(file)
    await expect(openStore(file)).rejects.toMatchObject({ code: 'STORE_LOCKED' })
    await using refused = startChild(script('hold-store'), [file])
    expect(await refused.nextLine()).toBe('STORE_LOCKED')
    await store.close()
  })

  it('refuses a whole group when the disk is full, and takes it when there is room again', async () => {
    await using folder = await temporaryFolder()
    const file = join(folder.path, 'events.sqlite')
    await using child = startChild(script('append-until-full'), [file], 2_048)
    const acknowledged: string[] = []
    const failed: string[] = []
    let read = ''
    for (let line = await child.nextLine(); line !== undefined; line = await child.nextLine()) {
      const [first = '', second = '', third] = line.split(' ')
      if (first === 'failed' && third !== undefined) {
        expect(second).toBe('STORE_UNAVAILABLE')
        failed.push(third)
      } else if (first === 'read') read = second
      else acknowledged.push(first)
    }
    expect(acknowledged.length).toBeGreaterThan(0)
    expect(failed).toHaveLength(4)
    expect(read).toBe(String(acknowledged.length))

    const store = await openStore(file)
    expect((await eventsOf(store)).map(({ id }) => id)).toStrictEqual(acknowledged)
    for (const id of failed) {
      const outcome = await store.append(`stream-${id}`, [{ ...newEvent(), id }], 'no-stream')
      expect(outcome).toMatchObject({ ok: true, value: { revision: 0n } })
    }
    expect(await eventsOf(store)).toHaveLength(acknowledged.length + 4)
    await store.close()
  })
})

async function eventsOf(store: EventStore): Promise<readonly RecordedEvent[]> {
  const events: RecordedEvent[] = []
  for await (const event of store.readAll()) events.push(event)
  return events
}
