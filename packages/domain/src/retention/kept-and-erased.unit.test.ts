import type { OrganisationId } from '@trm/kernel'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide } from '../case/decide.ts'
import type { CaseEvent } from '../case/events.ts'
import { foldCase } from '../case/evolve.ts'
import { caseEvent, commitmentTo } from '../test-support/case-events.ts'
import { histories } from '../test-support/random-history.ts'
import {
  after,
  before,
  closed,
  dueOf,
  erasure,
  hold,
  opened,
  retentionOf,
  schedules,
  withoutConsent,
} from '../test-support/retention.ts'
import { as, at, belgrade, idOf, vienna } from '../test-support/world.ts'
import { sectionNames } from '../vocabulary/lists.ts'

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
