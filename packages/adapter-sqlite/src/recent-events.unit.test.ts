import type { Instant } from '@trm/kernel'
import { describe, expect, it } from 'vitest'
import type { StoredEvent } from './event-table.ts'
import { recentEvents } from './recent-events.ts'

/** Positions may have gaps. */
const at = (position: bigint, data = '{}'): StoredEvent => ({
  id: `event-${position}`,
  type: 'Happened',
  data,
  streamId: 'stream',
  revision: position,
  position,
  recordedAt: '2026-11-26T00:00:00.000Z' as Instant,
})
const positionsAfter = (recent: ReturnType<typeof recentEvents>, position: bigint, limit = 10) =>
  recent.after(position, limit)?.map((event) => event.position)

describe('the end of the log in memory', () => {
  it('knows what was added after the position it began at, and nothing before', () => {
    const recent = recentEvents(7n)
    expect(recent.lastPosition()).toBe(7n)
    expect(positionsAfter(recent, 7n)).toStrictEqual([])
    expect(positionsAfter(recent, 6n)).toBeUndefined()
    recent.add([at(8n), at(10n)])
    recent.add([at(11n)])
    expect(recent.lastPosition()).toBe(11n)
    expect(positionsAfter(recent, 7n)).toStrictEqual([8n, 10n, 11n])
    expect(positionsAfter(recent, 8n)).toStrictEqual([10n, 11n])
    expect(positionsAfter(recent, 9n)).toStrictEqual([10n, 11n])
    expect(positionsAfter(recent, 11n)).toStrictEqual([])
    expect(positionsAfter(recent, 6n)).toBeUndefined()
  })

  it('gives no more than it is asked for', () => {
    const recent = recentEvents(0n)
    recent.add([at(1n), at(2n), at(3n)])
    expect(positionsAfter(recent, 0n, 2)).toStrictEqual([1n, 2n])
    expect(positionsAfter(recent, 2n, 2)).toStrictEqual([3n])
  })

  it('forgets the oldest, and then says that it does not know', () => {
    const recent = recentEvents(0n, { eventsMax: 2 })
    recent.add([at(1n), at(2n), at(4n)])
    expect(positionsAfter(recent, 0n)).toBeUndefined()
    expect(positionsAfter(recent, 1n)).toStrictEqual([2n, 4n])
    recent.add([at(5n)])
    expect(positionsAfter(recent, 1n)).toBeUndefined()
    expect(positionsAfter(recent, 2n)).toStrictEqual([4n, 5n])
    expect(recent.lastPosition()).toBe(5n)
  })

  it('forgets by length, too, and if it must the one that was just added', () => {
    const recent = recentEvents(0n, { lengthMax: 10 })
    recent.add([at(1n, 'x'.repeat(6)), at(2n, 'x'.repeat(6))])
    expect(positionsAfter(recent, 0n)).toBeUndefined()
    expect(positionsAfter(recent, 1n)).toStrictEqual([2n])
    recent.add([at(3n, 'x'.repeat(11))])
    expect(positionsAfter(recent, 2n)).toBeUndefined()
    expect(positionsAfter(recent, 3n)).toStrictEqual([])
    expect(recent.lastPosition()).toBe(3n)
    recent.add([at(4n)])
    expect(positionsAfter(recent, 3n)).toStrictEqual([4n])
  })
})
