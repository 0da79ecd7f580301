import type { PolicyPack } from '@trm/domain'
import { describe, expect, expectTypeOf, it } from 'vitest'
import type { z } from 'zod'
import { decodePolicyPack, type policyPack } from './policy-pack.ts'
import { austria } from './test-support/samples.ts'

const sources = {
  identification: ['3:L770'],
  reflection: ['2:L1618'],
  residence: ['2:L1626'],
  mandatoryNotifications: [],
  subUnits: [],
  languages: ['2:L1125'],
  licence: ['0:L500'],
  promises: ['inferred'],
  consent: ['inferred'],
  retention: ['inferred'],
  smallCountMin: ['3:L756'],
}

const pack: PolicyPack = {
  participant: austria,
  version: 'at-2026.1',
  sources,
  identification: { first: ['cso', 'police'], formal: ['police'] },
  reflection: {
    daysMin: 30,
    grantedBy: ['migrationAuthority'],
    alarmDaysBefore: 7,
    referWithinDays: 1,
  },
  residence: {
    monthsMin: 6,
    grounds: ['personalSituation'],
    grantedBy: ['migrationAuthority'],
    suggestedBy: [],
  },
  mandatoryNotifications: [
    {
      by: ['cso'],
      to: 'nrmOffice',
      information: ['ageBand'],
      citation: 'law-1.2',
      withinDays: 3,
    },
  ],
  subUnits: [
    { code: 'entity', kind: 'entity', name: 'An entity' },
    { code: 'team-1', kind: 'team', within: 'entity', name: 'Тим 1' },
  ],
  languages: ['de', 'sr-Latn'],
  licence: { needed: 'perService', yearsMax: 6, reviewMonths: 12 },
  promises: { escalateAfterDays: 7 },
  consent: { reconfirmAfterDays: 180 },
  retention: {
    execute: false,
    own: {
      otherwise: { months: 60, after: 'caseClosed' },
      sections: [{ section: 'contact', months: 12, after: 'lastEvent' }],
    },
    received: { otherwise: { months: 6, after: 'grantEnd' }, sections: [] },
  },
  smallCountMin: 5,
}

const [duty] = pack.mandatoryNotifications
const [unit] = pack.subUnits
const { retention } = pack
const decodeWith = (changes: object) => decodePolicyPack(JSON.stringify({ ...pack, ...changes }))

describe('a policy pack', () => {
  it('is of the same type as in the domain', () => {
    type Plain<Value> = Value extends string
      ? Value
      : Value extends readonly (infer Item)[]
        ? Plain<Item>[]
        : Value extends object
          ? { -readonly [Name in keyof Value]: Plain<Value[Name]> }
          : Value
    expectTypeOf<Plain<z.output<typeof policyPack>>>().toEqualTypeOf<Plain<PolicyPack>>()
    expectTypeOf<z.output<typeof policyPack>>().toExtend<PolicyPack>()
    expectTypeOf<Plain<PolicyPack>>().toExtend<z.output<typeof policyPack>>()
  })

  it('is read as it was written', () => {
    expect(decodePolicyPack(JSON.stringify(pack, null, 2))).toStrictEqual({ ok: true, value: pack })
  })

  it.each<[string, object]>([
    ['numbers below the floors', { reflection: { ...pack.reflection, daysMin: 0 } }],
    ['lists of nobody', { identification: { first: [], formal: [] } }],
    ['a language that nothing is translated into', { languages: ['fr'] }],
    ['rules without a source', { sources: { ...sources, reflection: [] } }],
  ])('may be well formed and yet not be loaded: %s', (_case, changes) => {
    expect(decodeWith(changes).ok).toBe(true)
  })

  it.each<[string, string, object]>([
    ['a field more', '', { note: 'canary' }],
    ['another Participant than there are', 'participant', { participant: 'canary' }],
    ['no version', 'version', { version: undefined }],
    ['a version in words', 'version', { version: 'the Canary of May' }],
    ['sources in one list', 'sources', { sources: ['canary'] }],
    [
      'no source field for a rule',
      'sources.licence',
      { sources: { ...sources, licence: undefined } },
    ],
    ['sources of a rule that is none', 'sources', { sources: { ...sources, canary: [] } }],
    ['an empty source', 'sources.licence.0', { sources: { ...sources, licence: [''] } }],
    [
      'a kind that is none',
      'identification.first.0',
      { identification: { first: ['canary'], formal: [] } },
    ],
    [
      'a kind twice',
      'identification.first',
      { identification: { first: ['cso', 'cso'], formal: [] } },
    ],
    [
      'a number as text',
      'reflection.daysMin',
      { reflection: { ...pack.reflection, daysMin: '30' } },
    ],
    ['half a day', 'reflection.daysMin', { reflection: { ...pack.reflection, daysMin: 30.5 } }],
    ['days below zero', 'reflection.daysMin', { reflection: { ...pack.reflection, daysMin: -1 } }],
    [
      'more days than anybody can grant',
      'reflection.daysMin',
      { reflection: { ...pack.reflection, daysMin: 367 } },
    ],
    ['no number', 'smallCountMin', { smallCountMin: null }],
    [
      'a ground that is none',
      'residence.grounds.0',
      { residence: { ...pack.residence, grounds: ['canary'] } },
    ],
    [
      'a ground twice',
      'residence.grounds',
      { residence: { ...pack.residence, grounds: ['family', 'family'] } },
    ],
    [
      'a notification to two',
      'mandatoryNotifications.0.to',
      { mandatoryNotifications: [{ ...duty, to: ['nrmOffice'] }] },
    ],
    [
      'a notification of who somebody is',
      'mandatoryNotifications.0.information.1',
      { mandatoryNotifications: [{ ...duty, information: ['gender', 'identity'] }] },
    ],
    [
      'a citation that no event could carry',
      'mandatoryNotifications.0.citation',
      { mandatoryNotifications: [{ ...duty, citation: '§ 78 Canary Act' }] },
    ],
    [
      'a duty with a condition more',
      'mandatoryNotifications.0',
      { mandatoryNotifications: [{ ...duty, unless: 'canary' }] },
    ],
    ['a code with a space', 'subUnits.0.code', { subUnits: [{ ...unit, code: 'canary 1' }] }],
    ['a code in capitals', 'subUnits.0.code', { subUnits: [{ ...unit, code: 'Canary' }] }],
    ['a unit without a name', 'subUnits.0.name', { subUnits: [{ ...unit, name: '' }] }],
    ['a kind of unit that is none', 'subUnits.0.kind', { subUnits: [{ ...unit, kind: 'canary' }] }],
    ['a unit within nothing said', 'subUnits.0.within', { subUnits: [{ ...unit, within: null }] }],
    ['a language in words', 'languages.0', { languages: ['Canary'] }],
    [
      'more days than anybody may leave a silent holder alone',
      'promises.escalateAfterDays',
      { promises: { escalateAfterDays: 31 } },
    ],
    ['no days after which a person looks', 'promises.escalateAfterDays', { promises: {} }],
    [
      'a consent that is not asked about for more than a year',
      'consent.reconfirmAfterDays',
      { consent: { reconfirmAfterDays: 367 } },
    ],
    [
      'half a day after which she is asked again',
      'consent.reconfirmAfterDays',
      { consent: { reconfirmAfterDays: 0.5 } },
    ],
    ['no days after which she is asked again', 'consent.reconfirmAfterDays', { consent: {} }],
    [
      'an order to erase in words',
      'retention.execute',
      { retention: { ...retention, execute: 'canary' } },
    ],
    [
      'no term for what is not named',
      'retention.received.otherwise',
      { retention: { ...retention, received: { sections: [] } } },
    ],
    [
      'what was written here, counted from a grant',
      'retention.own.otherwise.after',
      {
        retention: {
          ...retention,
          own: { ...retention.own, otherwise: { months: 6, after: 'grantEnd' } },
        },
      },
    ],
    [
      'more months than anybody may keep something',
      'retention.own.otherwise.months',
      {
        retention: {
          ...retention,
          own: { ...retention.own, otherwise: { months: 121, after: 'caseClosed' } },
        },
      },
    ],
    [
      'a section that is none',
      'retention.own.sections.0.section',
      {
        retention: {
          ...retention,
          own: {
            ...retention.own,
            sections: [{ section: 'canary', months: 6, after: 'lastEvent' }],
          },
        },
      },
    ],
    ['a licence by halves', 'licence.needed', { licence: { ...pack.licence, needed: 'canary' } }],
  ])('is refused by its place, without a value: %s', (_case, place, changes) => {
    const failure = { kind: 'invalid', places: [place] }
    expect(decodeWith(changes)).toStrictEqual({ ok: false, failure })
  })

  it('is refused with all its places at once', () => {
    expect(decodeWith({ languages: 'canary', smallCountMin: 'canary' })).toStrictEqual({
      ok: false,
      failure: { kind: 'invalid', places: ['languages', 'smallCountMin'] },
    })
  })

  it.each([
    ['no JSON', '{"participant":', 'not-json'],
    ['nothing', '', 'not-json'],
    ['a byte order mark', `\uFEFF${JSON.stringify(pack)}`, 'not-json'],
    ['a field twice', JSON.stringify(pack).replace('{', '{"smallCountMin":1,'), 'duplicate-key'],
    ['half a character', JSON.stringify({ ...pack, version: '\uD800' }), 'lone-surrogate'],
    [
      'a number that two programs read differently',
      '{"smallCountMin":9007199254740993}',
      'unsafe-number',
    ],
  ])('is refused as JSON: %s', (_case, text, kind) => {
    expect(decodePolicyPack(text)).toStrictEqual({ ok: false, failure: { kind } })
  })

  it.each(['null', '[]', '"at"', '7'])('is refused as a whole where it is %s', (text) => {
    const failure = { kind: 'invalid', places: [''] }
    expect(decodePolicyPack(text)).toStrictEqual({ ok: false, failure })
  })
})
