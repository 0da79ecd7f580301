import type { DeliveryList } from '@trm/contracts'
import type { CaseReference, EventId } from '@trm/kernel'
import { plusMilliseconds } from '@trm/kernel'
import { waitFor } from '@trm/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  BELGRADE,
  DAY_MS,
  handedOver,
  RECORD,
  statuses,
  VIENNA,
} from '../casework/handover-case.ts'
import { startMemoryNetwork, type MemoryNetwork } from '../support/memory-agents.ts'

let network: MemoryNetwork
beforeEach(async () => {
  network = await startMemoryNetwork([VIENNA, BELGRADE])
})
afterEach(() => network.stop())

const deadline = (what: string) => ({ deadlineMs: 15_000, what })

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

const idsAt = (who: string, reference: CaseReference) =>
  (network.agent(who).storeState.streams.get(`case-${reference}`) ?? []).map(({ id }) => id)

const attempts = (message: string) =>
  network.agent(VIENNA).logged.filter((line) => line.includes(message)).length

/** How many sealed messages the country nodes have taken, receipts among them. */
const messages = () => network.traffic.messages

describe('the deliveries of a case', () => {
  it('are there with the answer to the command, before anybody came to send them', async () => {
    const vienna = network.agent(VIENNA)
    const reference = await vienna.openCase(RECORD)
    const deliveries = async (filter: string) => {
      const { body } = await vienna.request('GET', `/exchange/deliveries${filter}`)
      return (body as DeliveryList).deliveries
    }
    vienna.following.isHeld = true
    const event = await ask(reference)
    const queued = {
      event,
      case: reference,
      to: BELGRADE,
      status: 'queued',
      queuedAt: expect.any(String) as string,
      attempts: 0,
    }
    expect(await deliveries('')).toStrictEqual([])
    expect(await deliveries(`?case=${reference}`)).toStrictEqual([queued])
    expect(await deliveries('?case=AAAAAAAAAAAAAAAAAAAAAA')).toStrictEqual([])
    vienna.following.isHeld = false
    await network.delivered(VIENNA, event)
    expect(await deliveries(`?case=${reference}`)).toMatchObject([{ event, status: 'stored' }])
    // What was received is somebody else's delivery.
    const belgrade = await network
      .agent(BELGRADE)
      .request('GET', `/exchange/deliveries?case=${reference}`)
    expect(belgrade.body).toStrictEqual({ deliveries: [] })
  })
})

describe('the outbox', () => {
  it('sends what waited in one message, in order, once the country node is back', async () => {
    const reference = await network.agent(VIENNA).openCase(RECORD)
    network.traffic.health = 'unreachable'
    const asked: EventId[] = []
    for (let count = 0; count < 10; count++) asked.push(await ask(reference))
    const before = messages()
    network.traffic.health = 'good'
    await network.delivered(VIENNA, asked.at(-1) ?? ('' as EventId))

    expect(idsAt(BELGRADE, reference)).toStrictEqual(asked)
    // All ten events, and the one receipt over all of them.
    expect(messages() - before).toBe(2)
  })

  it.each(['unreachable', 'full'] as const)(
    'waits between its attempts while the way is %s',
    async (health) => {
      const reference = await network.agent(VIENNA).openCase(RECORD)
      network.traffic.health = health
      const start = performance.now()
      await ask(reference)
      const message = health === 'full' ? 'outbox.mailbox-full' : 'outbox.unreachable'
      await waitFor(() => attempts(message) >= 3, deadline('three attempts'))
      expect(performance.now() - start).toBeGreaterThan(2 * 200 - 20)
    },
  )

  it('does not send again at its start what has its receipt', async () => {
    const reference = await network.agent(VIENNA).openCase(RECORD)
    await network.delivered(VIENNA, await ask(reference))
    await network.delivered(VIENNA, await ask(reference))
    const vienna = network.agent(VIENNA)
    await vienna.stop()
    await vienna.start()
    const before = messages()
    await network.delivered(VIENNA, await ask(reference))
    expect(messages() - before).toBe(2)
  })

  it('takes a receipt that waited for it while it was away', async () => {
    const reference = await network.agent(VIENNA).openCase(RECORD)
    const vienna = network.agent(VIENNA)
    const belgrade = network.agent(BELGRADE)
    await belgrade.stop()
    const event = await ask(reference)
    await waitFor(() => attempts('outbox.relayed') > 0, deadline('the relay'))
    await vienna.stop()
    const before = messages()
    await belgrade.start()
    await waitFor(() => messages() > before, deadline('the receipt'))
    // Belgrade is gone: no other receipt will come.
    await belgrade.stop()
    await vienna.start()
    await network.delivered(VIENNA, event)
    expect(idsAt(BELGRADE, reference)).toStrictEqual([event])
  })

  it('has one effect when it crashed between sending and writing that down', async () => {
    const reference = await network.agent(VIENNA).openCase(RECORD)
    const vienna = network.agent(VIENNA)
    for (const type of ['DeliveryRelayed', 'DeliveryStored']) vienna.failing.add(type)
    const event = await ask(reference)
    await waitFor(() => idsAt(BELGRADE, reference).length > 0, deadline('the event in Belgrade'))
    await vienna.stop()
    expect(vienna.storeState.streams.get('outbox')).toBeUndefined()

    vienna.failing.clear()
    const before = messages()
    await vienna.start()
    await network.delivered(VIENNA, event)
    await waitFor(() => messages() > before, deadline('the second sending'))
    expect(idsAt(BELGRADE, reference)).toStrictEqual([event])
    const { body } = await vienna.request('GET', `/exchange/deliveries?case=${reference}`)
    expect((body as DeliveryList).deliveries).toMatchObject([{ event, status: 'stored' }])
  })

  it('leaves behind a section that was taken back before it could be sent', async () => {
    const { reference, consent, referral } = await handedOver(network)
    expect(await statuses(network, BELGRADE, reference, 'risk')).toStrictEqual([])
    network.traffic.health = 'unreachable'
    const vienna = network.agent(VIENNA)
    const { event: assessed } = await vienna.command(reference, {
      type: 'AssessRisk',
      about: referral,
      subjects: ['person'],
      sections: {
        risk: { assessments: [{ subject: 'person', level: 'low', assessedOn: '2026-03-01' }] },
      },
    })
    const { event: narrowed } = await vienna.command(reference, {
      type: 'NarrowDataConsent',
      consent,
      clause: 'c1',
      sections: ['risk'],
    })
    network.traffic.health = 'good'
    await network.delivered(VIENNA, narrowed)
    await network.delivered(VIENNA, assessed)
    expect(idsAt(BELGRADE, reference)).toEqual(expect.arrayContaining([assessed, narrowed]))
    // Not erased: it never came.
    expect(await statuses(network, BELGRADE, reference, 'risk')).toStrictEqual([
      'withheld not-received',
    ])
  })
})
