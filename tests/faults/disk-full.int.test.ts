import type { EventId, ParticipantCode } from '@trm/kernel'
import { randomToken } from '@trm/sealing'
import { waitFor } from '@trm/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startPair, type Pair } from './test-support/pair.ts'
import {
  assessment,
  becomes,
  BELGRADE,
  give,
  openSharedCase,
  VIENNA,
  type SharedCase,
} from './test-support/shared-case.ts'
import { smallDisk, type SmallDisk } from './test-support/small-disk.ts'

const DEADLINE_MS = 30_000
const EVENTS_MAX = 500
/** Enough for the journal of all that is queued. */
const SIZE = '32m'

/** More than fit into one message, so that what is noted of them takes as much room as an event. */
const EVENTS_QUEUED = 200

const disks = new Map<string, SmallDisk>()
let pair: Pair
let shared: SharedCase
beforeAll(async () => {
  pair = await startPair((home) => {
    const disk = smallDisk(home, SIZE)
    disks.set(home.slice(home.lastIndexOf('/') + 1), disk)
    return disk.close
  })
  // Which of the two ways it was has to be seen where it ran.
  process.stdout.write(`the disks are filled by ${String(disks.get(BELGRADE)?.way)}\n`)
  shared = await openSharedCase(pair.client)
}, 60_000)
afterAll(() => pair.close())

/** Both see the same of the case. */
async function expectTheSame(): Promise<void> {
  const digests = await Promise.all([
    pair.client(VIENNA).sharedState(shared.reference, BELGRADE),
    pair.client(BELGRADE).sharedState(shared.reference, VIENNA),
  ])
  const [ours, theirs] = digests.map((answer) => (answer.ok ? answer.value.stateDigest : answer))
  expect(ours).toMatch(/^[\w-]{43}$/)
  expect(ours).toBe(theirs)
}

/** What Belgrade holds of these, in the order of its log. */
async function heldOf(told: readonly EventId[]): Promise<readonly EventId[]> {
  const held = await pair.agent(BELGRADE).caseEvents(shared.reference)
  return held.map(({ id }) => id as EventId).filter((id) => told.includes(id))
}

it('an agent whose disk is full says so, gives no receipt, and goes on when there is room', async () => {
  const { reference } = shared
  const failed = () => pair.logged(BELGRADE).filter(({ msg }) => msg === 'inbox.handler-failed')
  const before = (await pair.agent(BELGRADE).caseEvents(reference)).map(({ id }) => id)
  disks.get(BELGRADE)?.fill()
  // What is free inside the file is used up first.
  const told: EventId[] = []
  while (failed().length === 0 && told.length < EVENTS_MAX)
    told.push(await give(pair.client(VIENNA), reference, assessment(shared)))
  const last = told.at(-1)
  await waitFor(() => failed().length > 1, { deadlineMs: DEADLINE_MS, what: 'a second attempt' })
  for (const { code } of failed()) expect(code).toMatch(/^(?:STORE|VAULT)_UNAVAILABLE$/)
  const stillThere = (await pair.agent(BELGRADE).caseEvents(reference)).map(
    ({ id }) => id as EventId,
  )
  expect(stillThere.slice(0, before.length)).toStrictEqual(before)
  expect(stillThere).not.toContain(last)
  await becomes(pair.client(VIENNA), reference, told.slice(-1), 'relayed')
  const refused = await pair.client(BELGRADE).command(reference, {
    commandId: randomToken(),
    command: assessment(shared),
  })
  expect(refused).toMatchObject({ ok: false, failure: { status: 503 } })
  expect(await pair.agent(BELGRADE).request('GET', '/health')).toMatchObject({ status: 200 })

  disks.get(BELGRADE)?.free()
  await becomes(pair.client(VIENNA), reference, told, 'stored')
  expect(await heldOf(told)).toStrictEqual(told)
  await expectTheSame()
}, 90_000)

it('an agent that cannot note what it sent ends by that, and when it is back nothing is lost or there twice', async () => {
  const { reference } = shared
  const vienna = 'at' as ParticipantCode
  await pair.mesh.kill(vienna)
  const told: EventId[] = []
  while (told.length < EVENTS_QUEUED)
    told.push(await give(pair.client(VIENNA), reference, assessment(shared)))
  disks.get(VIENNA)?.fill()
  const command = () => ({ commandId: randomToken(), command: assessment(shared) })
  for (let count = 0; count < EVENTS_MAX; count++) {
    const answer = await pair.client(VIENNA).command(reference, command())
    if (!answer.ok) {
      expect(answer).toMatchObject({ failure: { status: 503 } })
      break
    }
    told.push(answer.value.event)
  }
  await pair.mesh.start(vienna)
  expect(await pair.agent(VIENNA).ended()).toMatchObject({ code: 'STORE_UNAVAILABLE' })

  disks.get(VIENNA)?.free()
  await pair.stop(VIENNA)
  await pair.start(VIENNA)
  await becomes(pair.client(VIENNA), reference, told, 'stored')
  expect(await heldOf(told)).toStrictEqual(told)
  await expectTheSame()
}, 120_000)
