import { sayLine } from '@trm/testkit/say-line'
import { flushCompileCache } from 'node:module'
import type { NewEvent } from '@trm/ports'
import { openSqliteEventStore } from '../event-store.ts'
import { newEvent, systemClock } from './samples.ts'
import { seededChances } from './seeded.ts'

/**
 * Appends one to four events at a time, of up to 40 kB each, to four streams at once. Says of each
 * append that was acknowledged the position of its last event and then the ids of all.
 */
const [, , file = '', seed = ''] = process.argv
const EVENTS_MAX = 4
const FILLING_MAX = 40_000
/** Short, so that many are killed in the middle of a checkpoint. */
const JOURNAL_BYTES = 500_000

const chances = seededChances(Number(seed))
flushCompileCache() // or the next of these processes, which is killed as well, compiles it all again
const store = await openSqliteEventStore({ file, clock: systemClock, journalBytes: JOURNAL_BYTES })

/** The events of one append know of it, and how many they are. */
function nextAppend(): readonly [NewEvent, ...NewEvent[]] {
  const size = 1 + chances.below(EVENTS_MAX)
  const append = { append: crypto.randomUUID(), size }
  const filled = () => newEvent({ ...append, filling: 'x'.repeat(chances.below(FILLING_MAX)) })
  return [filled(), ...Array.from({ length: size - 1 }, filled)]
}

async function write(streamId: string): Promise<never> {
  let expected: bigint | 'no-stream' = 'no-stream'
  for await (const last of store.readStream(streamId, { direction: 'backwards', limit: 1 }))
    expected = last.revision
  for (;;) {
    const events = nextAppend()
    const outcome = await store.append(streamId, events, expected)
    if (!outcome.ok) throw new Error('nobody else writes to this stream')
    expected = outcome.value.revision
    sayLine([outcome.value.position, ...events.map(({ id }) => id)].join(' '))
  }
}

sayLine('open')
await Promise.all(['stream-1', 'stream-2', 'stream-3', 'stream-4'].map(write))
