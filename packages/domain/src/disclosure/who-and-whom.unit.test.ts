import type { Instant, OrganisationId } from '@trm/kernel'
import { describe, expect, it } from 'vitest'
import type { Basis } from '../case/events.ts'
import type { KnownRefusal } from '../consent/refusals.ts'
import { at, belgrade, idOf, vienna } from '../test-support/world.ts'
import {
  ageStatuses,
  organisationKinds,
  purposes,
  sectionNames,
  type OrganisationKind,
} from '../vocabulary/lists.ts'
import { denialRemedies, disclosureWorld, mayDisclose, type KnownClause } from './may-disclose.ts'
import { organisationsAsOf, type Organisations } from './organisations.ts'
import {
  agreed,
  basisOfKind,
  carriedUnasked,
  mayGo,
  named,
  organisationOf,
  type Asked,
  type Refused,
  type Standing,
} from './who-and-whom.fixture.ts'

const home = 'at.vienna-other' as OrganisationId

function clauseFor(recipient: OrganisationId, { age }: Pick<Asked, 'age'>): KnownClause {
  const window = { from: at(0), until: at(1000), onward: false, removed: [] }
  const given = { consent: idOf('consent'), giver: 'self', ageStatus: age } as const
  return { id: 'c1', discloser: vienna, recipient, ...agreed, ...window, ...given }
}

function refusalsOf({ refused, to }: Asked, recipient: OrganisationId): readonly KnownRefusal[] {
  const said: Readonly<Record<Refused, Partial<KnownRefusal>>> = {
    organisation: { organisation: recipient },
    kind: { kind: to },
    anybody: {},
    needs: { sections: ['needs'] },
    handover: { purposes: ['handover'] },
  }
  return refused === undefined ? [] : [{ sections: [], purposes: [], ...said[refused] }]
}

function verdictOn(asked: Asked) {
  const { from, to, isAbroad, basis, section, purpose, standing } = asked
  const recipient = isAbroad ? belgrade : home
  const organisations: Organisations = (id) =>
    id === vienna ? organisationOf(from, 'good') : organisationOf(to, standing)
  return mayDisclose(
    {
      discloser: vienna,
      recipient,
      purpose,
      at: at(20),
      ...(section !== undefined && { section }),
      ...(basis !== 'consent' && {
        unasked: { basis: basisOfKind(basis), sections: carriedUnasked },
      }),
    },
    disclosureWorld([clauseFor(recipient, asked)], organisations, refusalsOf(asked, recipient)),
  )
}

const outcomeOf = (asked: Asked) => {
  const verdict = verdictOn(asked)
  return verdict.kind === 'allow' ? 'allow' : verdict.rule
}

const court = 'courtLiaison'
const bases: readonly Basis['kind'][] = [
  'consent',
  'notice',
  'noPersonalData',
  'legalObligation',
  'publicInterest',
  'vitalInterests',
]

/** Every combination of the rest, and those of them that come out otherwise than they are written. */
function tried(
  given: Pick<Asked, 'standing' | 'refused'>,
  froms: readonly OrganisationKind[],
): { readonly wrong: readonly string[]; readonly allowed: number; readonly denied: number } {
  const wrong: string[] = []
  let [allowed, denied] = [0, 0]
  for (const from of froms)
    for (const to of organisationKinds.codes)
      for (const isAbroad of [true, false])
        for (const basis of bases)
          for (const section of [undefined, ...sectionNames.codes])
            for (const purpose of purposes.codes)
              for (const age of ageStatuses.codes) {
                const parts = { ...given, from, to, isAbroad, basis, purpose, age }
                const asked = { ...parts, ...(section !== undefined && { section }) }
                const may = mayGo(asked)
                if (may) allowed++
                else denied++
                if ((outcomeOf(asked) === 'allow') !== may) wrong.push(JSON.stringify(asked))
              }
  return { wrong: wrong.slice(0, 5), allowed, denied }
}

describe('who discloses to whom', () => {
  it.each(named)('%s', (_what, asked, expected) => {
    expect(outcomeOf(asked)).toBe(expected)
    expect(mayGo(asked)).toBe(expected === 'allow')
  })

  it('names what denies it with what would help, in words', () => {
    for (const [, asked, expected] of named)
      if (expected !== 'allow')
        expect(verdictOn(asked)).toStrictEqual({
          kind: 'deny',
          rule: expected,
          remedy: denialRemedies[expected],
        })
  })

  it.each<Standing>(['good', 'licence', 'agreement', 'membership', 'vetting', 'left', 'unknown'])(
    'is what the written rules say in every combination, in this standing: %s',
    (standing) => {
      const { wrong, allowed, denied } = tried({ standing }, ['cso', 'police', 'nrmOffice', court])
      expect(wrong).toStrictEqual([])
      expect(allowed).toBeGreaterThan(5_000)
      expect(denied).toBeGreaterThan(100_000)
    },
    30_000,
  )

  it.each<Refused>(['organisation', 'kind', 'anybody', 'needs', 'handover'])(
    'is what the written rules say in every combination, where she refuses: %s',
    (refused) => {
      const { wrong, allowed, denied } = tried({ standing: 'good', refused }, ['cso'])
      expect(wrong).toStrictEqual([])
      expect(allowed).toBeGreaterThan(5_000)
      expect(denied).toBeGreaterThan(50_000)
    },
    30_000,
  )
})

describe('who discloses', () => {
  const request = {
    discloser: vienna,
    recipient: belgrade,
    purpose: 'handover',
    section: 'needs',
    at: at(20),
  } as const
  const clauses = [clauseFor(belgrade, { age: 'verifiedAdult' })]
  const by = (standing: Standing, more: object = {}) => {
    const organisations: Organisations = (id) =>
      organisationOf('cso', id === vienna ? standing : 'good')
    const verdict = mayDisclose(
      { ...request, ...more },
      disclosureWorld(clauses, organisations, []),
    )
    return verdict.kind === 'allow' ? 'allow' : verdict.rule
  }

  it.each<[Standing, string]>([
    ['good', 'allow'],
    ['left', 'discloser-left'],
    ['unknown', 'discloser-unknown'],
    // Whom it helps has to be handed to somebody else, which only it can do.
    ['licence', 'allow'],
    ['agreement', 'allow'],
    ['vetting', 'allow'],
    ['membership', 'allow'],
  ])('may, in this standing: %s: %s', (standing, expected) => {
    expect(by(standing)).toBe(expected)
  })

  it('gives an event to those kinds only that are given events of its type', () => {
    expect(by('good', { type: 'ReferralOffered' })).toBe('allow')
    expect(by('good', { type: 'CaseNotified' })).toBe('event-not-for-kind')
  })
})

describe('what the lists say', () => {
  const suspendedAt = at(10)
  const organisations: Organisations = (id, when: Instant) =>
    organisationOf('cso', id === belgrade && when >= suspendedAt ? 'licence' : 'good')
  const ask = (minute: number, asOf: Organisations = organisations) => {
    const world = disclosureWorld([clauseFor(belgrade, { age: 'verifiedAdult' })], asOf, [])
    const parties = { discloser: vienna, recipient: belgrade } as const
    return mayDisclose({ ...parties, purpose: 'handover', at: at(minute) }, world).kind
  }

  it('counts as of the time of the question', () => {
    expect([ask(9), ask(10), ask(11)]).toStrictEqual(['allow', 'deny', 'deny'])
  })

  it('counts as of when it was given for who reads it', () => {
    expect(ask(11, organisationsAsOf(at(9), organisations))).toBe('allow')
    expect(ask(11, organisationsAsOf(at(10), organisations))).toBe('deny')
  })
})
