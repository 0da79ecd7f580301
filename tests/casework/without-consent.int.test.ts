import type { CaseList, LedgerResponse, ReplayResponse } from '@trm/contracts'
import type { CaseReference, EventId } from '@trm/kernel'
import { randomToken } from '@trm/sealing'
import { waitFor } from '@trm/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startMemoryNetwork, type MemoryNetwork } from '../support/memory-agents.ts'
import { proposalToPolice, RECORD, VIENNA, view } from './handover-case.ts'

const ANA = `caseworker.ana-at-${VIENNA}`
const BOJAN = `caseworker.bojan-at-${VIENNA}`

let network: MemoryNetwork
let reference: CaseReference
beforeEach(async () => {
  network = await startMemoryNetwork([VIENNA])
  reference = await network.agent(VIENNA).openCase(RECORD)
})
afterEach(() => network.stop())

const give = (token: string, command: object, commandId = randomToken()) =>
  network
    .agent(VIENNA)
    .request('POST', `/casework/cases/${reference}/commands`, { commandId, command }, token)

const proposal = () => proposalToPolice(network)

async function proposed(commandId = randomToken()): Promise<EventId> {
  const { status, body } = await give(ANA, proposal(), commandId)
  expect(status).toBe(201)
  return (body as { readonly event: EventId }).event
}

/** What each view of the case says of it, once the list has seen everything that is recorded. */
async function marks() {
  const get = async (url: string) => (await network.agent(VIENNA).request('GET', url)).body
  const seen = await view(network, VIENNA, reference)
  const replay = (await get(`/timeline/cases/${reference}`)) as ReplayResponse
  const ledger = (await get(`/timeline/cases/${reference}/ledger`)) as LedgerResponse
  const listed = await waitFor(
    async () => {
      const { cases } = (await get('/casework/cases')) as CaseList
      return cases.find((each) => each.case === reference && each.events === seen.events)
    },
    { deadlineMs: 8_000, what: 'the list of cases' },
  )
  return {
    view: seen.withoutConsent,
    replay: replay.withoutConsent,
    state: Object.keys(seen.state['disclosuresWithoutConsent'] as object),
    ledger: ledger.withoutConsent.map(({ event }) => event),
    list: listed.withoutConsent,
  }
}

const confirm = (event: EventId) => ({ type: 'ConfirmDisclosureWithoutConsent', proposal: event })
const refusal = {
  status: 403,
  body: { type: expect.stringMatching(/second-person-needed$/) as unknown },
}

describe('a disclosure without consent', () => {
  it('is made by two persons: who proposed it does not confirm it', async () => {
    const event = await proposed()
    expect(await give(ANA, confirm(event))).toMatchObject(refusal)
    expect(await give(BOJAN, confirm(event))).toMatchObject({ status: 201 })
  })

  it('is marked in every view, as made only once it was confirmed', async () => {
    const none = { proposed: 0, made: 0 }
    expect(await marks()).toStrictEqual({ view: [], replay: [], state: [], ledger: [], list: none })
    const event = await proposed()
    const { until, ...rest } = proposal()
    const mark = {
      proposed: { number: 2, event, by: VIENNA, at: expect.any(String) as unknown },
      to: rest.to,
      basis: rest.basis,
      sections: rest.sections,
      notice: rest.notice,
      until: expect.stringContaining(until.slice(0, 10)) as unknown,
    }
    expect(await marks()).toStrictEqual({
      view: [mark],
      replay: [mark],
      state: [event],
      // It says what was disclosed, and nothing was yet.
      ledger: [],
      list: { proposed: 1, made: 0 },
    })
    const { body } = await give(BOJAN, confirm(event))
    const made = (body as { event: EventId }).event
    const place = { number: 3, event: made, by: VIENNA, at: expect.any(String) as unknown }
    expect(await marks()).toStrictEqual({
      view: [{ ...mark, made: place }],
      replay: [{ ...mark, made: place }],
      state: [event],
      ledger: [made],
      list: { proposed: 0, made: 1 },
    })
  })

  it('is marked as before after a restart', async () => {
    const event = await proposed()
    await give(BOJAN, confirm(event))
    await proposed()
    const before = await marks()
    expect(before.list).toStrictEqual({ proposed: 1, made: 1 })
    await network.agent(VIENNA).stop()
    await network.agent(VIENNA).start()
    expect(await marks()).toStrictEqual(before)
  })

  it('that was refused is marked nowhere', async () => {
    expect(await give(ANA, { ...proposal(), anonymousWouldDo: true })).toMatchObject({
      status: 409,
    })
    expect((await marks()).list).toStrictEqual({ proposed: 0, made: 0 })
    expect((await marks()).view).toStrictEqual([])
  })

  it('marks no other case', async () => {
    const other = await network.agent(VIENNA).openCase(RECORD)
    await proposed()
    reference = other
    const none = { proposed: 0, made: 0 }
    expect(await marks()).toStrictEqual({ view: [], replay: [], state: [], ledger: [], list: none })
  })

  it('gets no second person by a repetition of the proposal in the name of another', async () => {
    const commandId = randomToken()
    const event = await proposed(commandId)
    await give(BOJAN, proposal(), commandId)
    expect(await give(BOJAN, confirm(event))).toMatchObject(refusal)
  })

  it('is confirmed by nobody where nobody knows who proposed it', async () => {
    const event = await proposed()
    network.agent(VIENNA).storeState.streams.delete('access')
    expect(await give(BOJAN, confirm(event))).toMatchObject(refusal)
    expect(await give(BOJAN, confirm('A'.repeat(43) as EventId))).toMatchObject(refusal)
  })
})

describe('whoever gives a command', () => {
  it('is written down before it is looked at, also where it is refused, and nothing of its content', async () => {
    await give(BOJAN, { ...proposal(), anonymousWouldDo: true })
    const entries = network.agent(VIENNA).storeState.streams.get('access') ?? []
    const last = entries.at(-1)
    expect(last?.type).toBe('CommandGiven')
    expect(JSON.parse(last?.json ?? '')).toStrictEqual({
      case: reference,
      user: 'bojan',
      role: 'caseworker',
      command: 'ProposeDisclosureWithoutConsent',
      commandId: expect.any(String) as unknown,
    })
  })

  it('gives none where it cannot be written down', async () => {
    network.agent(VIENNA).failing.add('CommandGiven')
    const before = network.agent(VIENNA).storeState.log.length
    expect(await give(ANA, proposal())).toMatchObject({ status: 503 })
    expect(network.agent(VIENNA).storeState.log).toHaveLength(before)
  })
})
