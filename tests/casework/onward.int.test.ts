import type { CaseReference, OrganisationId } from '@trm/kernel'
import { randomToken } from '@trm/sealing'
import { waitFor } from '@trm/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startMemoryNetwork, type MemoryNetwork } from '../support/memory-agents.ts'
import { answerOf, BELGRADE, SKOPJE, statuses, VIENNA, view } from './handover-case.ts'
import { mayPassOn, passedOn as passOn, recordOf, share } from './onward-case.ts'

const DEADLINE_MS = 8_000

let network: MemoryNetwork
beforeEach(async () => {
  network = await startMemoryNetwork([VIENNA, BELGRADE, SKOPJE])
})
afterEach(() => network.stop())

type Answers = Readonly<Record<string, { by: string; answers: Record<string, string> }>>

/** What Vienna sees of the answers to what Belgrade has taken back from Skopje. */
async function onwardAnswers(reference: CaseReference): Promise<readonly object[]> {
  const { state } = await view(network, VIENNA, reference)
  return Object.values(state['narrowings'] as Answers)
    .filter(({ by }) => by === BELGRADE)
    .map(({ answers }) => answers)
}

/** What one says that it shares with the other, once both have everything. */
async function sharedBy(one: OrganisationId, other: OrganisationId, reference: CaseReference) {
  const url = `/timeline/cases/${reference}/shared-state?with=${other}`
  const { body } = await network.agent(one).request('GET', url)
  const { events, stateDigest } = body as { events: number; stateDigest: string }
  return { events, stateDigest }
}

describe('what is passed on', () => {
  it('is read with the name of who wrote it beside who passed it on, and its author knows', async () => {
    const { reference, shared } = await passOn(network)
    const { sections } = await view(network, SKOPJE, reference)
    const [written] = (await view(network, VIENNA, reference)).sections.contact ?? []
    const value = written?.status === 'open' ? written.value : undefined
    expect(value).toMatchObject({ email: 'milica@posta.example' })
    expect(sections.contact).toStrictEqual([
      {
        status: 'open',
        event: shared,
        author: BELGRADE,
        writtenBy: VIENNA,
        recordedAt: sections.contact?.[0]?.recordedAt,
        value,
      },
    ])
    expect(Object.keys(sections).toSorted()).toStrictEqual(['contact', 'identity'])
    // Here it is what it was: it is not there twice.
    expect(await statuses(network, BELGRADE, reference, 'contact')).toStrictEqual(['open'])
    const { state } = await view(network, VIENNA, reference)
    expect(state['shares']).toMatchObject({ [shared]: { by: BELGRADE, to: SKOPJE } })
  })

  it('travels with the signed original and without the grants of it', async () => {
    const { reference, contact, shared } = await passOn(network)
    const original = recordOf(network, VIENNA, contact)
    const passed = recordOf(network, SKOPJE, shared)
    expect(passed.original).toBe(original.jws)
    expect(passed.grants).toHaveLength(1)
    expect(original.grants).not.toContain(passed.grants[0])
    expect(recordOf(network, VIENNA, shared).sections).toStrictEqual([])
    expect(await statuses(network, SKOPJE, reference, 'needs')).toStrictEqual([])
  })

  it('is replayed like every disclosure', async () => {
    const { reference } = await passOn(network)
    for (const at of [VIENNA, BELGRADE, SKOPJE]) {
      const { body } = await network.agent(at).request('GET', `/timeline/cases/${reference}`)
      const { summary } = body as { summary: Record<string, number> }
      expect(summary, at).toMatchObject({ overDisclosures: 0, chainGaps: 0 })
      expect(summary['signaturesValid'], at).toBe(summary['events'])
    }
  })

  it('does not pass off a value of others as one of its own', async () => {
    const { reference, referral } = await passOn(network)
    const url = `/casework/cases/${reference}/commands`
    const command = { type: 'ExchangeContact', referral, share: ['contact'] }
    const answer = await network
      .agent(BELGRADE)
      .request('POST', url, { commandId: randomToken(), command })
    expect(answer.body).toMatchObject({ type: 'urn:trm:problem:nothing-to-share' })
  })
})

describe('what was erased here', () => {
  it('is not passed on, though its event is still held', async () => {
    const { reference, contact } = await mayPassOn(network)
    const belgrade = network.agent(BELGRADE)
    await belgrade.command(reference, {
      type: 'RecordErasure',
      sections: ['contact'],
      authority: 'retentionEnded',
    })
    const { body } = await belgrade.request('POST', `/casework/cases/${reference}/commands`, {
      commandId: randomToken(),
      command: share(contact),
    })
    expect(body).toMatchObject({ type: 'urn:trm:problem:shared-is-erased' })
  })
})

describe('what was passed on and is taken back', () => {
  it('is erased at every holder, also one that was away, and each answer reaches who wrote it', async () => {
    const { reference, consent } = await passOn(network)
    const skopje = network.agent(SKOPJE)
    await skopje.stop()
    const { event } = await network
      .agent(VIENNA)
      .command(reference, { type: 'WithdrawDataConsent', consent })
    expect(await answerOf(network, reference, event, BELGRADE)).toBe('erased')
    expect(await statuses(network, BELGRADE, reference, 'contact')).toStrictEqual(['erased'])
    await waitFor(async () => (await onwardAnswers(reference)).length === 1, {
      deadlineMs: DEADLINE_MS,
      what: 'what Belgrade has taken back from Skopje',
    })
    expect(await onwardAnswers(reference)).toStrictEqual([{}])

    await skopje.start()
    await waitFor(async () => SKOPJE in ((await onwardAnswers(reference))[0] ?? {}), {
      deadlineMs: DEADLINE_MS,
      what: 'the answer of Skopje',
    })
    expect(await onwardAnswers(reference)).toStrictEqual([{ [SKOPJE]: 'erased' }])
    for (const section of ['contact', 'identity'] as const)
      expect(await statuses(network, SKOPJE, reference, section)).toStrictEqual(['erased'])
    for (const [one, other] of [
      [VIENNA, BELGRADE],
      [BELGRADE, SKOPJE],
      [VIENNA, SKOPJE],
    ] as const)
      expect(await sharedBy(one, other, reference)).toStrictEqual(
        await sharedBy(other, one, reference),
      )
    const { body } = await skopje.request('GET', `/timeline/cases/${reference}`)
    expect(body).toMatchObject({ summary: { overDisclosures: 0, chainGaps: 0 } })
  })

  it('leaves what is not taken back', async () => {
    const { reference, consent } = await passOn(network)
    await network.agent(VIENNA).command(reference, {
      type: 'NarrowDataConsent',
      consent,
      clause: 'c1',
      sections: ['contact'],
    })
    await waitFor(
      async () => (await statuses(network, SKOPJE, reference, 'contact'))[0] === 'erased',
      { deadlineMs: DEADLINE_MS, what: 'the erasure in Skopje' },
    )
    expect(await statuses(network, SKOPJE, reference, 'identity')).toStrictEqual(['open'])
  })
})
