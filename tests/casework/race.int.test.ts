import { plusMilliseconds, type CaseReference, type EventId } from '@trm/kernel'
import { waitFor } from '@trm/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startMemoryNetwork, type MemoryNetwork } from '../support/memory-agents.ts'
import {
  answerOf,
  BELGRADE,
  clause,
  DAY_MS,
  FURTHER_USE,
  offerTo,
  RECORD,
  statuses,
  VIENNA,
} from './handover-case.ts'

let network: MemoryNetwork
let reference: CaseReference
let consent: EventId
let answering: EventId
let referral: EventId

beforeEach(async () => {
  network = await startMemoryNetwork([VIENNA, BELGRADE])
  const vienna = network.agent(VIENNA)
  reference = await vienna.openCase(RECORD)
  await vienna.command(reference, { type: 'RecordPresumedVictim', indicatorSet: 'icmpd-2022.1' })
  // Two consents: what Belgrade is told, and what it tells in return.
  const give = async (...given: readonly ReturnType<typeof clause>[]) =>
    (
      await vienna.command(reference, {
        type: 'GiveDataConsent',
        ...FURTHER_USE,
        clauses: given,
      })
    ).event
  consent = await give(clause(network, 'c1', [VIENNA, BELGRADE], ['needs']))
  answering = await give(
    clause(network, 'c1', [BELGRADE, VIENNA], ['needs']),
    clause(network, 'c2', [VIENNA, BELGRADE], []),
  )
  referral = (await vienna.command(reference, offerTo(network, BELGRADE))).event
  await network.delivered(VIENNA, referral)
})
afterEach(() => network.stop())

const logOf = (by: string) => network.agent(by).storeState.log.map(({ type }) => type)
const holds = (by: string, type: string) =>
  waitFor(() => logOf(by).includes(type), { deadlineMs: 8_000, what: `${type} at ${by}` })

const takeBack = () =>
  network.agent(VIENNA).command(reference, { type: 'WithdrawDataConsent', consent })
const accept = () =>
  network.agent(BELGRADE).command(reference, {
    type: 'AcceptReferral',
    referral,
    firstContactBy: plusMilliseconds(network.now(), DAY_MS),
    sections: { needs: { assignedWorker: { name: 'Vukosava Radulović', role: 'case manager' } } },
  })

async function digests() {
  const of = async (by: string, other: string) => {
    const url = `/timeline/cases/${reference}/shared-state?with=${other}`
    const { body } = await network.agent(by).request('GET', url)
    return (body as { stateDigest: string }).stateDigest
  }
  return [await of(VIENNA, BELGRADE), await of(BELGRADE, VIENNA)]
}

describe('a consent that is taken back while the other side accepts', () => {
  it.each([
    ['taken back first', [takeBack, accept]],
    ['accepted first', [accept, takeBack]],
  ] as const)('comes to the same on both sides: %s', async (_what, [first, second]) => {
    network.traffic.health = 'unreachable'
    await first()
    await second()
    network.traffic.health = 'good'
    await holds(VIENNA, 'ReferralAccepted')
    await holds(BELGRADE, 'DataConsentWithdrawn')
    const withdrawn = network
      .agent(VIENNA)
      .storeState.log.find(({ type }) => type === 'DataConsentWithdrawn')
    const answer = await answerOf(network, reference, withdrawn?.id as EventId, BELGRADE)

    // Privacy wins for content: what Belgrade was given under it is gone, though it accepted.
    expect(answer).toBe('erased')
    expect((await statuses(network, BELGRADE, reference, 'needs'))[0]).toBe('erased')

    // Safety wins for logistics: that she is there is told, and nothing else.
    const arrived = await network.agent(BELGRADE).command(reference, {
      type: 'ConfirmArrival',
      referral,
      occurredAt: network.now(),
    })
    expect(arrived.disclosures).toMatchObject([{ recipient: VIENNA, sections: [] }])
    await network.delivered(BELGRADE, arrived.event)
    expect(logOf(VIENNA)).toContain('ArrivalConfirmed')
    await waitFor(
      async () => {
        const [vienna, belgrade] = await digests()
        return vienna === belgrade
      },
      { deadlineMs: 8_000, what: 'one state on both sides' },
    )
  })

  it('is told of her arrival also where the acceptance may not be read any more', async () => {
    network.traffic.health = 'unreachable'
    await network
      .agent(VIENNA)
      .command(reference, { type: 'WithdrawDataConsent', consent: answering })
    await accept()
    network.traffic.health = 'good'
    await holds(BELGRADE, 'DataConsentWithdrawn')
    const arrived = await network.agent(BELGRADE).command(reference, {
      type: 'ConfirmArrival',
      referral,
      occurredAt: network.now(),
    })
    await network.delivered(BELGRADE, arrived.event)
    expect(logOf(VIENNA)).toContain('ArrivalConfirmed')
    // The copy was refused as a whole: nothing of it is read in Vienna.
    expect(logOf(VIENNA)).not.toContain('ReferralAccepted')
    expect(await statuses(network, VIENNA, reference, 'needs')).toStrictEqual(['open'])
  })
})
