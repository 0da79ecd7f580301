import type { DeliveryList } from '@trm/contracts'
import { plusMilliseconds, toInstant, type CaseReference, type EventId } from '@trm/kernel'
import { randomBytes, randomToken } from '@trm/sealing'
import { waitFor } from '@trm/testkit'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectationsIn } from './expectations.ts'
import { BELGRADE, idsOf, startScene, type Scene } from './scene.ts'

const MESSAGES = 2_000
const AT_ONCE = 50
const GOOD = 5
/** Mail is taken in order: what waits for others is what came before. */
const DEADLINE_MS = 90_000
/** For the listing and for what the runtime makes of its code; what came is as much again. */
const MEMORY_MAX = 64 * 1024 ** 2
const GARBAGE_BYTES = 32_768
/** In an hour, of what nobody has to answer for. */
const WRITTEN_MAX = 1_000
const RECORD_BYTES_MAX = 2_048

let scene: Scene
beforeAll(async () => {
  scene = await startScene()
}, 30_000)
afterAll(() => scene.stop())

const { begun, expectRefused, expectTheNextOneIsStored } = expectationsIn(() => scene)

describe('a mailbox that a listed organisation floods', () => {
  it(
    'lets good mail through in time, in bounded memory, with a bounded quarantine',
    async () => {
      const before = memoryInUse()
      const asked: EventId[] = []
      const reference = await openCase()
      for (let sent = 0; sent < MESSAGES; sent += AT_ONCE) {
        const bodies = Array.from({ length: AT_ONCE }, (_, place) => garbage(sent + place))
        await Promise.all(bodies.map((body) => scene.rogue.send(BELGRADE, body)))
        if (asked.length < GOOD && sent >= (asked.length * MESSAGES) / GOOD)
          asked.push(await askBelgrade(reference))
      }
      await waitFor(() => areStored(reference, asked), {
        deadlineMs: DEADLINE_MS,
        what: 'good mail among garbage',
      })
      expect(await idsOf(scene.belgrade, reference)).toStrictEqual(asked)
      // What came before it has been taken in, but for what is taken in beside it.
      asked.push(await askBelgrade(reference))
      await waitFor(() => areStored(reference, asked), {
        deadlineMs: DEADLINE_MS,
        what: 'good mail behind the garbage',
      })
      const refused = await sizesOfRefused()
      expect(refused).toHaveLength(WRITTEN_MAX)
      expect(await scene.belgrade.quarantine()).toHaveLength(WRITTEN_MAX)
      expect(Math.max(...refused)).toBeLessThan(RECORD_BYTES_MAX)
      expect(memoryInUse() - before).toBeLessThan(MEMORY_MAX)
    },
    2 * DEADLINE_MS,
  )

  it('still sees what an author has to answer for, and answers it', async () => {
    const story = await begun()
    const bad = await story.next({ grant: { onward: true } })
    await expectRefused(story, bad, 'consent-does-not-cover')
    expect(await sizesOfRefused()).toHaveLength(WRITTEN_MAX + 1)
    await scene.rogue.send(BELGRADE, garbage(0))
    story.follow(bad)
    await expectTheNextOneIsStored(story)
    expect(await sizesOfRefused()).toHaveLength(WRITTEN_MAX + 1)
  })
})

/** Of three kinds: no message at all, one that looks as if it were for Belgrade, and one that holds nonsense. */
function garbage(place: number): Uint8Array {
  const bytes = randomBytes(GARBAGE_BYTES)
  const nonsense = () => scene.rogue.seal(BELGRADE, [{ kind: 'event', bytes }])
  if (place % 3 === 0) return bytes
  if (place % 3 === 1) return nonsense()
  const spoiled = nonsense()
  spoiled[spoiled.length - 1] = (spoiled.at(-1) ?? 0) ^ 1
  return spoiled
}

/** The sizes of what is recorded of each refused message. */
async function sizesOfRefused(): Promise<readonly number[]> {
  const sizes: number[] = []
  for await (const { type, data } of scene.belgrade.store.readStream('inbox'))
    if (type === 'MailQuarantined') sizes.push(JSON.stringify(data).length)
  return sizes
}

async function openCase(): Promise<CaseReference> {
  const { body } = await scene.vienna.post('/casework/cases', {
    commandId: randomToken(),
    ageStatus: 'verifiedAdult',
    record: { prs_FirstName: 'Milica' },
  })
  return (body as { case: CaseReference }).case
}

async function askBelgrade(reference: CaseReference): Promise<EventId> {
  const { body } = await scene.vienna.post(`/casework/cases/${reference}/commands`, {
    commandId: randomToken(),
    command: {
      type: 'AskCapacity',
      to: [BELGRADE],
      services: ['accommodation'],
      languages: ['sr'],
      respondBy: plusMilliseconds(toInstant(new Date()), 3_600_000),
    },
  })
  return (body as { event: EventId }).event
}

async function areStored(reference: CaseReference, events: readonly EventId[]): Promise<boolean> {
  const { deliveries } = (await scene.vienna.get(
    `/exchange/deliveries?case=${reference}`,
  )) as DeliveryList
  const stored = deliveries.filter(({ status }) => status === 'stored').map(({ event }) => event)
  return events.every((event) => stored.includes(event))
}

/** What is alive in this process, in which all of them run. */
function memoryInUse(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
