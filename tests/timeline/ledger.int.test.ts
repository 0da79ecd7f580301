import { ledgerResponse, type LedgerResponse } from '@trm/contracts'
import type { CaseReference } from '@trm/kernel'
import { waitFor } from '@trm/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerOf, BELGRADE, DAY_MS, handedOver, VIENNA } from '../casework/handover-case.ts'
import { startMemoryNetwork, type MemoryNetwork } from '../support/memory-agents.ts'

let network: MemoryNetwork
beforeAll(async () => {
  network = await startMemoryNetwork([VIENNA, BELGRADE])
})
afterAll(() => network.stop())

async function ledger(
  by: string,
  reference: CaseReference,
  from: MemoryNetwork = network,
): Promise<LedgerResponse> {
  const { status, body } = await from
    .agent(by)
    .request('GET', `/timeline/cases/${reference}/ledger`, undefined, `auditor-at-${by}`)
  expect(status).toBe(200)
  return ledgerResponse.parse(body)
}

/** What became of what Belgrade was given when the contact was handed over. */
const ofContact = ({ holdings }: LedgerResponse) =>
  Object.fromEntries(
    holdings
      .filter(({ type }) => type === 'ContactExchanged')
      .map(({ section, here, standing }) => [section, here ?? standing]),
  )

const takeContactBack = async (
  { reference, consent }: Pick<Awaited<ReturnType<typeof handedOver>>, 'reference' | 'consent'>,
  from = network,
) => {
  const { event } = await from.agent(VIENNA).command(reference, {
    type: 'NarrowDataConsent',
    consent,
    clause: 'c1',
    sections: ['contact'],
  })
  return event
}

describe('the ledger of a case', () => {
  it('says on both sides who holds what, on which clause and what for', async () => {
    const { reference, consent } = await handedOver(network)
    const [here, there] = [await ledger(VIENNA, reference), await ledger(BELGRADE, reference)]
    const shared = ({ holdings }: LedgerResponse) =>
      holdings.map(({ delivery: _delivery, ...holding }) => holding)
    expect(shared(there)).toStrictEqual(shared(here))
    expect(ofContact(here)).toStrictEqual({
      contact: { kind: 'covered' },
      identity: { kind: 'covered' },
    })
    expect(here.holdings.find(({ type }) => type === 'ContactExchanged')).toMatchObject({
      holder: BELGRADE,
      author: VIENNA,
      purpose: 'handover',
      basis: { kind: 'consent', consent, clause: 'c1' },
      onward: false,
      delivery: 'stored',
    })
    expect(here.holdings.some(({ holder }) => holder === VIENNA)).toBe(true)
    expect(here.organisation).toBe(VIENNA)
  })

  it('names the answer under which something was erased, with its holder and with its author', async () => {
    const handover = await handedOver(network)
    const { reference } = handover
    await answerOf(network, reference, await takeContactBack(handover), BELGRADE)
    const [here, there] = [await ledger(VIENNA, reference), await ledger(BELGRADE, reference)]
    const answer = there.holdings.flatMap(({ standing }) =>
      standing.kind === 'erased' ? [standing] : [],
    )
    expect(ofContact(here)).toStrictEqual({
      contact: answer[0],
      identity: { kind: 'covered' },
    })
    expect(ofContact(there)).toStrictEqual(ofContact(here))
    // Vienna wrote it, and nobody asked Vienna to erase it.
    expect(here.own.filter(({ erased }) => erased !== undefined)).toStrictEqual([])
  })

  it('says who has not answered, and that it is overdue once the days are over', async () => {
    const apart = await startMemoryNetwork([VIENNA, BELGRADE])
    const handover = await handedOver(apart)
    await apart.agent(BELGRADE).stop()
    const narrowing = await takeContactBack(handover, apart)
    const seen = async () => ofContact(await ledger(VIENNA, handover.reference, apart))['contact']
    const awaited = { kind: 'uncovered', because: 'narrowed', since: { event: narrowing } }
    expect(await seen()).toMatchObject({ ...awaited, answer: 'awaited' })
    apart.passTime(3 * DAY_MS + 1000)
    await waitFor(async () => JSON.stringify(await seen()).includes('overdue'), {
      deadlineMs: 8_000,
      what: 'that an answer is overdue',
    })
    expect(await seen()).toMatchObject({ ...awaited, answer: 'overdue' })
    // The keys of the tests are of today: the answer comes when the clocks say so again.
    apart.passTime(-3 * DAY_MS - 1000)
    await apart.agent(BELGRADE).start()
    await answerOf(apart, handover.reference, narrowing, BELGRADE)
    expect(await seen()).toMatchObject({ kind: 'erased' })
    await apart.stop()
  })

  it('does not take a copy that is under way for one that has arrived', async () => {
    const apart = await startMemoryNetwork([VIENNA, BELGRADE])
    const { reference, referral } = await handedOver(apart)
    apart.traffic.health = 'unreachable'
    const { event } = await apart
      .agent(VIENNA)
      .command(reference, { type: 'ExchangeContact', referral, share: ['contact'] })
    const { holdings } = await ledger(VIENNA, reference, apart)
    expect(
      holdings.filter((each) => each.event === event).map(({ delivery }) => delivery),
    ).toStrictEqual(['queued'])
    apart.traffic.health = 'good'
    await apart.stop()
  })

  it('shows no value of the person to anybody', async () => {
    const { reference } = await handedOver(network)
    for (const by of [VIENNA, BELGRADE]) {
      const text = JSON.stringify(await ledger(by, reference))
      for (const value of ['Milica', 'Petrović', '1997-08-23', 'posta.example', 'Vukosava'])
        expect(text).not.toContain(value)
    }
  })

  it.each(['caseworker', 'auditor'])('is written down before it is shown to a %s', async (role) => {
    const { reference } = await handedOver(network)
    const { storeState, request } = network.agent(VIENNA)
    const views = () =>
      (storeState.streams.get('access') ?? []).filter(({ json }) => json.includes(reference))
    const before = views().length
    await request('GET', `/timeline/cases/${reference}/ledger`, undefined, `${role}-at-${VIENNA}`)
    expect(views().length).toBe(before + 1)
    expect(JSON.parse(views().at(-1)?.json ?? '')).toStrictEqual({
      case: reference,
      user: 'user-1',
      role,
      sections: [],
    })
  })
})

describe('the ledger is refused', () => {
  const UNKNOWN = 'AAAAAAAAAAAAAAAAAAAAAA'

  it.each<[string, string, string, number, string]>([
    ['without a token', UNKNOWN, '', 401, 'unauthenticated'],
    [
      'with a token of another organisation',
      UNKNOWN,
      `caseworker-at-${BELGRADE}`,
      401,
      'unauthenticated',
    ],
    ['to whom has no role', UNKNOWN, `nobody-at-${VIENNA}`, 403, 'forbidden'],
    ['for a case that is not here', UNKNOWN, `caseworker-at-${VIENNA}`, 404, 'case-unknown'],
    ['for what is no case', 'x', `caseworker-at-${VIENNA}`, 400, 'invalid-request'],
  ])('%s', async (_what, reference, token, status, problem) => {
    const agent = network.agent(VIENNA)
    const viewed = () => agent.storeState.streams.get('access')?.length
    const before = viewed()
    const answer = await agent.request(
      'GET',
      `/timeline/cases/${reference}/ledger`,
      undefined,
      token,
    )
    expect(answer).toMatchObject({ status, body: { type: `urn:trm:problem:${problem}` } })
    expect(viewed()).toBe(before)
  })
})
