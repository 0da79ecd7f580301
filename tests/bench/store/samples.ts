import { toInstant, type JsonObject } from '@trm/kernel'
import type { Clock, EventStore } from '@trm/ports'
import { randomBytes } from 'node:crypto'

export const EVENT_TYPE = 'ReferralProposed'
/** As many as there are writers: each has a stream of its own. */
export const STREAMS = 64
const SECTIONS = 5
const SECTION_BYTES = 250

export const clock: Clock = { now: () => toInstant(new Date()) }

/** Some 2 KiB, like a signed event with five encrypted sections. */
function eventData(): JsonObject {
  const text = (bytes: number) => randomBytes(bytes).toString('base64url')
  return {
    v: 1,
    jws: text(SECTION_BYTES),
    grants: [text(32), text(32)],
    sections: Array.from({ length: SECTIONS }, () => ({
      name: 'identity',
      keyId: text(16),
      ciphertext: text(SECTION_BYTES - 64),
    })),
    origin: { kind: 'own', role: 'caseworker' },
  }
}

export function eventText(): string {
  return JSON.stringify(eventData())
}

/** So many writers, each with the next event when the last one is recorded. @returns latencies in ms. */
export async function appendAll(
  store: EventStore,
  count: number,
  writers: number,
): Promise<number[]> {
  const data = eventData()
  const latencies: number[] = []
  let left = count
  const write = async (streamId: string): Promise<void> => {
    let expected: bigint | 'no-stream' = 'no-stream'
    while (left-- > 0) {
      const start = performance.now()
      const event = { id: crypto.randomUUID(), type: EVENT_TYPE, data }
      const appended = await store.append(streamId, [event], expected)
      if (!appended.ok) throw new Error(appended.failure.kind)
      expected = appended.value.revision
      latencies.push(performance.now() - start)
    }
  }
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(`case-${writer}`)))
  return latencies
}
