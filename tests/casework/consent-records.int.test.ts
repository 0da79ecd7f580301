import type { ConsentRecordList } from '@trm/contracts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startMemoryNetwork, type MemoryNetwork } from '../support/memory-agents.ts'
import { BELGRADE, clause, FURTHER_USE, handedOver, VIENNA } from './handover-case.ts'

let network: MemoryNetwork
beforeEach(async () => {
  network = await startMemoryNetwork([VIENNA, BELGRADE])
})
afterEach(() => network.stop())

async function recordsAt(by: string, reference: string): Promise<ConsentRecordList['records']> {
  const { status, body } = await network
    .agent(by)
    .request('GET', `/casework/cases/${reference}/consents`)
  expect(status).toBe(200)
  return (body as ConsentRecordList).records
}

describe('the records of consents', () => {
  it('are all of a consent where it was taken, and elsewhere what concerns the reader', async () => {
    const { reference, consent } = await handedOver(network)
    await network.agent(VIENNA).command(reference, {
      type: 'NarrowDataConsent',
      consent,
      clause: 'c1',
      sections: ['contact'],
    })
    const [record, ...more] = await recordsAt(VIENNA, reference)
    expect(more).toStrictEqual([])
    expect(record).toMatchObject({ record_id: consent, pii_principal_id: reference })
    expect(record?.events.map(({ event_state }) => event_state)).toStrictEqual([
      'ConsentGiven',
      'ConsentModified',
    ])
    const [received] = await recordsAt(BELGRADE, reference)
    expect(received?.pii_processing.purposes).toStrictEqual(record?.pii_processing.purposes)
  })

  it('say what was signed, by its digest alone, to whoever is a party', async () => {
    const { reference } = await handedOver(network)
    const evidence = [{ kind: 'signedForm', digest: 'a'.repeat(43) }] as const
    const clauses = [clause(network, 'c1', [VIENNA, BELGRADE], ['needs'])]
    const { event } = await network
      .agent(VIENNA)
      .command(reference, { type: 'GiveDataConsent', ...FURTHER_USE, evidence, clauses })
    await network.delivered(VIENNA, event)
    for (const by of [VIENNA, BELGRADE]) {
      const records = await recordsAt(by, reference)
      expect(records.map((record) => record.evidence)).toStrictEqual([undefined, evidence])
    }
  })

  it('are of no case that is not held, and looking is written down', async () => {
    const nowhere = '/casework/cases/AAAAAAAAAAAAAAAAAAAAAA/consents'
    expect(await network.agent(VIENNA).request('GET', nowhere)).toMatchObject({ status: 404 })
    const { reference } = await handedOver(network)
    await recordsAt(VIENNA, reference)
    const last = network.agent(VIENNA).storeState.streams.get('access')?.at(-1)
    expect(JSON.parse(last?.json ?? '')).toMatchObject({ case: reference, sections: [] })
  })
})
