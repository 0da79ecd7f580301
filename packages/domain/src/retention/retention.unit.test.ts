import { describe, expect, it } from 'vitest'
import type { CaseEvent } from '../case/events.ts'
import { caseEvent, commitmentTo, grantTo, story, upTo } from '../test-support/case-events.ts'
import {
  after,
  before,
  closed,
  dueOf,
  erasure,
  given,
  hold,
  opened,
  reopened,
  retentionOf,
  schedules,
  withoutConsent,
} from '../test-support/retention.ts'
import { at, belgrade, idOf, skopje, vienna } from '../test-support/world.ts'

describe('what an organisation wrote, in a case that it has closed', () => {
  const terms = schedules({ months: 12, after: 'caseClosed' }, { months: 6, after: 'grantEnd' })
  const day = after(12, closed.recordedAt)
  const rule = { of: 'own', months: 12, after: 'caseClosed' } as const

  it('is due from the very day on, and says since when and by which rule', () => {
    expect(retentionOf(vienna, [...withoutConsent, closed], day, terms)).toStrictEqual({
      due: [
        { section: 'identity', since: day, rule },
        { section: 'notes', since: day, rule },
      ],
      kept: [],
    })
  })

  it('is not due before its day, which is when to ask again', () => {
    expect(retentionOf(vienna, [...withoutConsent, closed], before(day), terms)).toStrictEqual({
      due: [],
      kept: [],
      next: day,
    })
  })

  it('is due though a consent stands: she has nothing open here', () => {
    expect(dueOf(vienna, [...upTo('consent'), closed], day, terms)).toStrictEqual(['notes'])
  })

  it('is not due in one that was opened again, or never closed', () => {
    const never = { due: [], kept: [] }
    expect(
      retentionOf(vienna, [...withoutConsent, closed, reopened], at(9e6), terms),
    ).toStrictEqual(never)
    expect(retentionOf(vienna, withoutConsent, at(9e6), terms)).toStrictEqual(never)
  })

  it('counts from the day it was recorded on where that was after the closing', () => {
    const late = caseEvent('RiskAssessed', 'late', vienna, 90_000, {
      about: story.offered.id,
      subjects: ['person'],
    })
    const events = [...withoutConsent, closed, { ...late, sections: [commitmentTo('risk')] }]
    expect(dueOf(vienna, events, day, terms)).toStrictEqual(['identity', 'notes'])
    expect(dueOf(vienna, events, after(12, at(90_000)), terms)).toStrictEqual([
      'identity',
      'risk',
      'notes',
    ])
  })

  it('is kept by the last event where the organisation cannot close the case', () => {
    const written = { ...story.accepted, sections: [commitmentTo('needs')] }
    const events = [story.offered, written]
    const end = after(12, at(7))
    expect(dueOf(belgrade, events, end, terms)).toStrictEqual(['needs'])
    expect(dueOf(belgrade, events, before(end), terms)).toStrictEqual([])
  })
})

describe('what counts from the last event', () => {
  const terms = schedules({ months: 3, after: 'lastEvent' }, { months: 3, after: 'lastEvent' })
  const day = after(3, at(1))

  it('is due so long after it, in an open case too', () => {
    expect(dueOf(vienna, withoutConsent, day, terms)).toStrictEqual(['identity'])
    expect(dueOf(vienna, withoutConsent, before(day), terms)).toStrictEqual([])
  })

  it('counts anew from what somebody records', () => {
    const events = [...withoutConsent, { ...story.riskHere, recordedAt: at(5000) }]
    expect(dueOf(vienna, events, day, terms)).toStrictEqual([])
    expect(dueOf(vienna, events, after(3, at(5000)), terms)).toStrictEqual(['identity'])
  })

  it.each<[string, CaseEvent]>([
    ['an erasure', erasure(vienna, 5000, 'contact')],
    ['a hold', { ...hold(vienna, at(6000), 'contact'), recordedAt: at(5000) }],
    [
      'what an agent records by itself',
      caseEvent('DataConsentExpired', 'ran-out', vienna, 5000, { consent: idOf('consent') }),
    ],
  ])('does not count anew from %s', (_case, event) => {
    expect(dueOf(vienna, [...withoutConsent, event], day, terms)).toStrictEqual(['identity'])
  })

  it('is never due in an open case while a consent stands that covers it', () => {
    const until = at(9e6)
    const consent: CaseEvent = {
      ...story.consent,
      clauses: story.consent.clauses.map((clause) => ({ ...clause, until })),
    }
    const events = [opened, story.presumed, consent]
    expect(retentionOf(vienna, events, before(until), terms)).toStrictEqual({
      due: [],
      kept: [],
      next: until,
    })
    expect(dueOf(vienna, events, until, terms)).toStrictEqual(['identity'])
  })

  it('is due in a closed case though a consent stands that covers it', () => {
    const until = at(9e6)
    const consent: CaseEvent = {
      ...story.consent,
      clauses: story.consent.clauses.map((clause) => ({ ...clause, until })),
    }
    const end = after(3, closed.recordedAt)
    expect(dueOf(vienna, [opened, consent, closed], end, terms)).toStrictEqual([
      'identity',
      'notes',
    ])
  })

  it('is due though a consent between others covers it', () => {
    const written = { ...story.accepted, sections: [commitmentTo('needs')] }
    const consent: CaseEvent = {
      ...story.consent,
      clauses: story.consent.clauses
        .slice(0, 1)
        .map((clause) => ({ ...clause, recipient: skopje, until: at(9e6) })),
    }
    const events = [story.offered, consent, written]
    expect(dueOf(belgrade, events, after(3, at(100)), terms)).toStrictEqual(['needs'])
  })

  it.each<[string, readonly CaseEvent[]]>([
    [
      'withdrawn',
      [caseEvent('DataConsentWithdrawn', 'taken-back', vienna, 3, { consent: story.consent.id })],
    ],
    [
      'narrowed by it',
      [{ ...story.narrowed, facts: { ...story.narrowed.facts, sections: ['identity'] } }],
    ],
    ['about other sections', []],
  ])('is due where the consent is %s', (name, more) => {
    const section = name === 'about other sections' ? 'health' : 'identity'
    const until = at(9e6)
    const consent: CaseEvent = {
      ...story.consent,
      clauses: story.consent.clauses.map((clause) => ({ ...clause, until })),
    }
    const events = [{ ...opened, sections: [commitmentTo(section)] }, consent, ...more]
    expect(dueOf(vienna, events, after(3, at(100)), terms)).toStrictEqual([section])
  })
})

describe('what others disclosed', () => {
  const terms = schedules({ months: 12, after: 'caseClosed' }, { months: 1, after: 'grantEnd' })
  const rule = { of: 'received', months: 1, after: 'grantEnd' } as const

  it('is due so long after its grant, though the case is open', () => {
    const day = after(1, at(1000))
    expect(retentionOf(belgrade, [given('contact')], day, terms)).toStrictEqual({
      due: [{ section: 'contact', since: day, rule }],
      kept: [],
    })
    expect(dueOf(belgrade, [given('contact')], before(day), terms)).toStrictEqual([])
  })

  it('counts from the day it came on where that was after the end of its grant', () => {
    const day = after(1, at(9))
    expect(dueOf(belgrade, [given('contact', at(5))], before(day), terms)).toStrictEqual([])
    expect(dueOf(belgrade, [given('contact', at(5))], day, terms)).toStrictEqual(['contact'])
  })

  it('is erased with the last value of its section, whichever that is', () => {
    const later = { ...given('contact', at(99_000)), id: idOf('contactLater') }
    const events = [given('contact'), later]
    expect(dueOf(belgrade, events, after(1, at(1000)), terms)).toStrictEqual([])
    expect(dueOf(belgrade, events, after(1, at(99_000)), terms)).toStrictEqual(['contact'])
  })

  it('stays with what was written here in the same section and is not due', () => {
    const own = { ...story.accepted, sections: [commitmentTo('contact')] }
    const closedHere = [...withoutConsent, given('notes')]
    expect(dueOf(belgrade, [given('contact'), own], after(11, at(1000)), terms)).toStrictEqual([])
    expect(dueOf(vienna, closedHere, at(9e6), terms)).toStrictEqual([])
  })

  it('is not due where it was erased in answer to what was taken back', () => {
    const narrowed: CaseEvent = { ...story.narrowed, grants: [grantTo(belgrade)] }
    const events = [story.consent, given('contact'), narrowed]
    expect(dueOf(belgrade, events, at(9e6), terms)).toStrictEqual(['contact'])
    expect(dueOf(belgrade, [...events, story.erased], at(9e6), terms)).toStrictEqual([])
  })
})

describe('a schedule', () => {
  it('names sections with terms of their own, and has one for all others', () => {
    const events = [
      { ...opened, sections: [commitmentTo('identity'), commitmentTo('contact')] },
      { ...closed, sections: [] },
    ]
    // The policy of the tests: contact twelve months after the last event, else sixty after the closing.
    expect(retentionOf(vienna, events, at(9e6)).due.map(({ rule }) => rule)).toStrictEqual([
      { of: 'own', months: 60, after: 'caseClosed' },
      { of: 'own', months: 12, after: 'lastEvent' },
    ])
  })

  it('has nothing to say of a case that is not there', () => {
    expect(retentionOf(vienna, [], at(9e6))).toStrictEqual({ due: [], kept: [] })
  })

  it('has nothing to say of information about a crime to come, which is no case', () => {
    const passed = caseEvent('FutureCrimeInformationPassed', 'passed', vienna, 0, {
      matter: 'recruitment',
    } as never)
    const events = [{ ...passed, sections: [commitmentTo('notes')] }]
    expect(retentionOf(vienna, events, at(9e6))).toStrictEqual({ due: [], kept: [] })
  })
})
