import type { Instant, OrganisationId } from '@trm/kernel'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide } from '../case/decide.ts'
import type { CaseEvent } from '../case/events.ts'
import { foldCase } from '../case/evolve.ts'
import type { PolicyPack } from '../policy/policy-pack.ts'
import { caseEvent, commitmentTo, grantTo, story, upTo } from '../test-support/case-events.ts'
import { histories } from '../test-support/random-history.ts'
import { as, at, belgrade, idOf, policy, skopje, vienna } from '../test-support/world.ts'
import { sectionNames, type SectionName } from '../vocabulary/lists.ts'
import type { HeldEvent } from './held.ts'
import { plusMonths } from './months.ts'
import { findRetention, type Retention } from './retention.ts'

type Schedules = PolicyPack['retention']

/** The same terms for whatever section it is, but for those that are named. */
const schedules = (
  own: Schedules['own']['otherwise'],
  received: Schedules['received']['otherwise'],
): Schedules => ({
  execute: true,
  own: { otherwise: own, sections: [] },
  received: { otherwise: received, sections: [] },
})

const after = (months: number, anchor: Instant) => plusMonths(anchor, months)
const before = (time: Instant) => new Date(Date.parse(time) - 1).toISOString() as Instant

/** What an organisation holds: own events since they were recorded, others since a minute later. */
function heldBy(self: OrganisationId, events: readonly CaseEvent[]): readonly HeldEvent[] {
  return events.map((event) => ({
    event,
    heldSince:
      event.author === self
        ? event.recordedAt
        : (new Date(Date.parse(event.recordedAt) + 60_000).toISOString() as Instant),
  }))
}

function retentionOf(
  self: OrganisationId,
  events: readonly CaseEvent[],
  now: Instant,
  retention: Schedules = policy.retention,
): Retention {
  const held = heldBy(self, events)
  const context = { now, policy: { ...policy, retention } }
  return findRetention({ self, held, state: foldCase(events) }, context)
}

const dueOf = (...asked: Parameters<typeof retentionOf>) =>
  retentionOf(...asked).due.map(({ section }) => section)

const notes = { sections: [commitmentTo('notes')] }
const closed = caseEvent('CaseClosed', 'closed', vienna, 900, { reason: 'supportCompleted' }, notes)
const reopened = caseEvent('CaseReopened', 'reopened', vienna, 910, {
  closing: closed.id,
  reason: 'newProceedings',
})
const opened = { ...story.opened, sections: [commitmentTo('identity')] }
const given = (section: SectionName, until = at(1000)): CaseEvent => ({
  ...story.contact,
  sections: [commitmentTo(section)],
  grants: [grantTo(belgrade, { sections: [section], until })],
})
const erasure = (by: OrganisationId, minute: number, ...sections: SectionName[]): CaseEvent =>
  caseEvent('PersonalDataErased', 'erasure', by, minute, { sections, authority: 'retentionEnded' })
const hold = (by: OrganisationId, until: Instant, ...sections: SectionName[]): CaseEvent =>
  caseEvent('LegalHoldPlaced', 'hold', by, 950, { sections, citation: 'court-7', until })
const withoutConsent = [opened, story.presumed]

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

describe('what a legal hold covers', () => {
  const terms = schedules({ months: 1, after: 'caseClosed' }, { months: 1, after: 'grantEnd' })
  const events = [...withoutConsent, closed]
  const since = after(1, closed.recordedAt)
  const rule = { of: 'own', months: 1, after: 'caseClosed' } as const
  const until = at(900_000)
  const held = [...events, hold(vienna, until, 'notes')]

  it('is kept, with where that is written and until when; what it does not cover is due', () => {
    expect(retentionOf(vienna, held, before(until), terms)).toStrictEqual({
      due: [{ section: 'identity', since, rule }],
      kept: [{ section: 'notes', since, rule, citation: 'court-7', until }],
      next: until,
    })
  })

  it('is due from the very end of the hold on', () => {
    expect(dueOf(vienna, held, until, terms)).toStrictEqual(['identity', 'notes'])
  })

  it('is due at once where the hold is lifted', () => {
    const lifted = caseEvent('LegalHoldLifted', 'lifted', vienna, 960, { hold: idOf('hold') })
    expect(dueOf(vienna, [...held, lifted], since, terms)).toStrictEqual(['identity', 'notes'])
  })

  it('is kept by the last of several to end', () => {
    const longer = { ...hold(vienna, at(950_000), 'notes'), id: idOf('longer') }
    expect(retentionOf(vienna, [...held, longer], since, terms).kept).toMatchObject([
      { section: 'notes', until: at(950_000) },
    ])
  })

  it('is not kept by a hold of somebody else', () => {
    const theirs = [...events, hold(belgrade, until, 'notes')]
    expect(dueOf(vienna, theirs, since, terms)).toStrictEqual(['identity', 'notes'])
  })
})

describe('what was erased', () => {
  const terms = schedules({ months: 1, after: 'caseClosed' }, { months: 1, after: 'grantEnd' })
  const events = [...withoutConsent, closed]
  const now = after(1, closed.recordedAt)

  it('is not due again', () => {
    const erased = [...events, erasure(vienna, 60_000, 'identity')]
    expect(dueOf(vienna, erased, now, terms)).toStrictEqual(['notes'])
  })

  it('is not what came afterwards', () => {
    const again = { ...opened, id: idOf('again'), recordedAt: at(2) }
    const events = [...withoutConsent, closed, erasure(vienna, 1, 'identity', 'notes'), again]
    expect(dueOf(vienna, events, now, terms)).toStrictEqual(['identity'])
  })

  it('is not erased here where others did it', () => {
    const theirs = [...events, erasure(belgrade, 60_000, 'identity')]
    expect(dueOf(vienna, theirs, now, terms)).toStrictEqual(['identity', 'notes'])
  })
})

describe('in random histories', () => {
  const terms = schedules({ months: 2, after: 'lastEvent' }, { months: 1, after: 'grantEnd' })
  const logs = fc
    .sample(histories, { numRuns: 60, seed: 7 })
    .flatMap((history) =>
      [...history.logs].map(([self, log]) => [self, filled(self, log)] as const),
    )
  const minutes = [0, 1000, 40_000, 80_000, 120_000, 200_000, 6_000_000]
  const moments = logs.flatMap(([self, log]) =>
    minutes.map((minute) => ({ self, log, minute, now: at(minute) })),
  )

  /** A section in each event, so that much ends: histories by chance have few. */
  function filled(self: OrganisationId, log: readonly CaseEvent[]): readonly CaseEvent[] {
    return log.map((event, index): CaseEvent => {
      const name = sectionNames.codes[index % sectionNames.codes.length] ?? 'notes'
      const isHeld = event.author === self || event.grants.length > 0
      return isHeld ? { ...event, sections: [commitmentTo(name)] } : event
    })
  }

  it('what is due is erased once, and then nothing is', () => {
    let erasures = 0
    for (const { self, log, minute, now } of moments) {
      const first = retentionOf(self, log, now, terms)
      const sections = first.due.map(({ section }) => section)
      if (sections.length === 0) continue
      erasures += 1
      const command = { type: 'RecordErasure', sections, authority: 'retentionEnded' } as const
      expect(decide(foldCase(log), command, as(self, minute)).ok).toBe(true)
      const done = [...log, erasure(self, minute, ...sections)]
      expect(retentionOf(self, done, now, terms)).toStrictEqual({ ...first, due: [] })
    }
    expect(erasures).toBeGreaterThan(100)
  })

  it('nothing is due before its day, and on its day it is due or held', () => {
    let days = 0
    for (const { self, log, now } of moments) {
      const { due, kept, next } = retentionOf(self, log, now, terms)
      for (const { since } of [...due, ...kept]) expect(since <= now).toBe(true)
      if (next === undefined) continue
      days += 1
      const eve = retentionOf(self, log, before(next), terms)
      expect({ due: eve.due, kept: eve.kept }).toStrictEqual({ due, kept })
      const day = retentionOf(self, log, next, terms)
      expect({ due: day.due, kept: day.kept }).not.toStrictEqual({ due, kept })
    }
    expect(days).toBeGreaterThan(100)
  })
})
