import type { EventId } from '@trm/kernel'
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

let disk: SmallDisk | undefined
let pair: Pair
let shared: SharedCase
beforeAll(async () => {
  pair = await startPair((home) => {
    if (!home.endsWith(BELGRADE)) return undefined
    disk = smallDisk(home)
    return disk.close
  })
  // Which of the two ways it was has to be seen where it ran.
  process.stdout.write(`the disk is filled by ${String(disk?.way)}\n`)
  shared = await openSharedCase(pair.client)
}, 60_000)
afterAll(() => pair.close())

it('an agent whose disk is full says so, gives no receipt, and goes on when there is room', async () => {
  const { reference } = shared
  const failed = () => pair.logged(BELGRADE).filter(({ msg }) => msg === 'inbox.handler-failed')
  const before = (await pair.agent(BELGRADE).caseEvents(reference)).map(({ id }) => id)
  disk?.fill()
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

  disk?.free()
  await becomes(pair.client(VIENNA), reference, told, 'stored')
  const held = (await pair.agent(BELGRADE).caseEvents(reference)).map(({ id }) => id as EventId)
  expect(held.filter((id) => told.includes(id))).toStrictEqual(told)
  const digests = await Promise.all([
    pair.client(VIENNA).sharedState(reference, BELGRADE),
    pair.client(BELGRADE).sharedState(reference, VIENNA),
  ])
  const [ours, theirs] = digests.map((answer) => (answer.ok ? answer.value.stateDigest : answer))
  expect(ours).toMatch(/^[\w-]{43}$/)
  expect(ours).toBe(theirs)
}, 90_000)
