import type { EventId, OrganisationId, ParticipantCode } from '@trm/kernel'
import { waitFor } from '@trm/testkit'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startPair, streamOf, type Pair } from './test-support/pair.ts'
import {
  assessment,
  becomes,
  BELGRADE,
  give,
  openSharedCase,
  VIENNA,
  type SharedCase,
} from './test-support/shared-case.ts'

const AT = 'at' as ParticipantCode
const RS = 'rs' as ParticipantCode
const IS_LONG = process.env['TRM_FAULTS'] === 'long'
const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const DEADLINE_MS = 60_000
/** What queues up: more than one message holds; 10,000 events on each side in a long run. */
const EVENTS = 100
const CASES = IS_LONG ? 100 : 1
const LONG_MS = IS_LONG ? 3_600_000 : 90_000

let pair: Pair
let shared: SharedCase
beforeAll(async () => {
  pair = await startPair()
  shared = await openSharedCase(pair.client)
}, 60_000)
beforeEach(async () => {
  for (const organisation of [VIENNA, BELGRADE]) {
    pair.setAhead(organisation, 0)
    await pair.start(organisation)
  }
})
afterAll(() => pair.close())

const assess = (by: OrganisationId, of = shared) =>
  give(pair.client(by), of.reference, assessment(of))

async function assessTimes(
  by: OrganisationId,
  count: number,
  of = shared,
): Promise<readonly EventId[]> {
  const events: EventId[] = []
  while (events.length < count) events.push(await assess(by, of))
  return events
}

const become = (
  by: OrganisationId,
  events: readonly EventId[],
  status: 'queued' | 'relayed' | 'stored',
  of = shared,
) => becomes(pair.client(by), of.reference, events, status)

const says = (by: OrganisationId, message: string, from = 0) =>
  waitFor(
    () =>
      pair
        .logged(by)
        .slice(from)
        .some(({ msg }) => msg === message),
    {
      deadlineMs: DEADLINE_MS,
      what: message,
    },
  )

/** What both have of the case: each event once on either side, in the same state, and nothing refused. */
async function expectTheSame({ reference } = shared): Promise<void> {
  const digests = await Promise.all([
    pair.client(VIENNA).sharedState(reference, BELGRADE),
    pair.client(BELGRADE).sharedState(reference, VIENNA),
  ])
  const [ours, theirs] = digests.map((answer) => (answer.ok ? answer.value.stateDigest : answer))
  expect(ours).toMatch(/^[\w-]{43}$/)
  expect(ours).toBe(theirs)
  for (const organisation of [VIENNA, BELGRADE]) {
    const ids = (await pair.agent(organisation).caseEvents(reference)).map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(await pair.agent(organisation).quarantine()).toStrictEqual([])
  }
}

async function expectHeldOnce(
  by: OrganisationId,
  events: readonly EventId[],
  { reference } = shared,
): Promise<void> {
  const ids = (await pair.agent(by).caseEvents(reference)).map(({ id }) => id as EventId)
  expect(ids.filter((id) => events.includes(id))).toStrictEqual(events)
}

const receiptsAt = async (organisation: OrganisationId) =>
  (await streamOf(pair.agent(organisation), 'inbox')).filter(({ type }) => type === 'ReceiptIssued')

describe('a country node that is killed', () => {
  it.each([
    ['of the recipient', RS],
    ['of the sender', AT],
  ])(
    'and keeps its disk, %s, loses and doubles nothing',
    async (_whose, node) => {
      await pair.stop(BELGRADE)
      const relayed = await assessTimes(VIENNA, 3)
      await become(VIENNA, relayed, 'relayed')
      await pair.mesh.kill(node)
      const from = pair.logged(VIENNA).length
      const queued = await assessTimes(VIENNA, 3)
      await says(VIENNA, 'outbox.unreachable', from)
      await become(VIENNA, queued, 'queued')
      await pair.mesh.start(node)
      await pair.start(BELGRADE)
      await become(VIENNA, [...relayed, ...queued], 'stored')
      await expectHeldOnce(BELGRADE, [...relayed, ...queued])
      await expectTheSame()
    },
    LONG_MS,
  )

  it(
    'and loses its disk has what it had taken sent again, without anybody asking',
    async () => {
      await pair.stop(BELGRADE)
      const events = await assessTimes(VIENNA, 3)
      await become(VIENNA, events, 'relayed')
      await pair.mesh.kill(RS)
      await pair.mesh.loseDisk(RS)
      await pair.mesh.start(RS)
      await pair.start(BELGRADE)
      await become(VIENNA, events, 'stored')
      await expectHeldOnce(BELGRADE, events)
      await expectTheSame()
    },
    LONG_MS,
  )

  it(
    'and loses receipts that were on their way gets the same ones, and stores nothing twice',
    async () => {
      await pair.stop(BELGRADE)
      const events = await assessTimes(VIENNA, 3)
      await become(VIENNA, events, 'relayed')
      await pair.stop(VIENNA)
      await pair.start(BELGRADE)
      const isAnswered = async () => {
        const answered = (await receiptsAt(BELGRADE)).flatMap(({ data }) => data['events'])
        return events.every((event) => answered.includes(event))
      }
      await waitFor(isAnswered, { deadlineMs: DEADLINE_MS, what: 'receipts' })
      const receipts = await receiptsAt(BELGRADE)
      await pair.stop(BELGRADE)
      await pair.mesh.kill(AT)
      await pair.mesh.loseDisk(AT)
      await pair.mesh.start(AT)
      await pair.start(BELGRADE)
      await pair.start(VIENNA)
      await become(VIENNA, events, 'stored')
      expect(await receiptsAt(BELGRADE)).toStrictEqual(receipts)
      await expectHeldOnce(BELGRADE, events)
      await expectTheSame()
    },
    LONG_MS,
  )
})

describe('a mailbox that is full', () => {
  it(
    'refuses what is new and drops nothing; when there is room it goes on',
    async () => {
      await pair.stop(BELGRADE)
      await pair.mesh.provision(RS, { bytesMax: 60_000 })
      const count = (message: string) =>
        pair.logged(VIENNA).filter(({ msg }) => msg === message).length
      const [taken, full] = [count('outbox.relayed'), count('outbox.mailbox-full')]
      const isFull = () => count('outbox.mailbox-full') > full
      const events: EventId[] = []
      // Each by itself: together they would make a message that is larger than all of this mailbox.
      while (!isFull()) {
        events.push(await assess(VIENNA))
        await waitFor(() => isFull() || count('outbox.relayed') - taken === events.length, {
          deadlineMs: DEADLINE_MS,
          what: 'an answer of the country node',
        })
      }
      const late = await assess(VIENNA)
      await become(VIENNA, [late], 'queued')
      await pair.start(BELGRADE)
      await become(VIENNA, [...events, late], 'stored')
      await expectHeldOnce(BELGRADE, [...events, late])
      await pair.mesh.provision(RS, {})
      await expectTheSame()
    },
    LONG_MS,
  )
})

describe('clocks', () => {
  it.each([
    ['behind', -10 * MINUTE_MS],
    ['ahead', 10 * MINUTE_MS],
  ])('that are ten minutes apart, %s, refuse nothing', async (_which, milliseconds) => {
    pair.setAhead(BELGRADE, milliseconds)
    const told = await assessTimes(VIENNA, 2)
    const answered = await assessTimes(BELGRADE, 2)
    await become(VIENNA, told, 'stored')
    await become(BELGRADE, answered, 'stored')
    pair.setAhead(BELGRADE, 0)
    await expectTheSame()
  })
})

describe('a link that is down for thirty days', () => {
  it(
    `keeps ${String(CASES * EVENTS)} events on each side, and both have all of them once it is back`,
    async () => {
      const cases = [shared]
      while (cases.length < CASES) cases.push(await openSharedCase(pair.client))
      pair.mesh.links.cut()
      const told: (readonly [SharedCase, OrganisationId, readonly EventId[]])[] = []
      for (const each of cases)
        for (const by of [VIENNA, BELGRADE])
          told.push([each, by, await assessTimes(by, EVENTS, each)])
      for (const [each, by, events] of told) await become(by, events, 'queued', each)
      for (const organisation of [VIENNA, BELGRADE]) pair.setAhead(organisation, 30 * DAY_MS)
      pair.mesh.links.mend()
      for (const [each, by, events] of told) {
        await become(by, events, 'stored', each)
        await expectHeldOnce(by === VIENNA ? BELGRADE : VIENNA, events, each)
      }
      for (const each of cases) await expectTheSame(each)
    },
    LONG_MS,
  )
})
