import { describe, expect, it } from 'vitest'
import { foldCase } from '../case/evolve.ts'
import { clauses, upTo } from '../test-support/case-events.ts'
import {
  at,
  belgrade,
  idOf,
  organisations,
  skopje,
  vienna,
  viennaOffice,
} from '../test-support/world.ts'
import { purposes, sectionNames } from '../vocabulary/lists.ts'
import {
  denialRemedies,
  disclosureWorld,
  knownClauses,
  mayDisclose,
  type DenialRule,
  type DisclosureRequest,
  type KnownClause,
} from './may-disclose.ts'

const may = (asked: DisclosureRequest, clauses: readonly KnownClause[]) =>
  mayDisclose(asked, disclosureWorld(clauses, organisations, []))

const millisecond = 1 / 60_000

/** Vienna may give Belgrade contact and needs for a handover, from minute 10 until minute 20. */
const clause: KnownClause = {
  ...clauses[0],
  purposes: ['handover'],
  sections: ['contact', 'needs'],
  from: at(10),
  until: at(20),
  removed: [],
  consent: idOf('consent'),
}

const request: DisclosureRequest = {
  discloser: vienna,
  recipient: belgrade,
  purpose: 'handover',
  section: 'contact',
  at: at(15),
}

const allowed = (by: KnownClause) => ({
  kind: 'allow',
  basis: { kind: 'consent', consent: by.consent, clause: by.id },
  clause: by,
})
const denied = (rule: DenialRule) => ({ kind: 'deny', rule, remedy: denialRemedies[rule] })
const { section: _section, ...bare } = request

describe('what one clause covers', () => {
  it('may be disclosed, with the clause as its basis', () => {
    expect(may(request, [clause])).toStrictEqual(allowed(clause))
  })

  it.each<[string, Partial<DisclosureRequest>, Partial<KnownClause>, DenialRule]>([
    ['another recipient', { recipient: skopje }, {}, 'no-consent'],
    ['another discloser', { discloser: skopje }, {}, 'no-consent'],
    ['the other direction', { discloser: belgrade, recipient: vienna }, {}, 'no-consent'],
    ['another purpose', { purpose: 'return' }, {}, 'purpose-not-covered'],
    ['a clause without purposes', {}, { purposes: [] }, 'purpose-not-covered'],
    ['the millisecond before it begins', { at: at(10 - millisecond) }, {}, 'outside-window'],
    ['the very instant of its end', { at: at(20) }, {}, 'outside-window'],
    ['long after', { at: at(9999) }, {}, 'outside-window'],
    ['a section that was left out', { section: 'risk' }, {}, 'section-not-covered'],
    [
      'a section that no such organisation is ever given',
      { section: 'health' },
      { sections: ['health'] },
      'section-not-for-kind',
    ],
    ['a clause without sections', {}, { sections: [] }, 'section-not-covered'],
    ['a section that was taken back', {}, { removed: ['contact'] }, 'section-narrowed'],
    [
      'one never given but taken back',
      { section: 'risk' },
      { removed: ['risk'] },
      'section-not-covered',
    ],
  ])('denies %s', (_case, asked, held, rule) => {
    expect(may({ ...request, ...asked }, [{ ...clause, ...held }])).toStrictEqual(denied(rule))
  })

  it.each([
    ['the very instant it begins', at(10)],
    ['the last millisecond', at(20 - millisecond)],
  ])('allows %s', (_case, instant) => {
    expect(may({ ...request, at: instant }, [clause])).toStrictEqual(allowed(clause))
  })

  it('allows the bare facts where no section is covered or each was taken back', () => {
    const emptied = { ...clause, removed: clause.sections }
    expect(may(bare, [{ ...clause, sections: [] }])).toMatchObject({ kind: 'allow' })
    expect(may(bare, [emptied])).toStrictEqual(allowed(emptied))
  })

  it('leaves the other sections of a narrowed clause as they were', () => {
    const narrowed = { ...clause, removed: ['needs'] as const }
    expect(may(request, [narrowed])).toStrictEqual(allowed(narrowed))
  })
})

describe('default deny', () => {
  it('denies every section for every purpose where there is no clause', () => {
    const rules = purposes.codes.flatMap((purpose) =>
      sectionNames.codes.map((section) => {
        const verdict = may({ ...request, purpose, section }, [])
        return verdict.kind === 'deny' ? `${section} ${verdict.rule}` : `${section} allowed`
      }),
    )
    const never = ['exploitation', 'family', 'health']
    expect([...new Set(rules)].toSorted()).toStrictEqual(
      sectionNames.codes
        .map((section) =>
          never.includes(section) ? `${section} section-not-for-kind` : `${section} no-consent`,
        )
        .toSorted(),
    )
  })

  it('allows of all sections and purposes those that the clause names, and no other', () => {
    const open = purposes.codes.flatMap((purpose) =>
      sectionNames.codes
        .filter((section) => may({ ...request, purpose, section }, [clause]).kind === 'allow')
        .map((section) => `${purpose} ${section}`),
    )
    expect(open).toStrictEqual(['handover contact', 'handover needs'])
  })

  it('denies codes that it does not know', () => {
    const unknown = 'everything' as DisclosureRequest['purpose']
    expect(may({ ...request, purpose: unknown }, [clause])).toStrictEqual(denied('unknown-code'))
    const section = '__proto__' as NonNullable<DisclosureRequest['section']>
    expect(may({ ...request, section }, [clause])).toStrictEqual(denied('unknown-code'))
  })
})

describe('immigration status in redress', () => {
  const both: KnownClause = {
    ...clause,
    purposes: ['compensation', 'protection'],
    sections: ['residence', 'proceedings'],
  }
  const asked = { ...request, purpose: 'compensation', section: 'residence' } as const

  it('is disclosed to nobody, whatever the person agreed to', () => {
    const everything = { ...both, purposes: purposes.codes, sections: sectionNames.codes }
    expect(may(asked, [both])).toStrictEqual(denied('residence-in-redress'))
    expect(may(asked, [both, everything])).toStrictEqual(denied('residence-in-redress'))
    const denials = purposes.codes.flatMap((purpose) =>
      sectionNames.codes
        .map((section) => [section, may({ ...asked, purpose, section }, [everything])] as const)
        .filter(([, verdict]) => verdict.kind === 'deny' && verdict.rule !== 'section-not-for-kind')
        .map(([section]) => `${purpose} ${section}`),
    )
    expect(denials).toStrictEqual(['compensation residence'])
  })

  it('leaves the claim itself and the matter of her stay as they were', () => {
    expect(may({ ...asked, section: 'proceedings' }, [both])).toStrictEqual(allowed(both))
    expect(may({ ...asked, purpose: 'protection' }, [both])).toStrictEqual(allowed(both))
    const { section: _residence, ...fact } = asked
    expect(may(fact, [both])).toStrictEqual(allowed(both))
  })

  it('is denied as redress before its time is asked for, and not before who and what for', () => {
    const deny = (ask: Partial<DisclosureRequest>, held: Partial<KnownClause> = {}) =>
      may({ ...asked, ...ask }, [{ ...both, ...held }])
    expect(deny({ at: at(20) })).toStrictEqual(denied('residence-in-redress'))
    expect(deny({}, { standing: 'withdrawn' })).toStrictEqual(denied('residence-in-redress'))
    expect(deny({ recipient: skopje })).toStrictEqual(denied('no-consent'))
    expect(deny({}, { purposes: ['protection'] })).toStrictEqual(denied('purpose-not-covered'))
  })
})

describe('two clauses', () => {
  const second = { ...clause, id: 'c2', sections: ['risk'] as const }

  it('cover what either of them covers', () => {
    expect(may({ ...request, section: 'risk' }, [clause, second])).toStrictEqual(allowed(second))
    expect(may({ ...request, section: 'contact' }, [clause, second])).toStrictEqual(allowed(clause))
  })

  it('do not lend each other purpose, window or section', () => {
    const early = { ...clause, until: at(12) }
    const elsewhere = { ...clause, id: 'c2', purposes: ['return'] as const }
    const poorer = { ...clause, id: 'c3', sections: ['needs'] as const }
    expect(may(request, [early, elsewhere])).toStrictEqual(denied('outside-window'))
    expect(may(request, [early, poorer])).toStrictEqual(denied('section-not-covered'))
  })

  it('stand apart: what is taken from one may still stand in the other', () => {
    const narrowed = { ...clause, removed: ['contact'] as const }
    const standing = { ...clause, id: 'c2' }
    expect(may(request, [narrowed, standing])).toStrictEqual(allowed(standing))
    expect(may(request, [narrowed, { ...standing, ...narrowed }])).toStrictEqual(
      denied('section-narrowed'),
    )
  })
})

describe('a clause that no longer stands, or does not for now', () => {
  const withdrawn = { ...clause, standing: 'withdrawn' as const }
  const suspended = { ...clause, standing: 'suspended' as const }
  const standing = { ...clause, id: 'c2', sections: ['needs'] as const }

  it.each([
    ['taken back', withdrawn, 'consent-withdrawn'],
    ['suspended', suspended, 'consent-suspended'],
  ] as const)('covers neither a section nor the bare facts: %s', (_case, held, rule) => {
    expect(may(request, [held])).toStrictEqual(denied(rule))
    expect(may(bare, [held])).toStrictEqual(denied(rule))
  })

  it('lends nothing to one that stands, and takes nothing from it', () => {
    expect(may(request, [withdrawn, standing])).toStrictEqual(denied('section-not-covered'))
    expect(may(bare, [suspended, standing])).toStrictEqual(allowed(standing))
  })

  it('is denied for its time first: what is over is over, whatever else it is', () => {
    expect(may({ ...request, at: at(20) }, [withdrawn])).toStrictEqual(denied('outside-window'))
  })
})

describe('the clauses that a case knows of', () => {
  it('are those of its consents, with what was taken from them, who took and gave them and her age', () => {
    const took = { consent: idOf('consent'), by: vienna }
    const given = { ...took, giver: 'self', ageStatus: 'verifiedAdult' }
    const known = knownClauses(foldCase(upTo('narrowed')))
    expect(known).toStrictEqual([
      { ...clauses[0], ...given, removed: ['contact'] },
      { ...clauses[1], ...given, removed: [] },
      { ...clauses[2], ...given, removed: [] },
    ])
    expect(known[2]?.recipient).toBe(viennaOffice)
  })
})
