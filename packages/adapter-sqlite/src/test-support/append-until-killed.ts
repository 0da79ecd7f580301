import { writeSync } from 'node:fs'
import { openSqliteEventStore } from '../event-store.ts'
import { newEvent, systemClock } from './samples.ts'

/** Appends three events at a time to four streams at once; says the ids of what was acknowledged. */
const [, , file = ''] = process.argv
const store = await openSqliteEventStore({ file, clock: systemClock })
const filling = 'x'.repeat(2_000)

async function write(streamId: string): Promise<never> {
  let expected: bigint | 'no-stream' = 'no-stream'
  for await (const last of store.readStream(streamId, { direction: 'backwards', limit: 1 }))
    expected = last.revision
  for (;;) {
    const append = crypto.randomUUID()
    const events = [
      newEvent({ append, filling }),
      newEvent({ append }),
      newEvent({ append }),
    ] as const
    const outcome = await store.append(streamId, events, expected)
    if (!outcome.ok) throw new Error('nobody else writes to this stream')
    expected = outcome.value.revision
    writeSync(1, `${events.map(({ id }) => id).join(' ')}\n`)
  }
}

writeSync(1, 'open\n')
await Promise.all(['stream-1', 'stream-2', 'stream-3', 'stream-4'].map(write))
