import { memoryVault } from '@trm/adapter-memory'
import { KEYS_STREAM } from '@trm/contracts'
import type { EventId } from '@trm/kernel'
import { waitFor } from '@trm/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mailLeftBy, openLeft } from '../support/opened-mail.ts'
import { createParty } from '../support/parties.ts'
import { startRecordedNetwork, type RecordedNetwork } from '../support/recorded-network.ts'
import {
  assessment,
  becomes,
  BELGRADE,
  give,
  openSharedCase,
  VIENNA,
} from '../faults/test-support/shared-case.ts'
import { hearAll, listedAs, shown } from '../privacy/test-support/heard.ts'

const MEAN_MS = 40
const OFFICES = ['at.nrm-office', 'rs.nrm-office']
/** A sealed message in the first bucket. */
const SHORTEST_BYTES = 3_222
/** So many that everybody has had some, but for one chance in a hundred million. */
const MANY = 50
const EVENTS = 12
const DEADLINE_MS = 30_000

describe('cover traffic', () => {
  let network: RecordedNetwork

  beforeAll(async () => {
    network = await startRecordedNetwork({
      coverMeanMs: { [VIENNA]: MEAN_MS, [BELGRADE]: MEAN_MS },
    })
  })
  afterAll(() => network.stop())

  const leftBy = (organisation: string) =>
    mailLeftBy(network, organisation).map((said) => openLeft(said, network))
  const coverBy = (organisation: string) => leftBy(organisation).filter(({ isCover }) => isCover)
  const until = (what: string, condition: () => boolean | Promise<boolean>) =>
    waitFor(condition, { deadlineMs: DEADLINE_MS, what })

  it('goes to everybody who is listed, and to nobody else', async () => {
    await until('much cover', () => coverBy(VIENNA).length >= MANY)
    const mailboxes = new Set(coverBy(VIENNA).map(({ mailbox }) => mailbox))
    const others = network.parties.filter(({ id }) => id !== VIENNA)
    expect([...mailboxes].toSorted()).toEqual(others.map(({ access }) => access.mailbox).toSorted())
  })

  it('looks as a receipt does: the same in clear, the same length, an id of its own', () => {
    const cover = coverBy(VIENNA)
    expect(new Set(cover.map(({ body }) => body.length))).toEqual(new Set([SHORTEST_BYTES]))
    expect(new Set(cover.map(({ id }) => id)).size).toBe(cover.length)
    const unlisted = hearAll(network).filter((each) => listedAs(each) === undefined)
    expect(unlisted.map(shown)).toEqual([])
  })

  it('is dropped by who opens it: no answer, no record, no quarantine, and out of the mailbox', async () => {
    const [office = ''] = OFFICES
    const mailbox = network.parties.find(({ id }) => id === office)?.access.mailbox
    const forOffice = () =>
      [VIENNA, BELGRADE].flatMap(coverBy).filter((mail) => mail.mailbox === mailbox).length
    const known = forOffice()
    await until('cover for the office', () => forOffice() >= known + 5)
    await until('its mailbox to be emptied', () => erasedBy(office) >= known + 5)
    for (const id of OFFICES) {
      expect(leftBy(id)).toEqual([])
      expect(await network.agent(id).quarantine()).toEqual([])
      expect(await streamsOf(id)).toEqual([KEYS_STREAM])
    }
  })

  it('neither delays nor doubles events and receipts that go among it', async () => {
    const client = network.client
    const shared = await openSharedCase(client)
    const before = coverBy(VIENNA).length
    const events: EventId[] = []
    for (let count = 0; count < EVENTS; count++) {
      const event = await give(client(VIENNA), shared.reference, assessment(shared))
      await becomes(client(VIENNA), shared.reference, [event], 'stored')
      events.push(event)
    }
    const sent = leftBy(VIENNA).flatMap(({ events: copies }) => copies)
    expect(sent.filter((id) => events.includes(id))).toEqual(events)
    const held = (await network.agent(BELGRADE).caseEvents(shared.reference)).map(({ id }) => id)
    expect(held.filter((id) => events.includes(id as EventId))).toEqual(events)
    for (const id of [VIENNA, BELGRADE]) expect(await network.agent(id).quarantine()).toEqual([])
    await until('cover beside it', () => coverBy(VIENNA).length > before)
  })

  it('ends with its agent, and those who were not told to send it never do', async () => {
    await network.stopAgent(VIENNA)
    const [left, others] = [leftBy(VIENNA).length, coverBy(BELGRADE).length]
    await until('much cover of another', () => coverBy(BELGRADE).length >= others + 20)
    expect(leftBy(VIENNA)).toHaveLength(left)
    for (const id of OFFICES) expect(coverBy(id)).toEqual([])
  })

  function erasedBy(organisation: string): number {
    return hearAll(network).filter(
      (each) =>
        listedAs(each) === 'agent erases mail' && each.conversation.own?.id === organisation,
    ).length
  }

  /** Which streams there are in the store of an organisation: that of its keys is there from the start. */
  async function streamsOf(organisation: string): Promise<readonly string[]> {
    const streams = new Set<string>()
    for await (const { streamId } of network.agent(organisation).store.readAll())
      streams.add(streamId)
    return [...streams]
  }
})

describe('cover traffic for a Participant with whom there is no link', () => {
  it('is refused by the own country node, and goes on for the others', async () => {
    const far = await createParty('mk.skopje-cso', 'cso', memoryVault())
    const network = await startRecordedNetwork({
      coverMeanMs: { [VIENNA]: MEAN_MS },
      listed: [far],
    })
    const left = () => mailLeftBy(network, VIENNA).map(({ words }) => words[0] ?? '')
    const isFar = (subject: string) => subject.endsWith(`.${far.access.mailbox}`)
    await waitFor(() => left().filter(isFar).length >= 3 && !isFar(left().at(-1) ?? ''), {
      deadlineMs: DEADLINE_MS,
      what: 'cover for others after some that was refused',
    })
    await network.stop()
  })
})
