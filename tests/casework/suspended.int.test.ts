import { plusMilliseconds } from '@trm/kernel'
import { waitFor } from '@trm/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startMemoryNetwork, type MemoryNetwork } from '../support/memory-agents.ts'
import { BELGRADE, clause, FURTHER_USE, handedOver, statuses, VIENNA } from './handover-case.ts'

const HOUR_MS = 60 * 60 * 1000

let network: MemoryNetwork
beforeEach(async () => {
  network = await startMemoryNetwork([VIENNA, BELGRADE])
})
afterEach(() => network.stop())

const logged = (by: string, type: string) =>
  network.agent(by).storeState.log.filter((event) => event.type === type).length
const held = (by: string, type: string, times = 1) =>
  waitFor(() => logged(by, type) === times, {
    deadlineMs: 8_000,
    what: `${String(times)} of ${type} at ${by}`,
  })

describe('what she consented to while her age is in doubt', () => {
  it('is restricted at each holder and said so, keeps its keys, and is read again afterwards', async () => {
    const { reference } = await handedOver(network)
    const vienna = network.agent(VIENNA)
    await vienna.command(reference, {
      type: 'ChangeAgeStatus',
      ageStatus: 'presumedChild',
      evidence: 'doubt',
    })
    // The answer of each reaches the other.
    await held(VIENNA, 'HoldersAnswered', 2)
    await held(BELGRADE, 'HoldersAnswered', 2)
    expect(await statuses(network, BELGRADE, reference, 'contact')).toStrictEqual([
      'withheld consent-suspended',
    ])
    expect(await statuses(network, VIENNA, reference, 'needs')).toStrictEqual([
      'open',
      'withheld consent-suspended',
    ])
    await vienna.command(reference, {
      type: 'ChangeAgeStatus',
      ageStatus: 'verifiedAdult',
      evidence: 'document',
    })
    await held(BELGRADE, 'DataConsentResumed')
    await held(BELGRADE, 'AgeStatusChanged', 2)
    expect(await statuses(network, BELGRADE, reference, 'contact')).toStrictEqual(['open'])
    expect(await statuses(network, VIENNA, reference, 'needs')).toStrictEqual(['open', 'open'])
  })
})

describe('a clause that runs out while others go on', () => {
  it('is erased at its holder, and what came under the others stays', async () => {
    const { reference, consent, referral } = await handedOver(network)
    const vienna = network.agent(VIENNA)
    await vienna.command(reference, {
      type: 'NarrowDataConsent',
      consent,
      clause: 'c1',
      sections: ['contact'],
    })
    await held(VIENNA, 'HoldersAnswered')
    const short = {
      ...clause(network, 'c9', [VIENNA, BELGRADE], ['identity', 'contact']),
      until: plusMilliseconds(network.now(), HOUR_MS),
    }
    await vienna.command(reference, {
      type: 'GiveDataConsent',
      ...FURTHER_USE,
      clauses: [clause(network, 'c8', [VIENNA, BELGRADE], ['needs']), short],
    })
    const { event } = await vienna.command(reference, {
      type: 'ExchangeContact',
      referral,
      share: ['identity', 'contact'],
    })
    await network.delivered(VIENNA, event)
    expect(await statuses(network, BELGRADE, reference, 'identity')).toStrictEqual(['open', 'open'])
    network.passTime(HOUR_MS)
    await held(BELGRADE, 'DataConsentClauseExpired')
    await held(VIENNA, 'HoldersAnswered', 2)
    expect(await statuses(network, BELGRADE, reference, 'identity')).toStrictEqual([
      'open',
      'erased',
    ])
    expect(await statuses(network, BELGRADE, reference, 'contact')).toStrictEqual([
      'erased',
      'erased',
    ])
    expect(await statuses(network, BELGRADE, reference, 'needs')).toStrictEqual(['open', 'open'])
  })
})
