import type { AttentionList } from '@trm/contracts'
import type { PolicyPack } from '@trm/domain'
import { waitFor } from '@trm/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startMemoryNetwork, type MemoryNetwork } from '../support/memory-agents.ts'
import { answerOf, BELGRADE, DAY_MS, handedOver, SKOPJE, SPOKEN, VIENNA } from './handover-case.ts'

const DEADLINE_MS = 8_000
const changed = (policy: PolicyPack): PolicyPack => ({
  ...policy,
  promises: { escalateAfterDays: 2 },
  consent: { reconfirmAfterDays: 10 },
})

let network: MemoryNetwork
beforeEach(async () => {
  network = await startMemoryNetwork([VIENNA, BELGRADE, SKOPJE], {}, changed)
})
afterEach(() => network.stop())

const url = '/casework/attention'

async function listAt(by: string): Promise<AttentionList> {
  const { status, body } = await network.agent(by).request('GET', url)
  expect(status).toBe(200)
  return body as AttentionList
}

/** A case whose contact was taken back from Belgrade, which was stopped before. */
async function takenBack() {
  const { reference, consent } = await handedOver(network)
  await network.agent(BELGRADE).stop()
  const { event } = await network.agent(VIENNA).command(reference, {
    type: 'NarrowDataConsent',
    consent,
    clause: 'c1',
    sections: ['contact'],
  })
  return { reference, narrowing: event }
}

/** Lets days pass until an answer is overdue. */
async function overdue(days = 3): Promise<void> {
  network.passTime(days * DAY_MS + 1_000)
  await waitFor(async () => (await listAt(VIENNA)).silentHolders.length > 0, {
    deadlineMs: DEADLINE_MS,
    what: 'that an answer is overdue',
  })
}

describe('what waits for a person', () => {
  it('is who is overdue, by case, and for a person from the day on that the policy says', async () => {
    const { reference, narrowing } = await takenBack()
    expect((await listAt(VIENNA)).silentHolders).toStrictEqual([])
    await overdue()
    const line = {
      case: reference,
      holder: BELGRADE,
      narrowing,
      askedBy: VIENNA,
      since: expect.any(String) as string,
      escalatesAt: expect.any(String) as string,
    }
    const list = await listAt(VIENNA)
    expect(list).toMatchObject({ organisation: VIENNA, unreadable: 0 })
    expect(list.silentHolders).toStrictEqual([{ ...line, isEscalated: false }])
    network.passTime(2 * DAY_MS)
    expect((await listAt(VIENNA)).silentHolders).toStrictEqual([{ ...line, isEscalated: true }])
    expect((await listAt(SKOPJE)).silentHolders).toStrictEqual([])
  })

  it('is nothing any more once the holder has answered', async () => {
    const { reference, narrowing } = await takenBack()
    await overdue(6)
    // The keys of the tests are of today: the answer comes when the clocks say so again.
    network.passTime(-6 * DAY_MS - 1_000)
    await network.agent(BELGRADE).start()
    await answerOf(network, reference, narrowing, BELGRADE)
    network.passTime(20 * DAY_MS)
    expect((await listAt(VIENNA)).silentHolders).toStrictEqual([])
  })

  it('is a consent that was given long ago, with what to do, until she was asked again', async () => {
    const { reference, consent } = await handedOver(network)
    const dueAt = async (by: string) => (await listAt(by)).consentsToReconfirm
    network.passTime(9 * DAY_MS)
    expect(await dueAt(VIENNA)).toStrictEqual([])
    network.passTime(DAY_MS)
    expect(await dueAt(VIENNA)).toStrictEqual([
      {
        kind: 'reconfirm-consent',
        case: reference,
        consent,
        reason: 'time',
        since: expect.any(String) as string,
        remedy:
          'ask her again: whoever took the consent records that she confirms it, or that she takes it back',
      },
    ])
    expect(await dueAt(BELGRADE)).toStrictEqual([])
    const { event } = await network
      .agent(VIENNA)
      .command(reference, { type: 'ReconfirmDataConsent', consent, ...SPOKEN })
    expect(await dueAt(VIENNA)).toStrictEqual([])
    expect(event).not.toBe(consent)
  })

  it('says first what has waited longest, of all cases', async () => {
    const first = await handedOver(network)
    network.passTime(DAY_MS)
    const second = await handedOver(network)
    network.passTime(12 * DAY_MS)
    const { consentsToReconfirm } = await listAt(VIENNA)
    expect(consentsToReconfirm.map((each) => each.consent)).toStrictEqual([
      first.consent,
      second.consent,
    ])
  })

  it.each<[string, string, number, string]>([
    ['without a token', '', 401, 'unauthenticated'],
    ['with a token of another organisation', `caseworker-at-${BELGRADE}`, 401, 'unauthenticated'],
    ['to whom has no role', `nobody-at-${VIENNA}`, 403, 'forbidden'],
    ['to an auditor, who sees to no case', `auditor-at-${VIENNA}`, 403, 'forbidden'],
  ])('is refused %s', async (_what, token, status, problem) => {
    const answer = await network.agent(VIENNA).request('GET', url, undefined, token)
    expect(answer).toMatchObject({ status, body: { type: `urn:trm:problem:${problem}` } })
  })
})
