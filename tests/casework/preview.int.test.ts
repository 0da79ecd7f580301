import type { CommandResponse, PreviewResponse } from '@trm/contracts'
import type { SectionName } from '@trm/domain'
import { plusMilliseconds, type CaseReference } from '@trm/kernel'
import { randomToken } from '@trm/sealing'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  startMemoryNetwork,
  withoutInstance,
  type Answer,
  type MemoryNetwork,
} from '../support/memory-agents.ts'
import {
  BELGRADE,
  clause,
  DAY_MS,
  FURTHER_USE,
  handedOver,
  narrowed,
  offerTo,
  proposalToPolice,
  RECORD,
  shared,
  SKOPJE,
  VIENNA,
  type HandoverCase,
} from './handover-case.ts'

let network: MemoryNetwork
let held: HandoverCase
beforeEach(async () => {
  network = await startMemoryNetwork([VIENNA, BELGRADE, SKOPJE])
  held = await handedOver(network)
})
afterEach(() => network.stop())

const ANA = `caseworker.ana-at-${VIENNA}`
const BOJAN = `caseworker.bojan-at-${VIENNA}`

type Asked = { readonly by?: string; readonly in?: CaseReference; readonly token?: string }

const preview = (command: object, { by = VIENNA, in: reference, token }: Asked = {}) => {
  const url = `/casework/cases/${reference ?? held.reference}/preview`
  return network.agent(by).request('POST', url, { command }, token)
}

const give = (command: object, { by = VIENNA, in: reference, token }: Asked = {}) => {
  const url = `/casework/cases/${reference ?? held.reference}/commands`
  return network.agent(by).request('POST', url, { commandId: randomToken(), command }, token)
}

const disclosures = ({ body }: Answer) => (body as PreviewResponse).disclosures

/** Everything that is recorded of cases, at every organisation. */
const recorded = () =>
  [VIENNA, BELGRADE, SKOPJE].flatMap((by) =>
    [...network.agent(by).storeState.streams]
      .filter(([stream]) => stream.startsWith('case-'))
      .map(([stream, entries]) => [by, stream, entries.length]),
  )

/** Skopje accepts the case, too, and is told one section of it. */
async function skopjeIsTold(section: SectionName): Promise<void> {
  const vienna = network.agent(VIENNA)
  await vienna.command(held.reference, {
    type: 'GiveDataConsent',
    ...FURTHER_USE,
    clauses: [
      clause(network, 'c1', [VIENNA, SKOPJE], [section, 'needs']),
      clause(network, 'c2', [SKOPJE, VIENNA], ['needs']),
    ],
  })
  const { event: referral } = await vienna.command(held.reference, offerTo(network, SKOPJE))
  await network.delivered(VIENNA, referral)
  const { event: accepted } = await network.agent(SKOPJE).command(held.reference, {
    type: 'AcceptReferral',
    referral,
    firstContactBy: plusMilliseconds(network.now(), DAY_MS),
    sections: { needs: { assignedWorker: { name: 'Example', role: 'case manager' } } },
  })
  await network.delivered(SKOPJE, accepted)
  const told = { ...share(section), referral }
  expect((await give(told)).status).toBe(201)
}

const share = (...sections: readonly SectionName[]) => shared(held, sections)
const narrow = (section: SectionName) => narrowed(held, section)

describe('a preview', () => {
  it('says of each recipient and section who reads what, and by which rule the rest is withheld', async () => {
    await give(narrow('contact'))
    const answer = await preview(share('identity', 'contact'))
    expect(answer).toStrictEqual({
      status: 200,
      body: {
        disclosures: [
          {
            recipient: BELGRADE,
            purpose: 'handover',
            sections: ['identity'],
            withheld: [
              {
                section: 'contact',
                rule: 'section-narrowed',
                remedy: 'leave the section out: she took it back',
              },
            ],
            until: disclosures(answer)[0]?.until,
          },
        ],
        unreachable: [],
      },
    })
  })

  it('says of each what it does not need, though another one needs it', async () => {
    await skopjeIsTold('contact')
    const opening = network.agent(VIENNA).storeState.streams.get(`case-${held.reference}`)?.[0]?.id
    const answer = await preview({
      type: 'IssueCorrection',
      corrects: opening,
      reason: 'typingError',
      sections: {
        identity: { firstName: 'Milica' },
        contact: { email: 'milica@posta.example' },
      },
    })
    const read = disclosures(answer).map(({ recipient, sections, withheld }) => [
      recipient,
      sections,
      withheld,
    ])
    const remedy = 'nothing: this recipient does not need it for what is decided'
    expect(read).toStrictEqual([
      [BELGRADE, ['identity', 'contact'], []],
      [SKOPJE, ['contact'], [{ section: 'identity', rule: 'not-needed', remedy }]],
    ])
  })

  it('is written down as a look at the case, with no section, and records nothing in any case', async () => {
    const before = recorded()
    await preview(share('identity'), { token: ANA })
    expect(recorded()).toStrictEqual(before)
    const journal = network.agent(VIENNA).storeState.streams.get('access') ?? []
    const last = journal.at(-1)
    expect(last?.type).toBe('CaseViewed')
    expect(JSON.parse(last?.json ?? '{}')).toStrictEqual({
      case: held.reference,
      user: 'ana',
      role: 'caseworker',
      sections: [],
    })
  })

  it('is not shown where it cannot be written down', async () => {
    network.agent(VIENNA).failing.add('CaseViewed')
    const { status, body } = await preview(share('identity'))
    expect(status).toBe(503)
    expect(JSON.stringify(body)).not.toContain('identity')
  })
})

describe('a preview of what is refused', () => {
  const proposal = () => proposalToPolice(network)
  const seen = () => ({ type: 'MarkReferralSeen', referral: held.referral })
  const nowhere = randomToken() as unknown as CaseReference

  it.each<[string, string, () => object, (() => Asked)?]>([
    ['a case that is nowhere', 'referral-unknown', () => seen(), () => ({ in: nowhere })],
    ["somebody else's case", 'referral-unknown', () => seen(), () => ({ by: SKOPJE })],
    ['a recipient whom nobody lists', 'no-basis', () => ({ ...offerTo(network, SKOPJE) })],
    [
      'a question to nobody known',
      'recipient-unknown',
      () => ({
        type: 'AskCapacity',
        to: ['rs.nobody-cso'],
        services: ['accommodation'],
        languages: ['sr'],
        respondBy: plusMilliseconds(network.now(), DAY_MS),
      }),
    ],
    [
      'values that there are none of',
      'nothing-to-share',
      () => ({
        type: 'AssessRisk',
        about: held.referral,
        subjects: ['person'],
        share: ['risk'],
      }),
      () => ({ by: BELGRADE }),
    ],
    [
      'a referral that is not one',
      'referral-unknown',
      () => ({ ...share('identity'), referral: held.consent }),
    ],
    [
      'a clause that is not there',
      'clause-unknown',
      () => ({ ...narrow('contact'), clause: 'c9' }),
    ],
    [
      'a consent of somebody else',
      'not-your-consent',
      () => narrow('contact'),
      () => ({ by: BELGRADE }),
    ],
    ['a section that the event never carries', 'invalid-request', () => share('health')],
    ['a field too many', 'invalid-request', () => ({ ...share('identity'), more: 1 })],
    ['no command that there is', 'invalid-request', () => ({ type: 'ReadEverything' })],
    [
      'a proposal that anonymous data would serve',
      'anonymous-would-do',
      () => ({ ...proposal(), anonymousWouldDo: true }),
    ],
  ])('is the refusal of the command: %s', async (_what, kind, command, asked = () => ({})) => {
    const before = recorded()
    const refused = withoutInstance(await preview(command(), asked()))
    expect(refused).toMatchObject({ body: { type: `urn:trm:problem:${kind}` } })
    expect(refused).toStrictEqual(withoutInstance(await give(command(), asked())))
    expect(recorded()).toStrictEqual(before)
  })

  it('asks for a second person where the command does', async () => {
    const { body } = await give(proposal(), { token: ANA })
    const command = {
      type: 'ConfirmDisclosureWithoutConsent',
      proposal: (body as CommandResponse).event,
    }
    const refused = withoutInstance(await preview(command, { token: ANA }))
    expect(refused).toMatchObject({
      status: 403,
      body: { type: 'urn:trm:problem:second-person-needed' },
    })
    expect(refused).toStrictEqual(withoutInstance(await give(command, { token: ANA })))
    expect(await preview(command, { token: BOJAN })).toStrictEqual({
      status: 200,
      body: { disclosures: [], unreachable: [] },
    })
  })

  it.each([
    ['without a token', '', 401],
    ['without a role', `nobody-at-${VIENNA}`, 403],
    ['as an auditor', `auditor-at-${VIENNA}`, 403],
    ['with a token of another organisation', `caseworker-at-${BELGRADE}`, 401],
  ])('is given to nobody %s', async (_who, token, status) => {
    expect(await preview(share('identity'), { token })).toMatchObject({ status })
  })

  it('tells of a case that is closed as much as of the command', async () => {
    const reference = await network.agent(VIENNA).openCase(RECORD)
    const closed = await give({ type: 'CloseCase', reason: 'personDecided' }, { in: reference })
    expect(closed.status).toBe(201)
    const command = { type: 'RecordPresumedVictim', indicatorSet: 'icmpd-2022.1' }
    const refused = withoutInstance(await preview(command, { in: reference }))
    expect(refused).toMatchObject({ status: 409 })
    expect(refused).toStrictEqual(withoutInstance(await give(command, { in: reference })))
  })
})
