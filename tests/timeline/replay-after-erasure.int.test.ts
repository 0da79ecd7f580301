import type { ReplayResponse } from '@trm/contracts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  answerOf,
  BELGRADE,
  handedOver,
  VIENNA,
  type HandoverCase,
} from '../casework/handover-case.ts'
import { startMemoryNetwork, type MemoryNetwork } from '../support/memory-agents.ts'

let network: MemoryNetwork
let held: HandoverCase
beforeEach(async () => {
  network = await startMemoryNetwork([VIENNA, BELGRADE])
  held = await handedOver(network)
})
afterEach(() => network.stop())

type Event = ReplayResponse['events'][number]

async function replay(by: string): Promise<ReplayResponse> {
  const { status, body } = await network
    .agent(by)
    .request('GET', `/timeline/cases/${held.reference}`, undefined, `auditor-at-${by}`)
  expect(status).toBe(200)
  return body as ReplayResponse
}

/** The events of the first replay that are in the second, with their sections apart from the rest. */
function compared(before: ReplayResponse, after: ReplayResponse) {
  const later = new Map(after.events.map((event) => [event.event, event] as const))
  return before.events.map((event) => ({ was: event, is: later.get(event.event) }))
}

/** All that is verified of an event: everything but what became of its sections since. */
const verdict = ({ sections, ...rest }: Event) => ({
  ...rest,
  sections: sections.map(({ name }) => name),
})

/** Which section of which event is shown differently, and how. */
function changes(before: ReplayResponse, after: ReplayResponse) {
  return compared(before, after).flatMap(({ was, is }) =>
    was.sections.flatMap((section, place) => {
      const now = is?.sections[place]
      return JSON.stringify(now) === JSON.stringify(section)
        ? []
        : [{ type: was.type, was: section, is: now }]
    }),
  )
}

/** Every member of the verdict, but for the events that have come since and stand in it themselves. */
function expectSameVerdict(before: ReplayResponse, after: ReplayResponse): void {
  for (const { was, is } of compared(before, after))
    expect(is && verdict(is)).toStrictEqual(verdict(was))
  const added = after.events.filter(
    ({ event }) => !before.events.some((was) => was.event === event),
  )
  const grants = added.flatMap((event) => event.grants)
  expect(added.every(({ signature }) => signature === 'valid')).toBe(true)
  expect(after.summary).toStrictEqual({
    events: before.summary.events + added.length,
    signaturesValid: before.summary.signaturesValid + added.length,
    disclosures: before.summary.disclosures + grants.length,
    disclosuresWithBasis: before.summary.disclosuresWithBasis + grants.length,
    overDisclosures: 0,
    chainGaps: 0,
  })
}

describe('a replay before and after an erasure', () => {
  it('comes to the same verdict when each has erased what was taken back, on both sides', async () => {
    const before = { vienna: await replay(VIENNA), belgrade: await replay(BELGRADE) }
    const { event } = await network.agent(VIENNA).command(held.reference, {
      type: 'WithdrawDataConsent',
      consent: held.consent,
    })
    for (const holder of [BELGRADE, VIENNA])
      expect(await answerOf(network, held.reference, event, holder)).toBe('erased')
    const after = { vienna: await replay(VIENNA), belgrade: await replay(BELGRADE) }
    expectSameVerdict(before.belgrade, after.belgrade)
    expectSameVerdict(before.vienna, after.vienna)
    const erased = (type: string, name: string, erasedUnder: number | undefined) => ({
      type,
      was: { name, status: 'held' },
      is: { name, status: 'erased', erasedUnder },
    })
    const answerBy = (self: string, { events }: typeof before.belgrade) =>
      events.find(({ type, author }) => type === 'HoldersAnswered' && author === self)?.number
    const there = answerBy(BELGRADE, after.belgrade)
    expect(there).toBeGreaterThan(before.belgrade.events.length + 1)
    expect(changes(before.belgrade, after.belgrade)).toStrictEqual([
      erased('ReferralOffered', 'needs', there),
      erased('ContactExchanged', 'identity', there),
      erased('ContactExchanged', 'contact', there),
    ])
    // What Vienna wrote itself is its own, and was never taken back from it.
    const here = answerBy(VIENNA, after.vienna)
    expect(here).toBeGreaterThan(before.vienna.events.length + 1)
    expect(changes(before.vienna, after.vienna)).toStrictEqual([
      erased('ReferralAccepted', 'needs', here),
    ])
  })

  it('comes to the same verdict when a caseworker has recorded an erasure', async () => {
    const before = await replay(BELGRADE)
    await network.agent(BELGRADE).command(held.reference, {
      type: 'RecordErasure',
      sections: ['contact', 'needs'],
      authority: 'retentionEnded',
    })
    const after = await replay(BELGRADE)
    expectSameVerdict(before, after)
    const tombstone = after.events.at(-1)
    expect(tombstone).toMatchObject({
      type: 'PersonalDataErased',
      number: before.events.length + 1,
    })
    const erased = (name: string) => ({ name, status: 'erased', erasedUnder: tombstone?.number })
    expect(changes(before, after).map(({ type, is }) => [type, is])).toStrictEqual([
      ['ReferralOffered', erased('needs')],
      ['ReferralAccepted', erased('needs')],
      ['ContactExchanged', erased('contact')],
    ])
  })

  it('comes to the same verdict after a restart, from the log alone', async () => {
    const before = await replay(BELGRADE)
    await network.agent(BELGRADE).command(held.reference, {
      type: 'RecordErasure',
      sections: ['identity'],
      authority: 'retentionEnded',
    })
    const after = await replay(BELGRADE)
    await network.agent(BELGRADE).stop()
    await network.agent(BELGRADE).start()
    expectSameVerdict(before, await replay(BELGRADE))
    expect(await replay(BELGRADE)).toStrictEqual(after)
  })
})
