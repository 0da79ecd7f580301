import { describe, expect, it } from 'vitest'
import { consentClause, grant } from './disclosures.ts'
import { belgrade, later, noon, someEvent, vienna } from './test-support/samples.ts'

const first = {
  to: belgrade,
  seq: 1,
  sections: ['needs'],
  basis: { kind: 'consent', consent: someEvent, clause: 'c1' },
  purpose: 'handover',
  until: noon,
  onward: false,
}

describe('a grant', () => {
  it.each<[string, object]>([
    ['the first of its chain', first],
    ['a later one, with its predecessor', { ...first, seq: 2, prev: someEvent }],
    ['on the consent event itself', { ...first, basis: { ...first.basis, consent: 'this' } }],
    ['without personal data', { ...first, sections: [], basis: { kind: 'noPersonalData' } }],
  ])('is read as it is: %s', (_case, value) => {
    expect(grant.parse(value)).toStrictEqual(value)
  })

  it.each<[string, object]>([
    ['a first one with a predecessor', { prev: someEvent }],
    ['a later one without', { seq: 2 }],
    ['place 0', { seq: 0 }],
    ['half a place', { seq: 1.5 }],
    ['a place beyond 2^53', { seq: 2 ** 53 }],
    ['an undefined predecessor', { prev: undefined }],
    ['a section that is none', { sections: ['everything'] }],
    ['a section twice', { sections: ['needs', 'needs'] }],
    ['a purpose that is none', { purpose: 'curiosity' }],
    ['two purposes', { purpose: ['handover', 'return'] }],
    ['a basis that is none', { basis: { kind: 'legitimateInterest' } }],
    ['a basis with more to say', { basis: { kind: 'noPersonalData', note: 'x' } }],
    ['a consent that is neither id nor this', { basis: { ...first.basis, consent: 'that' } }],
    ['a clause by another name', { basis: { ...first.basis, clause: 'c0' } }],
    ['no end', { until: undefined }],
    ['a field more', { note: 'x' }],
    ['no organisation', { to: 'belgrade' }],
    ['maybe onward', { onward: 'no' }],
  ])('is refused: %s', (_case, changes) => {
    expect(grant.safeParse({ ...first, ...changes }).success).toBe(false)
  })
})

describe('a clause', () => {
  const clause = {
    id: 'c1',
    discloser: vienna,
    recipient: belgrade,
    purposes: ['handover', 'return'],
    sections: [],
    from: noon,
    until: later,
    onward: false,
  }

  it.each(['c1', 'c9', 'c10', 'c99'])('is read as it is: %s', (id) => {
    expect(consentClause.parse({ ...clause, id })).toStrictEqual({ ...clause, id })
  })

  it.each<[string, object]>([
    ['an id with a leading zero', { id: 'c01' }],
    ['an id that is too large', { id: 'c100' }],
    ['an id that is a name', { id: 'mother' }],
    ['no purpose', { purposes: [] }],
    ['a purpose twice', { purposes: ['handover', 'handover'] }],
    ['a section that is none', { sections: ['all'] }],
    ['nobody to disclose', { discloser: '' }],
    ['a day without a time', { from: '2026-03-01' }],
    ['a field more', { note: 'x' }],
    ['nothing about onward', { onward: undefined }],
  ])('is refused: %s', (_case, changes) => {
    expect(consentClause.safeParse({ ...clause, ...changes }).success).toBe(false)
  })
})
