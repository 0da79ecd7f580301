import type { CaseCommandBody, CommandResponse, PreviewResponse } from '@trm/contracts'
import { plusMilliseconds, type CaseReference } from '@trm/kernel'
import { randomToken } from '@trm/sealing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startMemoryNetwork, type MemoryNetwork } from '../support/memory-agents.ts'
import { BELGRADE, DAY_MS, handedOver, offerTo, RECORD, VIENNA, view } from './handover-case.ts'

let network: MemoryNetwork
beforeAll(async () => {
  network = await startMemoryNetwork([VIENNA, BELGRADE])
})
afterAll(() => network.stop())

const CANARY = 'Canary Person'

function post(by: string, url: string, body: object, token?: string) {
  return network.agent(by).request('POST', url, body, token)
}

function give(by: string, reference: CaseReference, command: object, commandId = randomToken()) {
  return post(by, `/casework/cases/${reference}/commands`, { commandId, command })
}

const askCapacity = (): CaseCommandBody => ({
  type: 'AskCapacity',
  to: [BELGRADE],
  services: ['accommodation'],
  languages: ['sr'],
  respondBy: plusMilliseconds(network.now(), DAY_MS),
})

const eventsOf = (by: string, reference: CaseReference) =>
  network.agent(by).storeState.streams.get(`case-${reference}`) ?? []

describe('a command that is given again', () => {
  it('gets the answer of the first time, however many come at once', async () => {
    const reference = await network.agent(VIENNA).openCase(RECORD)
    const commandId = randomToken()
    const command = askCapacity()
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => give(VIENNA, reference, command, commandId)),
    )
    expect(new Set(answers.map(({ status }) => status))).toStrictEqual(new Set([201]))
    const events = answers.map(({ body }) => (body as CommandResponse).event)
    expect(new Set(events).size).toBe(1)
    expect(eventsOf(VIENNA, reference)).toHaveLength(2)
    const later = await give(VIENNA, reference, command, commandId)
    expect((later.body as CommandResponse).event).toBe(events[0])
    expect(eventsOf(VIENNA, reference)).toHaveLength(2)
  })

  it('opens the same case again', async () => {
    const body = { commandId: randomToken(), ageStatus: 'verifiedAdult', record: RECORD }
    const first = await post(VIENNA, '/casework/cases', body)
    const again = await post(VIENNA, '/casework/cases', body)
    expect(again).toStrictEqual(first)
    expect(eventsOf(VIENNA, (first.body as { case: CaseReference }).case)).toHaveLength(1)
  })

  it('is another command under another id: both are accepted when they contend', async () => {
    const reference = await network.agent(VIENNA).openCase(RECORD)
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => give(VIENNA, reference, askCapacity())),
    )
    expect(new Set(answers.map(({ status }) => status))).toStrictEqual(new Set([201]))
    expect(new Set(answers.map(({ body }) => (body as CommandResponse).event)).size).toBe(8)
    expect(eventsOf(VIENNA, reference)).toHaveLength(9)
  })
})

describe('a preview', () => {
  it('is what is then granted, and appends nothing', async () => {
    const { reference, referral } = await handedOver(network)
    const command = { type: 'ExchangeContact', referral, share: ['identity', 'contact'] } as const
    const before = eventsOf(VIENNA, reference).length
    const preview = await post(VIENNA, `/casework/cases/${reference}/preview`, { command })
    expect(preview.status).toBe(200)
    expect(eventsOf(VIENNA, reference)).toHaveLength(before)
    const given = await give(VIENNA, reference, command)
    const { disclosures } = given.body as CommandResponse
    expect((preview.body as PreviewResponse).disclosures).toStrictEqual(disclosures)
    expect(disclosures).toMatchObject([{ recipient: BELGRADE, sections: ['identity', 'contact'] }])
  })

  it('says what is withheld and by which rule', async () => {
    const { reference, consent, referral } = await handedOver(network)
    await give(VIENNA, reference, {
      type: 'NarrowDataConsent',
      consent,
      clause: 'c1',
      sections: ['contact'],
    })
    const command = { type: 'ExchangeContact', referral, share: ['identity', 'contact'] }
    const { body } = await post(VIENNA, `/casework/cases/${reference}/preview`, { command })
    expect((body as PreviewResponse).disclosures).toMatchObject([
      { sections: ['identity'], withheld: [{ section: 'contact', rule: 'section-narrowed' }] },
    ])
  })
})

describe('a command that is refused', () => {
  it('names a recipient whom nobody lists', async () => {
    const reference = await network.agent(VIENNA).openCase(RECORD)
    const command = { ...askCapacity(), to: ['rs.nobody-cso'] }
    const { status, body } = await give(VIENNA, reference, command)
    expect(status).toBe(404)
    expect(body).toMatchObject({ type: 'urn:trm:problem:recipient-unknown' })
    expect(eventsOf(VIENNA, reference)).toHaveLength(1)
  })

  it('names itself as the recipient', async () => {
    const reference = await network.agent(VIENNA).openCase(RECORD)
    const { status } = await give(VIENNA, reference, { ...askCapacity(), to: [VIENNA] })
    expect(status).toBe(404)
  })

  it('wants to disclose before there is any consent', async () => {
    const reference = await network.agent(VIENNA).openCase(RECORD)
    await give(VIENNA, reference, { type: 'RecordPresumedVictim', indicatorSet: 'icmpd-2022.1' })
    const { status, body } = await give(VIENNA, reference, offerTo(network, BELGRADE))
    expect(status).toBe(403)
    expect(body).toMatchObject({ type: 'urn:trm:problem:no-basis' })
  })

  it('wants to share what only others have said', async () => {
    const { reference, referral } = await handedOver(network)
    const { status, body } = await give(BELGRADE, reference, {
      type: 'AssessRisk',
      about: referral,
      subjects: ['person'],
      share: ['risk'],
    })
    expect(status).toBe(422)
    expect(body).toMatchObject({ type: 'urn:trm:problem:nothing-to-share' })
  })

  it('is about a case that is not there', async () => {
    const nowhere = randomToken() as unknown as CaseReference
    const { status } = await give(VIENNA, nowhere, askCapacity())
    expect(status).toBe(404)
    expect((await network.agent(VIENNA).request('GET', `/casework/cases/${nowhere}`)).status).toBe(
      404,
    )
  })
})

describe('a case record with mistakes', () => {
  it.each<[string, object]>([
    ['a value that is none', { prs_Birthdate: CANARY }],
    ['a field that HTCDS does not have', { [`prs_${CANARY}`]: 'x' }],
    ['a good field beside a bad one', { prs_FirstName: CANARY, prs_Gender: CANARY }],
  ])('is answered without its values: %s', async (_what, record) => {
    const commandId = randomToken()
    const sent = { commandId, ageStatus: 'verifiedAdult', record }
    const { status, body } = await post(VIENNA, '/casework/cases', sent)
    expect(status).toBe(422)
    expect(JSON.stringify(body)).not.toContain(CANARY)
    expect(network.agent(VIENNA).logged.join('')).not.toContain(CANARY)
  })
})

describe('who may ask', () => {
  const tokens = [
    ['nobody who has no token', '', 401],
    ['nobody with a token of another organisation', `caseworker-at-${BELGRADE}`, 401],
    ['nobody without a role', `nobody-at-${VIENNA}`, 403],
  ] as const
  const routes = (reference: string) =>
    [
      ['GET', '/casework/cases'],
      ['GET', `/casework/cases/${reference}`],
      ['GET', `/casework/cases/${reference}/consents`],
      ['POST', '/casework/cases'],
      ['POST', `/casework/cases/${reference}/commands`],
      ['POST', `/casework/cases/${reference}/preview`],
      ['GET', '/exchange/deliveries'],
      ['GET', '/exchange/quarantine'],
      ['GET', `/timeline/cases/${reference}`],
      ['GET', `/timeline/cases/${reference}/shared-state?with=${BELGRADE}`],
      ['GET', '/directory/organisations'],
    ] as const

  it.each(tokens)('%s', async (_who, token, expected) => {
    const reference = await network.agent(VIENNA).openCase(RECORD)
    for (const [method, url] of routes(reference)) {
      const body = method === 'POST' ? {} : undefined
      const { status } = await network.agent(VIENNA).request(method, url, body, token)
      expect({ url, status }).toStrictEqual({ url, status: expected })
    }
  })

  it('an auditor replays and reads no case', async () => {
    const reference = await network.agent(VIENNA).openCase(RECORD)
    const auditor = `auditor-at-${VIENNA}`
    const seen: Record<string, number> = {}
    for (const [method, url] of routes('R')) {
      const asked = url.replace('/R', `/${reference}`)
      const body = method === 'POST' ? {} : undefined
      const { status } = await network.agent(VIENNA).request(method, asked, body, auditor)
      seen[`${method} ${url}`] = status
    }
    expect(seen).toStrictEqual({
      'GET /casework/cases': 403,
      'GET /casework/cases/R': 403,
      'GET /casework/cases/R/consents': 403,
      'POST /casework/cases': 403,
      'POST /casework/cases/R/commands': 403,
      'POST /casework/cases/R/preview': 403,
      'GET /exchange/deliveries': 200,
      'GET /exchange/quarantine': 200,
      'GET /timeline/cases/R': 200,
      [`GET /timeline/cases/R/shared-state?with=${BELGRADE}`]: 200,
      'GET /directory/organisations': 200,
    })
  })

  it('is written down before anything is shown', async () => {
    const reference = await network.agent(VIENNA).openCase(RECORD)
    await view(network, VIENNA, reference)
    const { streams } = network.agent(VIENNA).storeState
    expect(JSON.parse(streams.get('access')?.at(-1)?.json ?? '')).toMatchObject({
      case: reference,
      user: 'user-1',
      sections: ['identity', 'contact'],
    })
    network.agent(VIENNA).failing.add('CaseViewed')
    const { status, body } = await network
      .agent(VIENNA)
      .request('GET', `/casework/cases/${reference}`)
    network.agent(VIENNA).failing.clear()
    expect(status).toBe(503)
    expect(JSON.stringify(body)).not.toContain('Milica')
  })
})
