import { plusMilliseconds, type CaseReference } from '@trm/kernel'
import { waitFor } from '@trm/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startMemoryNetwork, type MemoryNetwork } from '../support/memory-agents.ts'
import {
  BELGRADE,
  clause,
  offerTo,
  RECORD,
  SKOPJE,
  statuses,
  VIENNA,
  FURTHER_USE,
  SPOKEN,
} from './handover-case.ts'

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
    ...FURTHER_USE,
    clauses: [clause(network, 'c1', [VIENNA, BELGRADE], ['needs'])],
  })
  const { event } = await vienna.command(reference, offerTo(network, BELGRADE, inAnHour()))
  await network.delivered(VIENNA, event)
  return reference
}

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

describe('a deadline whose record is refused', () => {
  const AUDITOR = { [SKOPJE]: 'auditor' } as const
  const minutes = (count: number) => count * 60_000
  const everybody = [VIENNA, BELGRADE, SKOPJE]
  const expired = () => logOf(VIENNA).filter((type) => type === 'ReferralExpired')
  const refused = (times: number) =>
    waitFor(
      () =>
        network.agent(VIENNA).logged.filter((line) => line.includes('casework.silence-refused'))
          .length >= times,
      { deadlineMs: 8_000, what: 'a refusal' },
    )

  /** Two are asked, and the one that is asked first may not be told that nobody answered. */
  async function bothOffered() {
    await network.stop()
    network = await startMemoryNetwork(everybody)
    const vienna = network.agent(VIENNA)
    const reference = await presumed()
    await vienna.command(reference, {
      type: 'GiveDataConsent',
      ...SPOKEN,
      matters: ['furtherUse'],
      clauses: [
        clause(network, 'c1', [VIENNA, BELGRADE], ['needs']),
        clause(network, 'c2', [VIENNA, SKOPJE], ['needs']),
      ],
    })
    const within = (count: number) => plusMilliseconds(network.now(), minutes(count))
    await vienna.command(reference, offerTo(network, SKOPJE, within(60)))
    await vienna.command(reference, offerTo(network, BELGRADE, within(65)))
    await network.list(everybody, AUDITOR)
  }

  it('keeps no other deadline of the case from being recorded at its hour', async () => {
    await bothOffered()
    network.passTime(minutes(61))
    await refused(1)
    expect(expired()).toHaveLength(0)
    network.passTime(minutes(5))
    await holds(BELGRADE, 'ReferralExpired')
    expect(expired()).toHaveLength(1)
  })

  it('is recorded an hour later, once nothing stands against it any more', async () => {
    await bothOffered()
    network.passTime(minutes(61))
    await refused(1)
    await network.list(everybody)
    network.passTime(minutes(60))
    await holds(SKOPJE, 'ReferralExpired')
    expect(expired()).toHaveLength(2)
  })

  it('waits no longer because the clock was ahead and has been set back', async () => {
    await bothOffered()
    network.passTime(10 * 24 * HOUR_MS)
    await refused(1)
    network.passTime(-10 * 24 * HOUR_MS)
    // A list is in force from its own time on, so it is one of the time to which the clock was set.
    await network.list(everybody)
    network.passTime(minutes(61))
    await holds(SKOPJE, 'ReferralExpired')
  })
})

describe('a case whose record cannot be read', () => {
  it('is reported, and the deadlines of the others run and are told', async () => {
    const vienna = network.agent(VIENNA)
    const damaged = await vienna.openCase(RECORD)
    await offered()
    await vienna.stop()
    const stored = vienna.storeState.streams.get(`case-${damaged}`)?.[0]
    if (stored === undefined) throw new Error('a case has a first event')
    const spoiled = { ...stored, json: stored.json.replace('"jws"', '"jwz"') }
    vienna.storeState.streams.set(`case-${damaged}`, [spoiled])
    await vienna.start()
    network.passTime(HOUR_MS)
    await holds(BELGRADE, 'ReferralExpired')
    const reports = vienna.logged.filter((line) => line.includes('CASE_LOG_DAMAGED'))
    expect(reports.some((line) => line.includes('casework.case-unreadable'))).toBe(true)
    expect(reports.join('')).not.toContain(damaged)
  })
})

describe('a relay whose person is not met', () => {
  it('is over on both sides at its hour, and what was sent along is erased', async () => {
    const vienna = network.agent(VIENNA)
    const reference = await presumed()
    const { event: consent } = await vienna.command(reference, {
      type: 'GiveRelayConsent',
      ...SPOKEN,
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
