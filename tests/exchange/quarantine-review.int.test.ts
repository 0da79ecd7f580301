import type { DeliveryList, QuarantineList } from '@trm/contracts'
import { plusMilliseconds, type CaseReference, type EventId } from '@trm/kernel'
import { waitFor } from '@trm/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BELGRADE, DAY_MS, RECORD, VIENNA } from '../casework/handover-case.ts'
import { startMemoryNetwork, type MemoryNetwork } from '../support/memory-agents.ts'

let network: MemoryNetwork
beforeEach(async () => {
  network = await startMemoryNetwork([VIENNA, BELGRADE])
})
afterEach(() => network.stop())

const deadline = (what: string) => ({ deadlineMs: 8_000, what })

async function ask(reference: CaseReference): Promise<EventId> {
  const { event } = await network.agent(VIENNA).command(reference, {
    type: 'AskCapacity',
    to: [BELGRADE],
    services: ['accommodation'],
    languages: ['sr'],
    respondBy: plusMilliseconds(network.now(), DAY_MS),
  })
  return event
}

async function statusOf(event: EventId): Promise<string | undefined> {
  const { body } = await network.agent(VIENNA).request('GET', '/exchange/deliveries')
  return (body as DeliveryList).deliveries.find((each) => each.event === event)?.status
}

async function quarantine(): Promise<QuarantineList['messages']> {
  const { body } = await network.agent(BELGRADE).request('GET', '/exchange/quarantine')
  return (body as QuarantineList).messages
}

const review = (digest: string, body: object, token?: string) =>
  network
    .agent(BELGRADE)
    .request(
      'POST',
      `/exchange/quarantine/${digest}/review`,
      body,
      token && `${token}-at-${BELGRADE}`,
    )

const idsAt = (who: string, reference: CaseReference) =>
  (network.agent(who).storeState.streams.get(`case-${reference}`) ?? []).map(({ id }) => id)

const reviews = () =>
  (network.agent(BELGRADE).storeState.streams.get('inbox') ?? []).flatMap(({ type, json }) =>
    type === 'QuarantineReviewed' ? [JSON.parse(json) as unknown] : [],
  )

/** Vienna is listed as what may not write such an event, when it arrives. */
async function refused(): Promise<{ reference: CaseReference; event: EventId; digest: string }> {
  const reference = await network.agent(VIENNA).openCase(RECORD)
  network.traffic.health = 'unreachable'
  const event = await ask(reference)
  await network.list([VIENNA, BELGRADE], { [VIENNA]: 'auditor' })
  network.traffic.health = 'good'
  await waitFor(async () => (await statusOf(event)) === 'refused', deadline('the refusal'))
  await network.list([VIENNA, BELGRADE])
  const [found] = await quarantine()
  return { reference, event, digest: found?.digest ?? '' }
}

describe('what was refused', () => {
  it('is sent and judged anew when somebody releases it, and what follows on it is taken', async () => {
    const { reference, event, digest } = await refused()
    expect(idsAt(BELGRADE, reference)).toStrictEqual([])
    expect((await review(digest, { decision: 'release' })).status).toBe(200)
    await network.delivered(VIENNA, event)
    const next = await ask(reference)
    await network.delivered(VIENNA, next)
    expect(idsAt(BELGRADE, reference)).toStrictEqual([event, next])
    expect(await quarantine()).toMatchObject([{ digest, review: 'release' }])
    expect(reviews()).toMatchObject([{ digest, decision: 'release', user: 'user-1' }])
  })

  it('is asked for again after a crash between the decision and the asking', async () => {
    const { reference, event, digest } = await refused()
    network.traffic.health = 'unreachable'
    expect((await review(digest, { decision: 'release' })).status).toBe(200)
    await network.agent(BELGRADE).stop()
    network.traffic.health = 'good'
    await network.agent(BELGRADE).start()
    await network.delivered(VIENNA, event)
    expect(idsAt(BELGRADE, reference)).toStrictEqual([event])
  })

  it('stays refused when somebody lets it, and what follows on it is taken', async () => {
    const { reference, event, digest } = await refused()
    expect((await review(digest, { decision: 'reject' })).status).toBe(200)
    const next = await ask(reference)
    await network.delivered(VIENNA, next)
    expect(await statusOf(event)).toBe('refused')
    expect(idsAt(BELGRADE, reference)).toStrictEqual([next])
    expect(await quarantine()).toMatchObject([{ digest, review: 'reject' }])
  })

  it('is refused anew when nothing has changed', async () => {
    const { event, digest } = await refused()
    await network.list([VIENNA, BELGRADE], { [VIENNA]: 'auditor' })
    expect((await review(digest, { decision: 'release' })).status).toBe(200)
    await waitFor(async () => (await quarantine()).length === 2, deadline('the second refusal'))
    await waitFor(async () => (await statusOf(event)) === 'refused', deadline('its receipt'))
  })

  it.each<[string, string | undefined, object, string | undefined, number]>([
    ['by an auditor', undefined, { decision: 'release' }, 'auditor', 403],
    ['by nobody', undefined, { decision: 'release' }, 'nobody', 403],
    ['of something that is not there', 'A'.repeat(43), { decision: 'release' }, undefined, 404],
    ['with another word', undefined, { decision: 'delete' }, undefined, 400],
    ['without one', undefined, {}, undefined, 400],
  ])('is not decided about %s', async (_what, other, body, token, status) => {
    const { event, digest } = await refused()
    expect((await review(other ?? digest, body, token)).status).toBe(status)
    expect(reviews()).toStrictEqual([])
    expect(await statusOf(event)).toBe('refused')
  })
})
