import type { CaseCommandBody, CommandResponse } from '@trm/contracts'
import { plusMilliseconds, type CaseReference, type EventId } from '@trm/kernel'
import { randomToken } from '@trm/sealing'
import { waitFor } from '@trm/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startMemoryNetwork, type MemoryNetwork } from '../support/memory-agents.ts'
import {
  answerBecomes,
  answerOf,
  BELGRADE,
  clause,
  offerTo,
  RECORD,
  SKOPJE,
  statuses,
  VIENNA,
  FURTHER_USE,
} from './handover-case.ts'

const HOUR_MS = 60 * 60 * 1000
const everybody = [VIENNA, BELGRADE, SKOPJE]

let network: MemoryNetwork
let reference: CaseReference
let consent: EventId
let offer: EventId

/** Belgrade and Skopje were both told something under a consent; then Skopje leaves the trust list. */
beforeEach(async () => {
  network = await startMemoryNetwork(everybody)
  const vienna = network.agent(VIENNA)
  reference = await vienna.openCase(RECORD)
  await vienna.command(reference, { type: 'RecordPresumedVictim', indicatorSet: 'icmpd-2022.1' })
  const given = await vienna.command(reference, {
    type: 'GiveDataConsent',
    ...FURTHER_USE,
    clauses: [
      clause(network, 'c1', [VIENNA, BELGRADE], ['needs']),
      clause(network, 'c2', [VIENNA, SKOPJE], ['needs']),
    ],
  })
  consent = given.event
  const respondBy = plusMilliseconds(network.now(), HOUR_MS)
  const offers = [offerTo(network, BELGRADE, respondBy), offerTo(network, SKOPJE, respondBy)]
  for (const command of offers) {
    offer = (await vienna.command(reference, command)).event
    await network.delivered(VIENNA, offer)
  }
  await network.list([VIENNA, BELGRADE])
})
afterEach(() => network.stop())

const logOf = (by: string) => network.agent(by).storeState.log.map(({ type }) => type)

async function give(command: CaseCommandBody) {
  const url = `/casework/cases/${reference}/commands`
  const body = { commandId: randomToken(), command }
  const answer = await network.agent(VIENNA).request('POST', url, body)
  return { status: answer.status, body: answer.body as CommandResponse }
}

describe('what a person takes back while one who was told is not listed', () => {
  it('is recorded and told to the others at once, and the answer says who is not reached', async () => {
    const { status, body } = await give({ type: 'WithdrawDataConsent', consent })
    expect(status).toBe(201)
    expect(body.unreachable).toStrictEqual([SKOPJE])
    expect(await answerOf(network, reference, body.event, BELGRADE)).toBe('erased')
    expect(logOf(SKOPJE)).not.toContain('DataConsentWithdrawn')
    const warned = network
      .agent(VIENNA)
      .logged.filter((line) => line.includes('casework.recipient-unlisted'))
    expect(warned).toHaveLength(1)
    expect(warned[0]).toContain('DataConsentWithdrawn')
  })

  it('is told to it once it is listed again, and answered', async () => {
    const { body } = await give({ type: 'WithdrawDataConsent', consent })
    await network.list(everybody)
    await answerBecomes(network, reference, body.event, SKOPJE, 'erased')
    expect(await statuses(network, SKOPJE, reference, 'needs')).toStrictEqual(['erased'])
  })

  it.each<[string, () => CaseCommandBody]>([
    [
      'a narrowing',
      () => ({ type: 'NarrowDataConsent', consent, clause: 'c2', sections: ['needs'] }),
    ],
    [
      'a change of her age',
      () => ({ type: 'ChangeAgeStatus', ageStatus: 'presumedChild', evidence: 'document' }),
    ],
    [
      'a correction',
      () => ({
        type: 'IssueCorrection',
        corrects: offer,
        reason: 'typingError',
        sections: { needs: { services: ['legalAid'] } },
      }),
    ],
    [
      'a withdrawn referral',
      () => ({ type: 'WithdrawReferral', referral: offer, reason: 'safety' }),
    ],
  ])('is what else does not depend on delivery: %s', async (_what, command) => {
    const { status, body } = await give(command())
    expect(status).toBe(201)
    expect(body.unreachable).toStrictEqual([SKOPJE])
  })

  it('is shown before, as not reaching it', async () => {
    const url = `/casework/cases/${reference}/preview`
    const command = { type: 'WithdrawDataConsent', consent }
    const { status, body } = await network.agent(VIENNA).request('POST', url, { command })
    expect(status).toBe(200)
    expect(body).toMatchObject({ unreachable: [SKOPJE] })
    expect(logOf(VIENNA)).not.toContain('DataConsentWithdrawn')
  })
})

describe('a deadline while one who is to be told is not listed', () => {
  it('is recorded at its hour', async () => {
    network.passTime(HOUR_MS)
    await waitFor(() => logOf(VIENNA).filter((type) => type === 'ReferralExpired').length === 2, {
      deadlineMs: 8_000,
      what: 'both to have expired',
    })
  })
})

describe('what is news to a named recipient', () => {
  it('needs one that is listed', async () => {
    const { status, body } = await give(offerTo(network, SKOPJE))
    expect(status).toBe(404)
    expect(body).toMatchObject({ type: 'urn:trm:problem:recipient-unknown' })
  })

  it('goes to those that are, with nobody missing', async () => {
    const { status, body } = await give(offerTo(network, BELGRADE))
    expect(status).toBe(201)
    expect(body.unreachable).toStrictEqual([])
  })
})
