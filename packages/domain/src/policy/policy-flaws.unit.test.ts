import { describe, expect, it } from 'vitest'
import { policy } from '../test-support/world.ts'
import { languages } from '../vocabulary/languages.ts'
import { describePolicyFlaw, policyFlawSentences, type PolicyFlaw } from './policy-flaw.ts'
import { findPolicyFlaws } from './policy-flaws.ts'
import { policyRules, type PolicyPack, type SubUnit } from './policy-pack.ts'

type Changes = { readonly [Field in keyof PolicyPack]?: PolicyPack[Field] }

const flawsWith = (changes: Changes) => findPolicyFlaws({ ...policy, ...changes })
const reflection = (changes: Partial<PolicyPack['reflection']>): Changes => ({
  reflection: { ...policy.reflection, ...changes },
})
const residence = (changes: Partial<PolicyPack['residence']>): Changes => ({
  residence: { ...policy.residence, ...changes },
})
const identification = (changes: Partial<PolicyPack['identification']>): Changes => ({
  identification: { ...policy.identification, ...changes },
})
const licence = (changes: Partial<PolicyPack['licence']>): Changes => ({
  licence: { needed: 'always', yearsMax: 1, reviewMonths: 1, ...changes },
})
const duty = (changes: Partial<PolicyPack['mandatoryNotifications'][number]>): Changes => ({
  mandatoryNotifications: [
    {
      by: ['cso'],
      to: 'nrmOffice',
      information: [],
      citation: 'law-1',
      withinDays: 1,
      ...changes,
    },
  ],
})
const retention = (changes: Partial<PolicyPack['retention']>): Changes => ({
  retention: { ...policy.retention, ...changes },
})
const sources = (changes: Partial<PolicyPack['sources']>): Changes => ({
  sources: { ...policy.sources, ...changes },
})

/** Units by their codes, each with the one above; cited, so that the units alone are at stake. */
const units = (...pairs: readonly (readonly [code: string, within?: string])[]): Changes => ({
  ...sources({ subUnits: ['3:L726'] }),
  subUnits: pairs.map(([code, within]): SubUnit => {
    const unit = { code, kind: 'team', name: code } as const
    return within === undefined ? unit : { ...unit, within }
  }),
})

describe('a policy pack without flaws', () => {
  it.each<[string, Changes]>([
    ['is the one of these tests', {}],
    ['stands on every floor', { ...reflection({ daysMin: 30 }), ...residence({ monthsMin: 6 }) }],
    ['goes beyond the floors', { ...reflection({ daysMin: 90 }), smallCountMin: 10 }],
    ['raises the alarm a day after the grant', reflection({ alarmDaysBefore: 29 })],
    ['lets a CSO alone identify first', identification({ first: ['cso'] })],
    ['lets nobody suggest a permit', residence({ suggestedBy: [] })],
    ['has all languages', { languages: languages.codes }],
    ['needs no licence, for no time', licence({ needed: 'never', yearsMax: 0, reviewMonths: 0 })],
    ['needs a licence for a service', licence({ needed: 'perService' })],
    [
      'lets police tell a CSO by law, of which gender and age somebody is',
      duty({ by: ['police'], to: 'cso', information: ['gender', 'ageBand', 'languages'] }),
    ],
    ['lets police tell a youth authority by law', duty({ to: 'guardianshipAuthority' })],
    ['has no duty to notify, and no source for it', { mandatoryNotifications: [] }],
    ['has units within units', units(['entity'], ['team-1', 'entity'], ['team-2', 'entity'])],
    [
      'keeps everything for a month, and erases it',
      retention({
        execute: true,
        own: { otherwise: { months: 1, after: 'lastEvent' }, sections: [] },
        received: { otherwise: { months: 1, after: 'grantEnd' }, sections: [] },
      }),
    ],
    ['names a unit before the one above it', units(['team-1', 'entity'], ['entity'])],
  ])('%s', (_case, changes) => {
    expect(flawsWith(changes)).toStrictEqual([])
  })
})

describe('a number below its floor', () => {
  it.each<[string, number, Changes]>([
    ['reflection.daysMin', 30, { ...reflection({ daysMin: 29 }) }],
    ['residence.monthsMin', 6, residence({ monthsMin: 5 })],
    ['residence.monthsMin', 6, residence({ monthsMin: Number.NaN })],
    ['smallCountMin', 5, { smallCountMin: 4 }],
    ['smallCountMin', 5, { smallCountMin: -5 }],
    ['reflection.alarmDaysBefore', 1, reflection({ alarmDaysBefore: 0 })],
    ['reflection.referWithinDays', 1, reflection({ referWithinDays: 0 })],
    ['promises.escalateAfterDays', 1, { promises: { escalateAfterDays: 0 } }],
    ['consent.reconfirmAfterDays', 1, { consent: { reconfirmAfterDays: 0 } }],
    ['mandatoryNotifications.0.withinDays', 1, duty({ withinDays: 0 })],
    ['licence.yearsMax', 1, licence({ yearsMax: 0 })],
    ['licence.yearsMax', 1, licence({ needed: 'perService', yearsMax: 0 })],
    ['licence.reviewMonths', 1, licence({ reviewMonths: 0 })],
    [
      'retention.own.otherwise.months',
      1,
      retention({ own: { otherwise: { months: 0, after: 'lastEvent' }, sections: [] } }),
    ],
    [
      'retention.received.sections.0.months',
      1,
      retention({
        received: {
          otherwise: { months: 6, after: 'grantEnd' },
          sections: [{ section: 'notes', months: Number.NaN, after: 'lastEvent' }],
        },
      }),
    ],
  ])('is named with the floor: %s', (field, floor, changes) => {
    expect(flawsWith(changes)).toStrictEqual([{ kind: 'below-floor', field, floor }])
  })

  it('is named for every number at once, in the order of the fields', () => {
    const all = { ...reflection({ daysMin: 10 }), ...residence({ monthsMin: 0 }), smallCountMin: 1 }
    expect(flawsWith(all).map(({ field }) => field)).toStrictEqual([
      'reflection.daysMin',
      'residence.monthsMin',
      'smallCountMin',
    ])
  })
})

describe('an alarm and a referral', () => {
  it.each<[string, number, Changes]>([
    ['reflection.alarmDaysBefore', 29, reflection({ alarmDaysBefore: 30 })],
    ['reflection.alarmDaysBefore', 89, reflection({ daysMin: 90, alarmDaysBefore: 200 })],
    ['reflection.referWithinDays', 30, reflection({ referWithinDays: 31 })],
  ])('lie within the reflection period: %s at most %i', (field, ceiling, changes) => {
    expect(flawsWith(changes)).toStrictEqual([{ kind: 'beyond-reflection', field, ceiling }])
  })
})

describe('a flaw of another kind', () => {
  it.each<[PolicyFlaw['kind'], string, Changes]>([
    ['empty-list', 'identification.first', identification({ first: [] })],
    ['empty-list', 'identification.formal', identification({ formal: [] })],
    ['empty-list', 'reflection.grantedBy', reflection({ grantedBy: [] })],
    ['empty-list', 'residence.grounds', residence({ grounds: [] })],
    ['empty-list', 'residence.grantedBy', residence({ grantedBy: [] })],
    ['empty-list', 'mandatoryNotifications.0.by', duty({ by: [] })],
    // A list of centres for social work serves people, and is the state's all the same.
    [
      'authorities-only',
      'identification.first',
      identification({ first: ['guardianshipAuthority'] }),
    ],
    [
      'authorities-only',
      'identification.first',
      identification({ first: ['police', 'guardianshipAuthority', 'nrmOffice'] }),
    ],
    [
      'power-without-author',
      'identification.first.1',
      identification({ first: ['cso', 'auditor'] }),
    ],
    ['power-without-author', 'identification.formal.0', identification({ formal: ['cso'] })],
    ['power-without-author', 'reflection.grantedBy.0', reflection({ grantedBy: ['cso'] })],
    ['power-without-author', 'residence.grantedBy.0', residence({ grantedBy: ['consular'] })],
    ['power-without-author', 'residence.suggestedBy.0', residence({ suggestedBy: ['rapporteur'] })],
    ['power-without-author', 'mandatoryNotifications.0.by.1', duty({ by: ['cso', 'consular'] })],
    ['not-to-who-helps', 'mandatoryNotifications.0.to', duty({ to: 'police' })],
    ['not-to-who-helps', 'mandatoryNotifications.0.to', duty({ to: 'migrationAuthority' })],
    ['not-to-who-helps', 'mandatoryNotifications.0.to', duty({ to: 'consular' })],
    ['not-to-who-helps', 'mandatoryNotifications.0.to', duty({ to: 'rapporteur' })],
    ['empty-list', 'languages', { languages: [] }],
    ['language-unknown', 'languages.1', { languages: ['de', 'fr'] }],
    // Of Serbian the script is said, and a tag has one spelling.
    ['language-unknown', 'languages.0', { languages: ['sr'] }],
    ['language-unknown', 'languages.0', { languages: ['sr-latn'] }],
    ['repeated', 'languages.2', { languages: ['de', 'en', 'de'] }],
    ['repeated', 'subUnits.2.code', units(['a'], ['b'], ['a'])],
    [
      'repeated',
      'retention.own.sections.1.section',
      retention({
        own: {
          otherwise: { months: 60, after: 'caseClosed' },
          sections: [
            { section: 'notes', months: 6, after: 'lastEvent' },
            { section: 'notes', months: 60, after: 'caseClosed' },
          ],
        },
      }),
    ],
    ['no-source', 'sources.retention', sources({ retention: [] })],
    ['unit-unknown', 'subUnits.1.within', units(['a'], ['b', 'c'])],
    ['unit-cycle', 'subUnits.0.within', units(['a', 'a'])],
    ['no-source', 'sources.reflection', sources({ reflection: [] })],
    ['no-source', 'sources.licence', sources({ licence: ['  '] })],
    ['no-source', 'sources.mandatoryNotifications', sources({ mandatoryNotifications: [] })],
  ])('%s at %s', (kind, field, changes) => {
    expect(flawsWith(changes)).toStrictEqual([{ kind, field }])
  })

  it('is that first identifiers serve nobody, whoever else they are', () => {
    const field = 'identification.first'
    expect(flawsWith(identification({ first: ['police', 'borderPolice'] }))).toStrictEqual([
      { kind: 'no-serving-kind', field },
      { kind: 'authorities-only', field },
    ])
    expect(flawsWith(identification({ first: ['auditor'] }))).toContainEqual({
      kind: 'no-serving-kind',
      field,
    })
  })

  it('is a circle of units, named for each unit in it and for no unit below it', () => {
    const circle = units(['a', 'b'], ['b', 'c'], ['c', 'a'], ['below', 'a'], ['top'])
    expect(flawsWith(circle)).toStrictEqual(
      [0, 1, 2].map((index) => ({ kind: 'unit-cycle', field: `subUnits.${String(index)}.within` })),
    )
  })

  it('is a list of units without a source, as there are units', () => {
    expect(flawsWith({ subUnits: [{ code: 'a', kind: 'entity', name: 'A' }] })).toStrictEqual([
      { kind: 'no-source', field: 'sources.subUnits' },
    ])
  })

  it('is every rule without a source', () => {
    const none = Object.fromEntries(policyRules.codes.map((rule) => [rule, []]))
    const flaws = flawsWith(sources(none))
    // This pack has no units.
    expect(flaws).toHaveLength(policyRules.codes.length - 1)
    expect(new Set(flaws.map(({ kind }) => kind))).toStrictEqual(new Set(['no-source']))
  })
})

describe('the sentence of a flaw', () => {
  it('has the place and the bound, and no value of the pack', () => {
    const changes = {
      ...reflection({ daysMin: 13, alarmDaysBefore: 17 }),
      languages: ['canary', 'de'],
    }
    expect(flawsWith(changes).map(describePolicyFlaw)).toStrictEqual([
      'reflection.daysMin: a number is below its floor of 30',
      'reflection.alarmDaysBefore: an alarm or a referral lies outside of the shortest reflection period',
      'languages.0: a language is not one of those that texts exist in',
    ])
  })

  it('is another one for each kind', () => {
    const sentences = Object.values(policyFlawSentences)
    expect(new Set(sentences).size).toBe(sentences.length)
  })
})
