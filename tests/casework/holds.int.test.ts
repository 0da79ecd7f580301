import type { CaseCommandBody } from '@trm/contracts'
import { plusMilliseconds, type EventId } from '@trm/kernel'
import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startMemoryNetwork, type MemoryNetwork } from '../support/memory-agents.ts'
import {
  answerBecomes,
  answerOf,
  BELGRADE,
  handedOver,
  statuses,
  VIENNA,
  type HandoverCase,
} from './handover-case.ts'

const HOUR_MS = 60 * 60 * 1000

let network: MemoryNetwork
let held: HandoverCase
beforeEach(async () => {
  network = await startMemoryNetwork([VIENNA, BELGRADE])
  held = await handedOver(network)
})
afterEach(() => network.stop())

/** Belgrade is to keep sections for an hour. */
async function hold(...sections: ('identity' | 'contact')[]) {
  const until = plusMilliseconds(network.now(), HOUR_MS)
  const placed = { type: 'PlaceLegalHold', sections, citation: 'court-7', until } as const
  return { ...(await network.agent(BELGRADE).command(held.reference, placed)), until }
}

async function takeBack(section?: 'contact'): Promise<EventId> {
  const { reference, consent } = held
  const command: CaseCommandBody =
    section === undefined
      ? { type: 'WithdrawDataConsent', consent }
      : { type: 'NarrowDataConsent', consent, clause: 'c1', sections: [section] }
  return (await network.agent(VIENNA).command(reference, command)).event
}

const seen = (section: 'identity' | 'contact') =>
  statuses(network, BELGRADE, held.reference, section)

/** The facts of what an organisation holds of the answers, as they were signed. */
function answersAt(by: string): readonly unknown[] {
  const answers = network.agent(by).storeState.log.filter(({ type }) => type === 'HoldersAnswered')
  return answers.map(({ json }) => {
    const { jws } = JSON.parse(json) as { jws: string }
    const payload = Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString('utf8')
    return (JSON.parse(payload) as { facts: unknown }).facts
  })
}

describe('what a legal hold covers', () => {
  it('is not destroyed when it is taken back, and who asked learns why and until when', async () => {
    const { until } = await hold('contact')
    const narrowing = await takeBack('contact')
    expect(await answerOf(network, held.reference, narrowing, BELGRADE)).toBe('retained')
    // It is there, and nobody reads it.
    expect(await seen('contact')).toStrictEqual(['withheld section-narrowed'])
    expect(answersAt(VIENNA)).toStrictEqual([
      {
        narrowing,
        answer: 'retained',
        sections: ['contact'],
        retained: [{ sections: ['contact'], citation: 'court-7', until }],
      },
    ])
  })

  it('is erased and answered once more when the hold is lifted, after a restart too', async () => {
    const { event: placed } = await hold('contact')
    const narrowing = await takeBack('contact')
    await answerOf(network, held.reference, narrowing, BELGRADE)
    const belgrade = network.agent(BELGRADE)
    await belgrade.stop()
    await belgrade.start()
    await belgrade.command(held.reference, { type: 'LiftLegalHold', hold: placed })
    await answerBecomes(network, held.reference, narrowing, BELGRADE, 'erased')
    expect(await seen('contact')).toStrictEqual(['erased'])
    expect(answersAt(BELGRADE)).toMatchObject([
      { answer: 'retained' },
      { answer: 'erased', retained: [] },
    ])
  })

  it('is erased when the hold has run out, also while the agent was stopped', async () => {
    await hold('contact')
    const narrowing = await takeBack('contact')
    await answerOf(network, held.reference, narrowing, BELGRADE)
    const belgrade = network.agent(BELGRADE)
    await belgrade.stop()
    network.passTime(HOUR_MS)
    await belgrade.start()
    await answerBecomes(network, held.reference, narrowing, BELGRADE, 'erased')
    expect(await seen('contact')).toStrictEqual(['erased'])
  })

  it('is erased at the hour at which the hold ends, though nothing else happens', async () => {
    await hold('contact')
    const narrowing = await takeBack('contact')
    await answerOf(network, held.reference, narrowing, BELGRADE)
    // The agent has looked at its own answer meanwhile, and has nothing to wait for but the hour.
    for (let turn = 0; turn < 100; turn++) await setImmediate()
    network.passTime(HOUR_MS)
    await answerBecomes(network, held.reference, narrowing, BELGRADE, 'erased')
    expect(await seen('contact')).toStrictEqual(['erased'])
  })

  it('is answered after a crash between finding it held and answering', async () => {
    await hold('contact')
    const belgrade = network.agent(BELGRADE)
    belgrade.failing.add('HoldersAnswered')
    const narrowing = await takeBack('contact')
    await network.delivered(VIENNA, narrowing)
    await belgrade.stop()
    belgrade.failing.clear()
    await belgrade.start()
    expect(await answerOf(network, held.reference, narrowing, BELGRADE)).toBe('retained')
    expect(await seen('contact')).toStrictEqual(['withheld section-narrowed'])
  })
})

describe('what no legal hold covers', () => {
  it('is erased at once beside what one does', async () => {
    await hold('contact')
    const withdrawal = await takeBack()
    expect(await answerOf(network, held.reference, withdrawal, BELGRADE)).toBe('retained')
    expect(await seen('identity')).toStrictEqual(['erased'])
    expect(await seen('contact')).toStrictEqual(['withheld consent-withdrawn'])
  })

  it('is erased and answered as ever: a hold on another section holds nothing of it', async () => {
    await hold('identity')
    const narrowing = await takeBack('contact')
    expect(await answerOf(network, held.reference, narrowing, BELGRADE)).toBe('erased')
    expect(await seen('contact')).toStrictEqual(['erased'])
    expect(await seen('identity')).toStrictEqual(['open'])
  })

  it('is gone: a hold that is placed afterwards changes nothing', async () => {
    const narrowing = await takeBack('contact')
    await answerOf(network, held.reference, narrowing, BELGRADE)
    await hold('contact')
    expect(await seen('contact')).toStrictEqual(['erased'])
    expect(answersAt(BELGRADE)).toHaveLength(1)
  })
})
