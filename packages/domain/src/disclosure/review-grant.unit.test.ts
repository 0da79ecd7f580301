import { describe, expect, it } from 'vitest'
import { foldCase } from '../case/evolve.ts'
import type { CaseEvent, Grant } from '../case/events.ts'
import { caseEvent, grantTo, story, upTo } from '../test-support/case-events.ts'
import { at, belgrade, idOf, skopje, vienna } from '../test-support/world.ts'
import type { GrantFlaw } from './grant-flaw.ts'
import { reviewGrant } from '../test-support/disclosing.ts'

const contactOnly = story.consent.clauses.map((clause) => ({
  ...clause,
  sections: ['contact'] as const,
}))
const known = foldCase([
  ...upTo('consent'),
  { ...story.consent, id: idOf('poorer'), clauses: contactOnly },
])
const whole = grantTo(belgrade, { sections: ['identity', 'contact'] })
const impersonal = grantTo(belgrade, { basis: { kind: 'noPersonalData' } })

const poorer = { kind: 'consent', consent: idOf('poorer'), clause: 'c1' } as const
const leftOut = { kind: 'not-covered', rule: 'section-not-covered', section: 'identity' } as const

const review = (grant: Grant, event: CaseEvent = story.contact, state = known, instant = at(8)) =>
  reviewGrant({ event, grant, at: instant }, state)

describe('a grant on a clause of consent', () => {
  it('stands where the clause that it names covers all of it', () => {
    expect(review(whole)).toBeUndefined()
    expect(review(grantTo(belgrade))).toBeUndefined()
  })

  it.each<[string, Partial<Grant>, GrantFlaw]>([
    [
      'an unknown consent',
      { basis: { kind: 'consent', consent: idOf('nowhere'), clause: 'c1' } },
      { kind: 'consent-unknown' },
    ],
    [
      'an unknown clause',
      { basis: { kind: 'consent', consent: idOf('consent'), clause: 'c9' } },
      { kind: 'consent-unknown' },
    ],
    [
      'a clause of the other direction',
      { basis: { kind: 'consent', consent: idOf('consent'), clause: 'c2' } },
      { kind: 'not-covered', rule: 'no-consent' },
    ],
    ['another recipient', { to: skopje }, { kind: 'not-covered', rule: 'no-consent' }],
    [
      'another purpose',
      { purpose: 'testimony' },
      { kind: 'not-covered', rule: 'purpose-not-covered' },
    ],
    [
      'a section that such an event never carries',
      { sections: ['identity', 'health'] },
      { kind: 'section-never-carried', section: 'health' },
    ],
    ['a section that its clause leaves out', { basis: poorer }, leftOut],
    ['a longer time', { until: at(1001) }, { kind: 'beyond-clause' }],
    ['a way onward that the clause does not give', { onward: true }, { kind: 'beyond-clause' }],
    [
      'an end before its beginning',
      { until: at(8) },
      { kind: 'not-covered', rule: 'outside-window' },
    ],
  ])('falls for %s', (_case, parts, flaw) => {
    expect(review({ ...whole, ...parts })).toStrictEqual(flaw)
  })

  it('falls for immigration status in redress, though its clause names both', () => {
    const clauses = story.consent.clauses.map((clause) => ({
      ...clause,
      purposes: ['compensation', 'protection'] as const,
      sections: ['residence'] as const,
    }))
    const state = foldCase([story.opened, { ...story.consent, clauses }])
    const correction = caseEvent('CorrectionIssued', 'correction', vienna, 8, {
      corrects: idOf('permit'),
      sections: ['residence'],
      reason: 'typingError',
    })
    const of = (purpose: Grant['purpose']) =>
      review(grantTo(belgrade, { purpose, sections: ['residence'] }), correction, state)
    expect(of('protection')).toBeUndefined()
    expect(of('compensation')).toStrictEqual({
      kind: 'not-covered',
      rule: 'residence-in-redress',
      section: 'residence',
    })
  })

  it('falls for a section that the person left out', () => {
    const clauses = story.consent.clauses.map((clause) => ({
      ...clause,
      sections: ['identity'] as const,
    }))
    const state = foldCase([story.opened, { ...story.consent, clauses }])
    expect(review(whole, story.contact, state)).toStrictEqual({
      kind: 'not-covered',
      rule: 'section-not-covered',
      section: 'contact',
    })
  })

  it('may go onward where the clause may', () => {
    const clauses = story.consent.clauses.map((clause) => ({ ...clause, onward: true }))
    const state = foldCase([story.opened, { ...story.consent, clauses }])
    expect(review({ ...whole, onward: true }, story.contact, state)).toBeUndefined()
  })

  it('falls if the author is not whom the clause lets disclose', () => {
    expect(review(whole, { ...story.contact, author: skopje })).toStrictEqual({
      kind: 'not-covered',
      rule: 'no-consent',
    })
  })

  it('falls with what is taken back, from the narrowing on', () => {
    const narrowed = foldCase(upTo('narrowed'))
    expect(review(whole, story.contact, narrowed)).toStrictEqual({
      kind: 'not-covered',
      rule: 'section-narrowed',
      section: 'contact',
    })
    expect(review({ ...whole, sections: ['identity'] }, story.contact, narrowed)).toBeUndefined()
  })

  it('falls at the very instant its own time is over, though the clause goes on', () => {
    const short = { ...whole, until: at(50) }
    expect(review(short, story.contact, known, at(49))).toBeUndefined()
    expect(review(short, story.contact, known, at(50))).toStrictEqual({
      kind: 'not-covered',
      rule: 'outside-window',
    })
    expect(review(whole, story.contact, known, at(1000))).toStrictEqual({
      kind: 'not-covered',
      rule: 'outside-window',
    })
  })
})

describe('a grant on the consent event itself', () => {
  const own = grantTo(belgrade, { basis: { kind: 'consent', consent: 'this', clause: 'c1' } })

  it('stands on the clauses of the event, with nothing known before', () => {
    expect(review(own, story.consent, foldCase(upTo('presumed')), at(2))).toBeUndefined()
  })

  it('falls for a clause that the event does not carry', () => {
    const basis = { kind: 'consent', consent: 'this', clause: 'c8' } as const
    expect(review({ ...own, basis }, story.consent)).toStrictEqual({ kind: 'consent-unknown' })
  })

  it('falls on an event of another type, whatever clauses somebody put into it', () => {
    const selfMade = { ...story.contact, clauses: story.consent.clauses }
    const grant = { ...own, sections: ['identity'] } as const
    expect(review(grant, selfMade)).toStrictEqual({ kind: 'consent-unknown' })
  })
})

describe('a grant without personal data', () => {
  const refused = { kind: 'basis-refused' }

  it('stands for a question and its answer', () => {
    expect(review(impersonal, story.asked)).toBeUndefined()
    expect(review({ ...impersonal, to: vienna }, story.answered)).toBeUndefined()
  })

  it('falls for a section, for a way onward, and for every event about a person', () => {
    const flaw = { kind: 'basis-refused' }
    expect(review({ ...impersonal, sections: ['needs'] }, story.asked)).toStrictEqual({
      kind: 'section-never-carried',
      section: 'needs',
    })
    expect(review({ ...impersonal, onward: true }, story.asked)).toStrictEqual(flaw)
    const others = Object.values(story).filter(
      ({ id }) => id !== story.asked.id && id !== story.answered.id,
    )
    expect(others.map((event) => review(impersonal, event))).toStrictEqual(
      others.map(() => refused),
    )
  })

  it('falls for a section of an event that may carry it, and for the way onward', () => {
    expect(review({ ...impersonal, sections: ['needs'] }, story.offered)).toStrictEqual(refused)
    expect(review({ ...impersonal, onward: true }, story.asked)).toStrictEqual(refused)
  })
})
