import type { CaseCommandBody } from '@trm/contracts'
import { plusMilliseconds } from '@trm/kernel'
import { randomToken } from '@trm/sealing'
import { waitFor } from '@trm/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startMemoryNetwork, type MemoryNetwork } from '../support/memory-agents.ts'
import {
  answerOf,
  BELGRADE,
  clause,
  DAY_MS,
  handedOver,
  statuses,
  VIENNA,
  type HandoverCase,
  FURTHER_USE,
} from './handover-case.ts'

let network: MemoryNetwork
let held: HandoverCase
beforeEach(async () => {
  network = await startMemoryNetwork([VIENNA, BELGRADE])
  held = await handedOver(network)
})
afterEach(() => network.stop())

const seen = (section: 'identity' | 'contact' | 'needs', by: string = BELGRADE) =>
  statuses(network, by, held.reference, section)

async function viennaGives(command: CaseCommandBody) {
  const { event } = await network.agent(VIENNA).command(held.reference, command)
  await network.delivered(VIENNA, event)
  return event
}

const handContact = () =>
  viennaGives({ type: 'ExchangeContact', referral: held.referral, share: ['identity', 'contact'] })

describe('what two consents cover', () => {
  it('is erased where it came under the one that ends, and stays where it came under the other', async () => {
    const { reference, consent } = held
    await viennaGives({
      type: 'GiveDataConsent',
      ...FURTHER_USE,
      clauses: [clause(network, 'c1', [VIENNA, BELGRADE], ['identity', 'contact'])],
    })
    const narrowing = await viennaGives({
      type: 'NarrowDataConsent',
      consent,
      clause: 'c1',
      sections: ['contact'],
    })
    expect(await answerOf(network, reference, narrowing, BELGRADE)).toBe('erased')
    // The first consent covers less now, so this goes under the second.
    await handContact()
    expect(await seen('contact')).toStrictEqual(['erased', 'open'])
    const withdrawal = await viennaGives({ type: 'WithdrawDataConsent', consent })
    expect(await answerOf(network, reference, withdrawal, BELGRADE)).toBe('erased')
    expect(await seen('identity')).toStrictEqual(['erased', 'open'])
    expect(await seen('contact')).toStrictEqual(['erased', 'open'])
  })
})

describe('an erasure that a caseworker orders', () => {
  const erase: CaseCommandBody = {
    type: 'RecordErasure',
    sections: ['contact', 'needs'],
    authority: 'retentionEnded',
  }
  const post = (command: CaseCommandBody, commandId = randomToken()) =>
    network
      .agent(BELGRADE)
      .request('POST', `/casework/cases/${held.reference}/commands`, { commandId, command })
  const recorded = () =>
    network.agent(BELGRADE).storeState.log.filter(({ type }) => type === 'PersonalDataErased')

  it('takes what is held of the sections, the own values too, and is recorded', async () => {
    expect(await seen('needs')).toStrictEqual(['open', 'open'])
    expect(await post(erase)).toMatchObject({ status: 201 })
    expect(await seen('contact')).toStrictEqual(['erased'])
    expect(await seen('needs')).toStrictEqual(['erased', 'erased'])
    expect(await seen('identity')).toStrictEqual(['open'])
    expect(recorded()).toHaveLength(1)
    // What others hold is theirs.
    expect(await seen('contact', VIENNA)).toStrictEqual(['open', 'open'])
  })

  it('takes nothing that comes afterwards, nor does it after a restart', async () => {
    await post(erase)
    await handContact()
    expect(await seen('contact')).toStrictEqual(['erased', 'open'])
    const belgrade = network.agent(BELGRADE)
    await belgrade.stop()
    await belgrade.start()
    await handContact()
    expect(await seen('contact')).toStrictEqual(['erased', 'open', 'open'])
  })

  it('is completed at the next start after a crash before anything was destroyed', async () => {
    const belgrade = network.agent(BELGRADE)
    belgrade.keeping.isHeld = true
    expect((await post(erase)).status).toBe(503)
    expect(recorded()).toHaveLength(1)
    // It is decided, so nobody reads it any more; and it is not said to be erased before it is.
    expect(await seen('contact')).toStrictEqual(['withheld erasure-recorded'])
    await handContact()

    await belgrade.stop()
    belgrade.keeping.isHeld = false
    await belgrade.start()
    await waitFor(async () => (await seen('contact'))[0] === 'erased', {
      deadlineMs: 8_000,
      what: 'the erasure',
    })
    // What came in between was recorded after the erasure.
    expect(await seen('contact')).toStrictEqual(['erased', 'open'])
    expect(await seen('needs')).toStrictEqual(['erased', 'erased'])
    expect(recorded()).toHaveLength(1)
  })

  it('is completed by giving the same command again', async () => {
    const belgrade = network.agent(BELGRADE)
    const commandId = randomToken()
    belgrade.keeping.isHeld = true
    expect((await post(erase, commandId)).status).toBe(503)
    belgrade.keeping.isHeld = false
    expect((await post(erase, commandId)).status).toBe(201)
    expect(await seen('contact')).toStrictEqual(['erased'])
    expect(recorded()).toHaveLength(1)
  })

  it('is refused under a legal hold, and nothing is destroyed: of no section', async () => {
    await network.agent(BELGRADE).command(held.reference, {
      type: 'PlaceLegalHold',
      sections: ['contact'],
      citation: 'court-7',
      until: plusMilliseconds(network.now(), DAY_MS),
    })
    expect(await post(erase)).toMatchObject({
      status: 409,
      body: { type: 'urn:trm:problem:under-legal-hold' },
    })
    expect(await seen('contact')).toStrictEqual(['open'])
    expect(await seen('needs')).toStrictEqual(['open', 'open'])
    expect(recorded()).toHaveLength(0)
  })

  it('is refused of a case that is not there', async () => {
    const url = `/casework/cases/${randomToken()}/commands`
    const body = { commandId: randomToken(), command: erase }
    expect((await network.agent(BELGRADE).request('POST', url, body)).status).toBe(404)
  })
})
