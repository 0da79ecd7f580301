import type { CaseReference } from '@trm/kernel'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { organisation, startMemoryNetwork, type MemoryNetwork } from '../support/memory-agents.ts'
import { clause, offerTo, RECORD, VIENNA } from './handover-case.ts'

const TEAM = organisation('ba.mobile-team')
const BORDER_POLICE = organisation('ba.border-police')
/** One person: the same subject signs in with either organisation, for which she acts then. */
const asTeam = `caseworker-at-${TEAM}`
const asPolice = `caseworker-at-${BORDER_POLICE}`

let network: MemoryNetwork
let reference: CaseReference

beforeEach(async () => {
  network = await startMemoryNetwork([VIENNA, TEAM, BORDER_POLICE], {
    [BORDER_POLICE]: 'borderPolice',
  })
  const vienna = network.agent(VIENNA)
  reference = await vienna.openCase(RECORD)
  await vienna.command(reference, { type: 'RecordPresumedVictim', indicatorSet: 'icmpd-2022.1' })
  await vienna.command(reference, {
    type: 'GiveDataConsent',
    giver: 'self',
    form: 'oral',
    formVersion: '2026-03',
    language: 'sr-Latn',
    interpreter: true,
    matters: ['furtherUse'],
    evidence: [],
    clauses: [clause(network, 'c1', [VIENNA, TEAM], ['needs'])],
  })
  const { event } = await vienna.command(reference, offerTo(network, TEAM))
  await network.delivered(VIENNA, event)
})
afterEach(() => network.stop())

const read = (at: string, token: string) =>
  network.agent(at).request('GET', `/casework/cases/${reference}`, undefined, token)

describe('a police officer who sits in a mobile team', () => {
  it('reads as the team what the team was given', async () => {
    const { status, body } = await read(TEAM, asTeam)
    expect(status).toBe(200)
    expect(body).toMatchObject({ sections: { needs: [{ status: 'open' }] } })
  })

  it('takes nothing of it to the police: there the case does not exist for her', async () => {
    expect(await read(BORDER_POLICE, asPolice)).toMatchObject({ status: 404 })
    const { body } = await network
      .agent(BORDER_POLICE)
      .request('GET', '/casework/cases', undefined, asPolice)
    expect(body).toStrictEqual({ cases: [] })
    expect(network.agent(BORDER_POLICE).storeState.log.map(({ type }) => type)).not.toContain(
      'ReferralOffered',
    )
  })

  it('has no say in the team as an officer, nor the team at the police', async () => {
    expect((await read(TEAM, asPolice)).status).toBe(401)
    expect((await read(BORDER_POLICE, asTeam)).status).toBe(401)
  })
})
