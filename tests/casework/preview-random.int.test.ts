import type { CommandResponse, PreviewResponse, ReplayResponse } from '@trm/contracts'
import type { SectionName } from '@trm/domain'
import { plusMilliseconds, type EventId } from '@trm/kernel'
import { randomToken } from '@trm/sealing'
import { chancesFrom } from '@trm/testkit'
import { randomInt } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  startMemoryNetwork,
  withoutInstance,
  type MemoryNetwork,
} from '../support/memory-agents.ts'
import {
  BELGRADE,
  DAY_MS,
  handedOver,
  narrowed,
  offerTo,
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

const post = (way: 'preview' | 'commands', body: object) =>
  network.agent(VIENNA).request('POST', `/casework/cases/${held.reference}/${way}`, body)
const preview = (command: object) => post('preview', { command })
const give = (command: object) => post('commands', { commandId: randomToken(), command })

const recorded = () =>
  network.agent(VIENNA).storeState.streams.get(`case-${held.reference}`)?.length

/** Of a grant in the history of its author what a preview says of it. */
async function grantsOf(event: EventId): Promise<readonly unknown[]> {
  const { body } = await network.agent(VIENNA).request('GET', `/timeline/cases/${held.reference}`)
  const found = (body as ReplayResponse).events.find((each) => each.event === event)
  return (found?.grants ?? []).map(({ to, purpose, sections }) => ({ to, purpose, sections }))
}

const share = (...sections: readonly SectionName[]) => shared(held, sections)
const narrow = (section: SectionName) => narrowed(held, section)

describe('a preview of any command', () => {
  const seed = Number(process.env['TRM_SEED'] ?? randomInt(2 ** 31))
  const COMMANDS = 120

  it(`is what the event then grants, or why there is none (TRM_SEED=${String(seed)})`, async () => {
    // Nobody answers meanwhile: what changes between the two is what Vienna itself has recorded.
    network.traffic.health = 'unreachable'
    const chance = chancesFrom(seed)
    const outcomes = { granted: 0, withheld: 0, refused: 0 }
    // One that is granted whole, one of which something is withheld, and one that is refused, whatever comes after.
    const first = [
      share('identity', 'contact'),
      narrow('contact'),
      share('identity', 'contact'),
      { ...narrow('contact'), clause: 'c9' },
    ]
    for (let given = 0; given < COMMANDS; given++) {
      const command = first[given] ?? randomCommand(chance)
      const before = recorded()
      const previewed = withoutInstance(await preview(command))
      expect(recorded()).toStrictEqual(before)
      const answer = withoutInstance(await give(command))
      if (answer.status !== 201) {
        expect(previewed).toStrictEqual(answer)
        outcomes.refused++
        continue
      }
      const { event, ...response } = answer.body as CommandResponse
      const seen = (previewed.body as PreviewResponse).disclosures
      const stripped = (all: CommandResponse['disclosures']) =>
        all.map(({ until: _until, ...rest }) => rest)
      expect(stripped(seen)).toStrictEqual(stripped(response.disclosures))
      const grants = seen.map(({ recipient: to, purpose, sections }) => ({ to, purpose, sections }))
      expect(await grantsOf(event)).toStrictEqual(grants)
      if (seen.some(({ sections }) => sections.length > 0)) outcomes.granted++
      if (seen.some(({ withheld }) => withheld.length > 0)) outcomes.withheld++
    }
    // Each of the three came about, so that none is held for want of a case.
    for (const count of Object.values(outcomes)) expect(count).toBeGreaterThan(0)
  }, 60_000)

  function randomCommand(chance: (bound: number) => number): object {
    const some = (names: readonly SectionName[]) => names.filter(() => chance(2) === 0)
    const one = <Value>(values: readonly Value[]) => values[chance(values.length)] as Value
    const commands: readonly (() => object)[] = [
      () => share(...some(['identity', 'contact'])),
      () => share(...some(['identity', 'contact', 'health'])),
      () => ({ ...offerTo(network, one([BELGRADE, SKOPJE])), sections: {} }),
      () => offerTo(network, one([BELGRADE, SKOPJE, VIENNA])),
      () => ({
        type: 'IssueCorrection',
        corrects: one([held.contact, held.referral, held.consent]),
        reason: 'typingError',
        sections: {
          ...(chance(2) === 0 && { identity: { firstName: 'Milica' } }),
          ...(chance(2) === 0 && { contact: { email: 'milica@posta.example' } }),
        },
      }),
      () => ({
        type: 'GiveDataConsent',
        giver: 'self',
        form: 'oral',
        formVersion: '2026-03',
        language: 'sr',
        interpreter: false,
        matters: ['furtherUse'],
        evidence: [],
        clauses: [
          {
            id: 'c1',
            discloser: VIENNA,
            recipient: one([BELGRADE, SKOPJE]),
            purposes: [one(['handover', 'return'] as const)],
            sections: some(['identity', 'contact', 'needs']),
            from: network.now(),
            until: plusMilliseconds(network.now(), DAY_MS),
            onward: false,
          },
        ],
      }),
      () => (chance(4) === 0 ? narrow(one(['contact', 'needs', 'identity'])) : share('contact')),
      () => ({ ...narrow('contact'), clause: 'c9' }),
    ]
    return one(commands)()
  }
})
