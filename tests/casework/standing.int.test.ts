import type { CaseCommandBody, CommandResponse, LedgerResponse } from '@trm/contracts'
import { plusMilliseconds, type CaseReference, type EventId } from '@trm/kernel'
import { randomToken } from '@trm/sealing'
import { waitFor } from '@trm/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startMemoryNetwork, type MemoryNetwork } from '../support/memory-agents.ts'
import {
  answerBecomes,
  answerOf,
  BELGRADE,
  DAY_MS,
  handedOver,
  offerTo,
  statuses,
  VIENNA,
  view,
} from './handover-case.ts'

const OFFICE = 'rs.nrm-office'

let network: MemoryNetwork
let reference: CaseReference
let consent: EventId
let referral: EventId

beforeEach(async () => {
  network = await startMemoryNetwork([VIENNA, BELGRADE, OFFICE], { [OFFICE]: 'nrmOffice' })
  ;({ reference, consent, referral } = await handedOver(network))
})
afterEach(() => network.stop())

const everybody = [VIENNA, BELGRADE, OFFICE]
const logOf = (by: string) => network.agent(by).storeState.log.map(({ type }) => type)

async function give(by: string, command: CaseCommandBody) {
  const url = `/casework/cases/${reference}/commands`
  const body = { commandId: randomToken(), command }
  const answer = await network.agent(by).request('POST', url, body)
  return { status: answer.status, body: answer.body as CommandResponse & { rule?: string } }
}

async function ledgerOf(by: string): Promise<LedgerResponse> {
  const url = `/timeline/cases/${reference}/ledger`
  return (await network.agent(by).request('GET', url)).body as LedgerResponse
}

async function verdictsAt(by: string): Promise<readonly string[]> {
  const { body } = await network.agent(by).request('GET', `/timeline/cases/${reference}`)
  const { events } = body as { events: { grants: { verdict: string }[] }[] }
  return events.flatMap(({ grants }) => grants.map(({ verdict }) => verdict))
}

const withdraw = (): CaseCommandBody => ({ type: 'WithdrawDataConsent', consent })

describe('a holder whose licence is suspended', () => {
  const longAgo = () => plusMilliseconds(network.now(), -300 * DAY_MS)
  const suspend = () =>
    network.list(
      everybody,
      {},
      { [BELGRADE]: { licence: [{ from: longAgo(), until: network.now() }] } },
    )

  it('is disclosed nothing new, and the answer says why and what would help', async () => {
    await suspend()
    const { status, body } = await give(VIENNA, offerTo(network, BELGRADE))
    expect(status).toBe(403)
    expect(body).toMatchObject({ type: 'urn:trm:problem:no-basis' })
    expect(JSON.stringify(body)).toContain('licence-not-in-force')
  })

  it('is sent no section that was waiting for it', async () => {
    network.traffic.health = 'unreachable'
    const offered = await network.agent(VIENNA).command(reference, offerTo(network, BELGRADE))
    await suspend()
    network.traffic.health = 'good'
    await network.delivered(VIENNA, offered.event)
    const { sections } = await view(network, BELGRADE, reference)
    expect((sections.needs ?? []).find(({ event }) => event === offered.event)).toMatchObject({
      status: 'withheld',
      rule: 'not-received',
    })
  })

  it('learns of what she takes back, and answers', async () => {
    await suspend()
    const { body } = await give(VIENNA, withdraw())
    expect(await answerOf(network, reference, body.event, BELGRADE)).toBe('erased')
    expect(await statuses(network, BELGRADE, reference, 'contact')).toStrictEqual(['erased'])
  })

  it('learns of what she narrows, and answers', async () => {
    await suspend()
    const narrowing = { type: 'NarrowDataConsent', consent, clause: 'c1', sections: ['contact'] }
    const { body } = await give(VIENNA, narrowing as CaseCommandBody)
    expect(await answerOf(network, reference, body.event, BELGRADE)).toBe('erased')
    expect(await statuses(network, BELGRADE, reference, 'identity')).toStrictEqual(['open'])
  })

  it('goes on reading what it holds, and writes about who is in its care', async () => {
    await suspend()
    expect(await statuses(network, BELGRADE, reference, 'contact')).toStrictEqual(['open'])
    const occurredAt = network.now()
    const arrived = await give(BELGRADE, { type: 'ConfirmArrival', referral, occurredAt })
    expect(arrived.status).toBe(201)
    await network.delivered(BELGRADE, arrived.body.event)
    const replayed = await verdictsAt(BELGRADE)
    expect(replayed.filter((verdict) => verdict !== 'ok')).toStrictEqual([])
    expect((await verdictsAt(VIENNA)).filter((verdict) => verdict !== 'ok')).toStrictEqual([])
  })

  it('is given things again once its licence is in force again', async () => {
    await suspend()
    await network.list(everybody, {}, { [BELGRADE]: { licence: [{ from: longAgo() }] } })
    const { status } = await give(VIENNA, offerTo(network, BELGRADE))
    expect(status).toBe(201)
  })
})

describe('a holder that left the network', () => {
  const leave = () => network.list([VIENNA, OFFICE])
  const restart = async () => {
    await network.agent(VIENNA).stop()
    await network.agent(VIENNA).start()
  }

  it('is still who signed what it signed, also after a restart', async () => {
    await leave()
    await restart()
    const { body, status } = await network
      .agent(VIENNA)
      .request('GET', `/timeline/cases/${reference}`)
    expect(status).toBe(200)
    const { events } = body as { events: { author: string; signature: string }[] }
    const its = events.filter(({ author }) => author === BELGRADE)
    expect(its.map(({ signature }) => signature)).toStrictEqual(its.map(() => 'valid'))
    expect(its.length).toBeGreaterThan(0)
    expect((await verdictsAt(VIENNA)).filter((verdict) => verdict !== 'ok')).toStrictEqual([])
  })

  it('is sent nothing new, and nothing new of it is taken', async () => {
    await leave()
    const offered = await give(VIENNA, offerTo(network, BELGRADE))
    expect(offered.body).toMatchObject({ type: 'urn:trm:problem:recipient-unknown' })
    const occurredAt = network.now()
    // Its own agent has not heard of it, or does not care.
    await give(BELGRADE, { type: 'ConfirmArrival', referral, occurredAt })
    const { body } = await give(VIENNA, withdraw())
    expect(body.unreachable).toStrictEqual([BELGRADE])
    await restart()
    expect(logOf(VIENNA)).not.toContain('ArrivalConfirmed')
    expect(logOf(BELGRADE)).not.toContain('DataConsentWithdrawn')
  })

  it('is shown as one that cannot answer, with whom to ask instead', async () => {
    await leave()
    await give(VIENNA, withdraw())
    await restart()
    expect((await ledgerOf(VIENNA)).departed).toMatchObject([
      { organisation: BELGRADE, toAsk: [OFFICE] },
    ])
  })

  it('is for people to find where its Participant lists no office', async () => {
    await network.list([VIENNA])
    await give(VIENNA, withdraw())
    expect((await ledgerOf(VIENNA)).departed).toMatchObject([{ organisation: BELGRADE, toAsk: [] }])
  })

  it('is none that left any more once it is listed again, and answers', async () => {
    await leave()
    const { body } = await give(VIENNA, withdraw())
    await network.list(everybody)
    await answerBecomes(network, reference, body.event, BELGRADE, 'erased')
    expect((await ledgerOf(VIENNA)).departed).toStrictEqual([])
  })
})

describe('a holder that is offline for weeks', () => {
  const holding = async () =>
    (await ledgerOf(VIENNA)).holdings.filter(
      ({ holder, section }) => holder === BELGRADE && section === 'contact',
    )

  it('is told on its return, and answers; until then it is shown as not having answered', async () => {
    const belgrade = network.agent(BELGRADE)
    await belgrade.stop()
    network.traffic.health = 'unreachable'
    const waiting = await network.agent(VIENNA).command(reference, offerTo(network, BELGRADE))
    const { body } = await give(VIENNA, withdraw())
    network.traffic.health = 'good'
    // Nothing is disclosed from now on; what was waiting goes without its section.
    expect((await give(VIENNA, offerTo(network, BELGRADE))).status).toBe(403)
    network.passTime(21 * DAY_MS)
    await waitFor(() => logOf(VIENNA).includes('HoldersOverdue'), {
      deadlineMs: 8_000,
      what: 'that the holder is overdue',
    })
    expect(await holding()).toMatchObject([
      { standing: { kind: 'uncovered', because: 'withdrawn', answer: 'overdue' } },
    ])
    await belgrade.start()
    await answerBecomes(network, reference, body.event, BELGRADE, 'erased')
    expect(await holding()).toMatchObject([{ standing: { kind: 'erased' } }])
    await network.delivered(VIENNA, waiting.event)
    const { sections } = await view(network, BELGRADE, reference)
    expect((sections.needs ?? []).find(({ event }) => event === waiting.event)).toMatchObject({
      status: 'withheld',
      rule: 'not-received',
    })
  })
})
