import { openSqliteEventStore } from '@trm/adapter-sqlite'
import { memoryEventStore } from '@trm/adapter-memory'
import { toInstant } from '@trm/kernel'
import { digestOfEvents } from '@trm/ports'
import { temporaryFolder } from '@trm/ports/conformance'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { copyStore } from './copy-store.ts'

const clock = { now: () => toInstant(new Date()) }
const EVENTS = 3_000
const STREAMS = 7

describe('copying into a file', () => {
  it('is cut short by a restart, goes on, and comes to the same digest on another engine', async () => {
    await using folder = await temporaryFolder()
    const from = memoryEventStore()
    for (let event = 0; event < EVENTS; event++) {
      const revision = Math.floor(event / STREAMS)
      const outcome = await from.append(
        `stream-${event % STREAMS}`,
        [{ id: crypto.randomUUID(), type: 'SomethingHappened', data: { event } }],
        revision === 0 ? 'no-stream' : BigInt(revision - 1),
      )
      expect(outcome.ok).toBe(true)
    }
    const file = join(folder.path, 'copy.sqlite')
    const first = await openSqliteEventStore({ file, clock })
    const cutShort = copyStore({
      from,
      to: first,
      appendsAtOnce: 64,
      progress: (events) => events > EVENTS / 2 && void first.close(),
    })
    await expect(cutShort).rejects.toMatchObject({ code: 'STORE_CLOSED' })
    await first.close()

    const to = await openSqliteEventStore({ file, clock })
    const digest = await digestOfEvents(from.readAll())
    const copied = await copyStore({ from, to, appendsAtOnce: 64 })
    expect(copied).toMatchObject({ ok: true, value: digest })
    expect(copied.ok && copied.value.resumedAfter).toBeGreaterThan(EVENTS / 2)

    const back = memoryEventStore()
    expect(await copyStore({ from: to, to: back })).toMatchObject({ ok: true, value: digest })
    await to.close()
  })
})
