import { plusMilliseconds, type CaseReference } from '@trm/kernel'
import { waitFor } from '@trm/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startMemoryNetwork, type MemoryNetwork } from '../support/memory-agents.ts'
import { BELGRADE, clause, offerTo, RECORD, statuses, VIENNA } from './handover-case.ts'

let network: MemoryNetwork
beforeEach(async () => {
  network = await startMemoryNetwork([VIENNA, BELGRADE])
})
afterEach(() => network.stop())

const HOUR_MS = 60 * 60 * 1000
const inAnHour = () => plusMilliseconds(network.now(), HOUR_MS)

const logOf = (by: string) => network.agent(by).storeState.log.map(({ type }) => type)

const holds = (by: string, type: string) =>
  waitFor(() => logOf(by).includes(type), { deadlineMs: 15_000, what: `${type} at ${by}` })

async function presumed(): Promise<CaseReference> {
  const vienna = network.agent(VIENNA)
  const reference = await vienna.openCase(RECORD)
  await vienna.command(reference, { type: 'RecordPresumedVictim', indicatorSet: 'icmpd-2022.1' })
  return reference
}

async function offered(): Promise<CaseReference> {
  const vienna = network.agent(VIENNA)
  const reference = await presumed()
  await vienna.command(reference, {
    type: 'GiveDataConsent',
    ...asked,
    matters: ['furtherUse'],
    clauses: [clause(network, 'c1', [VIENNA, BELGRADE], ['needs'])],
  })
  const { event } = await vienna.command(reference, offerTo(network, BELGRADE, inAnHour()))
  await network.delivered(VIENNA, event)
  return reference
}

const asked = {
  giver: 'self',
  form: 'written',
  formVersion: '2026-03',
  language: 'sr-Latn',
  interpreter: true,
} as const

describe('a referral that nobody answers', () => {
  it('has expired at its hour, and the other side is told', async () => {
    await offered()
    network.passTime(HOUR_MS)
    await holds(VIENNA, 'ReferralExpired')
    await holds(BELGRADE, 'ReferralExpired')
    expect(logOf(VIENNA).filter((type) => type === 'ReferralExpired')).toHaveLength(1)
  })

  it('expires while no country can be reached: the news waits, the deadline does not', async () => {
    await offered()
    network.traffic.health = 'unreachable'
    network.passTime(HOUR_MS)
    await holds(VIENNA, 'ReferralExpired')
    expect(logOf(BELGRADE)).not.toContain('ReferralExpired')
    network.traffic.health = 'good'
    await holds(BELGRADE, 'ReferralExpired')
  })

  it('has expired when an agent starts that was stopped at that hour', async () => {
    await offered()
    const vienna = network.agent(VIENNA)
    await vienna.stop()
    network.passTime(HOUR_MS)
    expect(logOf(VIENNA)).not.toContain('ReferralExpired')
    await vienna.start()
    await holds(VIENNA, 'ReferralExpired')
  })
})

describe('a relay whose person is not met', () => {
  it('is over on both sides at its hour, and what was sent along is erased', async () => {
    const vienna = network.agent(VIENNA)
    const reference = await presumed()
    const { event: consent } = await vienna.command(reference, {
      type: 'GiveRelayConsent',
      ...asked,
      next: BELGRADE,
      clauses: [clause(network, 'c1', [VIENNA, BELGRADE], ['needs'])],
    })
    const { event: relay } = await vienna.command(reference, {
      type: 'ForwardRelay',
      consent,
      to: BELGRADE,
      meetAt: 'station',
      expectedFrom: network.now(),
      expires: inAnHour(),
      sections: { needs: { services: ['accommodation'] } },
    })
    await network.delivered(VIENNA, relay)
    expect(await statuses(network, BELGRADE, reference, 'needs')).toStrictEqual(['open'])

    network.passTime(HOUR_MS)
    await holds(BELGRADE, 'RelayExpired')
    await holds(VIENNA, 'RelayExpired')
    await holds(VIENNA, 'HoldersAnswered')
    expect(await statuses(network, BELGRADE, reference, 'needs')).toStrictEqual(['erased'])
    // What Vienna wrote itself it keeps.
    expect(await statuses(network, VIENNA, reference, 'needs')).toStrictEqual(['open'])
  })
})
