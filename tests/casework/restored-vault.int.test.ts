import type { CaseCommandBody } from '@trm/contracts'
import { plusMilliseconds } from '@trm/kernel'
import { waitFor } from '@trm/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  startMemoryNetwork,
  type MemoryAgent,
  type MemoryNetwork,
} from '../support/memory-agents.ts'
import {
  answerOf,
  BELGRADE,
  DAY_MS,
  handedOver,
  statuses,
  VIENNA,
  type HandoverCase,
} from './handover-case.ts'

let network: MemoryNetwork
let held: HandoverCase
let belgrade: MemoryAgent
beforeEach(async () => {
  network = await startMemoryNetwork([VIENNA, BELGRADE])
  held = await handedOver(network)
  belgrade = network.agent(BELGRADE)
})
afterEach(() => network.stop())

const seen = (section: 'identity' | 'contact' | 'needs') =>
  statuses(network, BELGRADE, held.reference, section)
const keys = () => belgrade.vaultState.sectionKeys
const narrowContact = (): CaseCommandBody => ({
  type: 'NarrowDataConsent',
  consent: held.consent,
  clause: 'c1',
  sections: ['contact'],
})

/** A backup of Belgrade's vault. @returns what puts it in place of the one that there is, while it is stopped. */
function backUp(): () => void {
  const kept = [...keys()].map(([place, { keyId, key }]) => ({ place, keyId, key: key.slice() }))
  return () => {
    keys().clear()
    for (const { place, keyId, key } of kept) keys().set(place, { keyId, key: key.slice() })
  }
}

/** Starts Belgrade with an older vault. It learns of nothing that the log would tell its followers. */
async function restartWith(restore: () => void): Promise<void> {
  await belgrade.stop()
  restore()
  belgrade.following.isHeld = true
  await belgrade.start()
}

async function takeBack(): Promise<void> {
  const { event } = await network.agent(VIENNA).command(held.reference, narrowContact())
  await answerOf(network, held.reference, event, BELGRADE)
}

const answers = () => belgrade.storeState.log.filter(({ type }) => type === 'HoldersAnswered')

describe('an older vault that brings keys back', () => {
  it('loses what was answered as erased before anything can be read', async () => {
    const restore = backUp()
    await takeBack()
    const before = keys().size
    await restartWith(restore)
    expect(keys().size).toBe(before)
    expect(await seen('contact')).toStrictEqual(['erased'])
    expect(await seen('identity')).toStrictEqual(['open'])
    expect(answers()).toHaveLength(1)
  })

  it('loses what was recorded as erased before anything can be read', async () => {
    const restore = backUp()
    await belgrade.command(held.reference, {
      type: 'RecordErasure',
      sections: ['contact', 'needs'],
      authority: 'retentionEnded',
    })
    await restartWith(restore)
    expect(await seen('contact')).toStrictEqual(['erased'])
    expect(await seen('needs')).toStrictEqual(['erased', 'erased'])
    expect(await seen('identity')).toStrictEqual(['open'])
  })

  it('loses it though a hold was placed afterwards: there was nothing left to hold', async () => {
    const restore = backUp()
    await takeBack()
    await belgrade.command(held.reference, {
      type: 'PlaceLegalHold',
      sections: ['contact'],
      citation: 'court-7',
      until: plusMilliseconds(network.now(), DAY_MS),
    })
    await restartWith(restore)
    expect(await seen('contact')).toStrictEqual(['erased'])
  })

  it('keeps what a hold made it retain', async () => {
    const restore = backUp()
    await belgrade.command(held.reference, {
      type: 'PlaceLegalHold',
      sections: ['contact'],
      citation: 'court-7',
      until: plusMilliseconds(network.now(), DAY_MS),
    })
    await takeBack()
    await restartWith(restore)
    expect(await seen('contact')).toStrictEqual(['withheld section-narrowed'])
  })

  it('keeps what came after the erasure, whose key is the same as it was', async () => {
    await belgrade.command(held.reference, {
      type: 'RecordErasure',
      sections: ['contact'],
      authority: 'retentionEnded',
    })
    const { event } = await network.agent(VIENNA).command(held.reference, {
      type: 'ExchangeContact',
      referral: held.referral,
      share: ['contact'],
    })
    await network.delivered(VIENNA, event)
    await restartWith(backUp())
    expect(await seen('contact')).toStrictEqual(['erased', 'open'])
  })

  it('is not refused for a case that cannot be read: that one shows nothing, and is reported', async () => {
    const restore = backUp()
    await takeBack()
    const [entry] = belgrade.storeState.streams.get(`case-${held.reference}`) ?? []
    Object.assign(entry ?? {}, { json: (entry?.json ?? '').replace('"jws":"e', '"jws":"f') })
    await restartWith(restore)
    const { status } = await belgrade.request('GET', `/casework/cases/${held.reference}`)
    expect(status).toBe(503)
    await waitFor(() => belgrade.logged.some((line) => line.includes('casework.case-unreadable')), {
      deadlineMs: 8_000,
      what: 'the report',
    })
  })
})
