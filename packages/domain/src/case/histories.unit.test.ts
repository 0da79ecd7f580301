import type { OrganisationId } from '@trm/kernel'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { eventDefinitions, eventTypes } from '../definition/catalogue.ts'
import { grantTo } from '../test-support/case-events.ts'
import { histories } from '../test-support/random-history.ts'
import { idOf, stranger } from '../test-support/world.ts'
import type { CaseEvent, Grant } from './events.ts'
import { foldCase } from './evolve.ts'

const sample = fc.sample(histories, { numRuns: 400, seed: 11 })
const held = sample.flatMap(({ logs }) => [...logs.values()].flat())

/**
 * What a copy may have crossed with: something taken back or refused, of which its author did not know yet; or it is a
 * notice about an event that was refused for that.
 */
const crossings = [
  'section-narrowed',
  'consent-withdrawn',
  'consent-suspended',
  'refused-by-her',
  'subject-unknown',
]
/** What rests on a step that crossed, such as a meeting after which she consents to her next hop. */
const AFTER_A_CROSSING = 'consent-unknown'

/** The clause that a grant names, looked up in the bare events without any rule of the domain. */
function namedClause({ basis }: Grant, event: CaseEvent, everything: readonly CaseEvent[]) {
  if (basis.kind !== 'consent') return undefined
  const id = basis.consent === 'this' ? event.id : basis.consent
  return everything
    .find((each) => each.id === id && each.clauses.some((clause) => clause.id === basis.clause))
    ?.clauses.find((clause) => clause.id === basis.clause)
}

const forgedId = idOf('forged')

function inStrangersName(event: CaseEvent, reader: OrganisationId): CaseEvent {
  return { ...event, id: forgedId, author: stranger, grants: [grantTo(reader)] }
}

/** The state as text, without that something is held and without what is the stranger's own. */
function withoutStranger(log: readonly CaseEvent[]): string {
  const { known: _known, sections: _sections, ...state } = foldCase(log)
  const others = Object.entries(state).map(([name, part]: [string, unknown]) => [
    name,
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.entries(part).filter(([key]) => key !== forgedId && key !== stranger)
      : part,
  ])
  return JSON.stringify(others)
}

describe('random histories', () => {
  it('are histories: most of what can happen between organisations happens in them', () => {
    const types = new Set(held.map(({ type }) => type))
    expect(types.size).toBeGreaterThan(0.8 * eventTypes.length)
  })

  it('contain no copy that its reader refuses, but where it crossed with something taken back', () => {
    const seen = new Set<string>()
    for (const { refused } of sample) {
      const flaws = refused.map(({ flaw }) => (flaw.kind === 'not-covered' ? flaw.rule : flaw.kind))
      for (const [place, flaw] of flaws.entries()) {
        seen.add(flaw)
        const earlier = flaws.slice(0, place)
        if (flaw === AFTER_A_CROSSING)
          expect(earlier.some((each) => crossings.includes(each))).toBe(true)
        else expect(crossings).toContain(flaw)
      }
    }
    expect(seen.size).toBeGreaterThan(1)
  })
})

describe('whatever happens', () => {
  it('a copy of any event in the name of a stranger adds at most something of the stranger', () => {
    let tried = 0
    for (const { organisations, logs } of sample.slice(0, 60)) {
      const everything = organisations.flatMap((self) => logs.get(self) ?? [])
      const oneOfEach = [...new Map(everything.map((event) => [event.type, event])).values()]
      for (const self of organisations) {
        const log = logs.get(self) ?? []
        const before = withoutStranger(log)
        for (const event of oneOfEach) {
          tried++
          expect(withoutStranger([...log, inStrangersName(event, self)])).toBe(before)
        }
      }
    }
    expect(tried).toBeGreaterThan(1_000)
  })

  it('nobody holds more than a clause of the person covers, or than the type carries unasked', () => {
    let covered = 0
    fc.assert(
      fc.property(histories, ({ organisations, logs }) => {
        const everything = organisations.flatMap((self) => logs.get(self) ?? [])
        for (const self of organisations) {
          for (const event of logs.get(self) ?? []) {
            if (event.author === self) continue
            const [grant] = event.grants
            const clause = grant && namedClause(grant, event, everything)
            const names = event.sections.map(({ name }) => name)
            const granted: readonly string[] = grant?.sections ?? []
            for (const name of names) expect(granted).toContain(name)
            if (clause === undefined) {
              expect(grant?.basis.kind).not.toBe('consent')
              const { carriesUnasked }: { carriesUnasked: readonly string[] } =
                eventDefinitions[event.type]
              for (const name of names) expect(carriesUnasked).toContain(name)
              continue
            }
            covered++
            expect(clause).toMatchObject({ discloser: event.author, recipient: self })
            expect(clause.purposes).toContain(grant?.purpose)
            for (const name of names) expect(clause.sections).toContain(name)
            expect(clause.from <= event.recordedAt && event.recordedAt < clause.until).toBe(true)
          }
        }
      }),
      { numRuns: 100 },
    )
    expect(covered).toBeGreaterThan(100)
  })
})
