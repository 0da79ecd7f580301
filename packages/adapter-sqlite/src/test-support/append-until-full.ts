import { writeSync } from 'node:fs'
import { StoreUnavailableError, type EventStore, type NewEvent } from '@trm/ports'
import { openSqliteEventStore } from '../event-store.ts'
import { newEvent, systemClock } from './samples.ts'

/**
 * Appends groups of four until the disk is full. Says the ids of what was acknowledged, then
 * `failed` with the code and the id of every append of the last group, then how many events it reads.
 */
const [, , file = ''] = process.argv
const store = await openSqliteEventStore({ file, clock: systemClock })
const filling = 'x'.repeat(8_000)

async function append(event: NewEvent): Promise<string> {
  try {
    const outcome = await store.append(`stream-${event.id}`, [event], 'no-stream')
    return outcome.ok ? 'ok' : outcome.failure.kind
  } catch (error) {
    return error instanceof StoreUnavailableError ? error.code : String(error)
  }
}

async function countEvents(from: EventStore): Promise<number> {
  let count = 0
  for await (const _ of from.readAll()) count++
  return count
}

for (let isFull = false; !isFull;) {
  const group = Array.from({ length: 4 }, () => newEvent({ filling }))
  const answers = await Promise.all(group.map(append))
  isFull = answers.some((answer) => answer !== 'ok')
  for (const [index, { id }] of group.entries())
    writeSync(1, isFull ? `failed ${answers[index] ?? ''} ${id}\n` : `${id}\n`)
}
writeSync(1, `read ${await countEvents(store)}\n`)
await store.close()
