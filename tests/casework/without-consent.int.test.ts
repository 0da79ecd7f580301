import type { CaseReference, EventId } from '@trm/kernel'
import { plusMilliseconds } from '@trm/kernel'
import { randomToken } from '@trm/sealing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startMemoryNetwork, type MemoryNetwork } from '../support/memory-agents.ts'
import { DAY_MS, RECORD, VIENNA, view } from './handover-case.ts'

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

const proposal = () => ({
  type: 'ProposeDisclosureWithoutConsent',
  to: 'police',
  basis: 'vitalInterests',
  reason: 'dangerToLife',
  citation: 'law-2.1',
  sections: ['contact'],
  anonymousWouldDo: false,
  notice: 'toldLater',
  until: plusMilliseconds(network.now(), DAY_MS),
})

async function proposed(commandId = randomToken()): Promise<EventId> {
  const { status, body } = await give(ANA, proposal(), commandId)
  expect(status).toBe(201)
  return (body as { readonly event: EventId }).event
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
    const event = await proposed()
    const marks = async () =>
      (await view(network, VIENNA, reference)).state['disclosuresWithoutConsent']
    expect(await marks()).toMatchObject({ [event]: { to: 'police', sections: ['contact'] } })
    const { body } = await give(BOJAN, confirm(event))
    expect(await marks()).toMatchObject({ [event]: { made: (body as { event: EventId }).event } })
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
