import { decodePolicyPack } from '@trm/contracts'
import { findPolicyFlaws, languages, policyRules, type PolicyPack } from '@trm/domain'
import { invariant } from '@trm/kernel'
import { describe, expect, it } from 'vitest'
import { filesBelow, textOf } from './test-support/repository.ts'

const FOLDER = 'infra/policies'
const PARTICIPANTS = ['al', 'at', 'ba', 'me', 'mk', 'rs', 'xk']
const FOOTNOTE =
  'This designation is without prejudice to positions on status, and is in line with UNSCR 1244 and the ICJ Opinion on the Kosovo declaration of independence.'

/** A source names a line of a guide, or says that there is none. */
const SOURCE = /^(?:[0-4]:L\d+|no line)\b/

function packOf(participant: string): PolicyPack {
  const decoded = decodePolicyPack(textOf(`${FOLDER}/${participant}.json`))
  invariant(decoded.ok, 'a policy pack of this repository')
  return decoded.value
}

describe('the policy packs', () => {
  it('are there for every Participant, and for nobody else', () => {
    const files = filesBelow(FOLDER).filter((path) => path.endsWith('.json'))
    expect(files).toStrictEqual(PARTICIPANTS.map((code) => `${FOLDER}/${code}.json`).toSorted())
  })

  it.each(PARTICIPANTS)('can be loaded: %s', (participant) => {
    const decoded = decodePolicyPack(textOf(`${FOLDER}/${participant}.json`))
    expect(decoded).toMatchObject({ ok: true, value: { participant } })
    expect(findPolicyFlaws(packOf(participant))).toStrictEqual([])
  })

  it.each(PARTICIPANTS)(
    'cite a line for each rule, or say that there is none: %s',
    (participant) => {
      const { sources, subUnits } = packOf(participant)
      const rules = policyRules.codes.filter((rule) => rule !== 'subUnits' || subUnits.length > 0)
      expect(rules.filter((rule) => sources[rule].length === 0)).toStrictEqual([])
      expect(
        Object.values(sources)
          .flat()
          .filter((source) => !SOURCE.test(source)),
      ).toStrictEqual([])
    },
  )

  it.each(PARTICIPANTS)('speak every language that texts exist in: %s', (participant) => {
    expect(packOf(participant).languages.toSorted()).toStrictEqual(languages.codes.toSorted())
  })

  it('have a version of their own each', () => {
    const versions = PARTICIPANTS.map((participant) => packOf(participant).version)
    expect(new Set(versions).size).toBe(PARTICIPANTS.length)
  })

  it('have the one duty to notify that a guide names, of the police of Austria, and invent none', () => {
    const duties = PARTICIPANTS.flatMap((one) => packOf(one).mandatoryNotifications)
    expect(duties).toStrictEqual([
      {
        by: ['police'],
        to: 'cso',
        information: ['gender', 'ageBand', 'languages'],
        citation: 'police-order',
        withinDays: 1,
      },
    ])
    expect(duties).toStrictEqual(packOf('at').mandatoryNotifications)
  })

  it('let NGOs identify first in Albania, and mobile teams in North Macedonia', () => {
    expect(packOf('al').identification.first).toContain('cso')
    const { identification, subUnits } = packOf('mk')
    expect(identification.first).toStrictEqual(
      expect.arrayContaining(['cso', 'legalAid', 'guardianshipAuthority', 'police']),
    )
    expect(subUnits).toHaveLength(5)
  })

  it('place the eighteen teams of Bosnia and Herzegovina in its entities and its district', () => {
    const { subUnits } = packOf('ba')
    const kindsOf = (kind: string) => subUnits.filter((unit) => unit.kind === kind)
    expect(kindsOf('entity').map(({ code }) => code)).toStrictEqual([
      'federation',
      'republika-srpska',
    ])
    expect(kindsOf('district').map(({ code }) => code)).toStrictEqual(['brcko'])
    const teams = Map.groupBy(kindsOf('team'), ({ within }) => within ?? 'state')
    const counts = [...teams].map(([within, { length }]) => [within, length])
    expect(Object.fromEntries(counts)).toStrictEqual({
      federation: 10,
      'republika-srpska': 6,
      brcko: 1,
      state: 1,
    })
    expect(kindsOf('team')).toHaveLength(18)
  })

  it('ask for a licence where the guides say so', () => {
    const needed = PARTICIPANTS.map((participant) => [
      participant,
      packOf(participant).licence.needed,
    ])
    expect(Object.fromEntries(needed)).toStrictEqual({
      ...Object.fromEntries(PARTICIPANTS.map((participant) => [participant, 'never'])),
      rs: 'perService',
      xk: 'always',
    })
    expect(packOf('rs').licence.yearsMax).toBe(6)
  })

  it('call Kosovo* by its code, and the README says the designation with its footnote', () => {
    const named = PARTICIPANTS.filter((one) => textOf(`${FOLDER}/${one}.json`).includes('Kosovo'))
    expect(named).toStrictEqual([])
    expect(textOf(`${FOLDER}/README.md`).replaceAll(/\s+/g, ' ')).toContain(FOOTNOTE)
  })
})
