import type { CaseReference } from '@trm/kernel'
import { randomToken } from '@trm/sealing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  startMemoryNetwork,
  withoutInstance,
  type MemoryNetwork,
} from '../support/memory-agents.ts'
import { BELGRADE, handedOver, SKOPJE, VIENNA } from './handover-case.ts'

let network: MemoryNetwork
let theirs: CaseReference
beforeAll(async () => {
  network = await startMemoryNetwork([VIENNA, BELGRADE, SKOPJE])
  theirs = (await handedOver(network)).reference
})
afterAll(() => network.stop())

/** What Skopje answers about a case, but for which request it was to and which case was asked about. */
async function answerAbout(reference: CaseReference, url: string, role: string) {
  const { status, body } = withoutInstance(
    await network
      .agent(SKOPJE)
      .request('GET', url.replace('CASE', reference), undefined, `${role}-at-${SKOPJE}`),
  )
  return { status, text: JSON.stringify(body).replaceAll(reference, 'CASE') }
}

const ABOUT_A_CASE = [
  ['/casework/cases/CASE', 404],
  ['/casework/cases/CASE/consents', 404],
  ['/timeline/cases/CASE', 404],
  ['/timeline/cases/CASE/ledger', 404],
  [`/timeline/cases/CASE/shared-state?with=${VIENNA}`, 200],
  ['/exchange/deliveries?case=CASE', 200],
] as const

describe('a case of others', () => {
  it.each(ABOUT_A_CASE)('is answered as one that is nowhere: GET %s', async (url, status) => {
    const nowhere = randomToken() as unknown as CaseReference
    for (const role of ['caseworker', 'auditor', 'nobody']) {
      const mine = await answerAbout(theirs, url, role)
      expect(mine).toStrictEqual(await answerAbout(nowhere, url, role))
      if (role === 'caseworker') expect(mine.status).toBe(status)
    }
  })

  it('leaves nothing behind: no line in the journal of access, no case in the list', async () => {
    const before = network.agent(SKOPJE).storeState.log.length
    for (const [url] of ABOUT_A_CASE) await answerAbout(theirs, url, 'caseworker')
    expect(network.agent(SKOPJE).storeState.log).toHaveLength(before)
    const { body } = await network.agent(SKOPJE).request('GET', '/casework/cases')
    expect(body).toStrictEqual({ cases: [] })
  })
})
