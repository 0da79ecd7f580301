import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CaseEvent, EventOf } from '../case/events.ts'
import { foldCase } from '../case/evolve.ts'
import { consentHistories, type ConsentHistory } from '../test-support/consent-history.ts'
import { as, belgrade, skopje, vienna } from '../test-support/world.ts'
import { wrongOnward } from './pass-on.ts'

// Vienna passes on what Belgrade and Skopje write and put right, while things are taken back and others lie.

const sample: readonly ConsentHistory[] = fc.sample(consentHistories, { numRuns: 250, seed: 11 })

const logAt = ({ logs }: ConsentHistory, self: typeof vienna) => logs.get(self) ?? []

/** The corrections that Vienna passed on, as somebody has them. */
function passedOn(log: readonly CaseEvent[]): readonly EventOf<'EventShared'>[] {
  return log.flatMap((event) =>
    event.type === 'EventShared' && event.author === vienna && event.facts.putsRight.length > 0
      ? [event]
      : [],
  )
}

/** Those that were taken back since. */
function ended(log: readonly CaseEvent[]): readonly CaseEvent[] {
  const ids = new Set(passedOn(log).map(({ id }) => id))
  return log.filter((event) => event.type === 'SharingEnded' && ids.has(event.facts.shared))
}

describe('corrections of what was passed on, whatever happens and whoever lies', () => {
  it('are passed on and taken back often enough to say something', () => {
    const count = (of: (log: readonly CaseEvent[]) => readonly CaseEvent[]) =>
      sample.flatMap((history) => of(logAt(history, vienna))).length
    expect(count(passedOn)).toBeGreaterThan(60)
    expect(count(ended)).toBeGreaterThan(20)
  })

  it('have all gone in the end where they may', () => {
    for (const history of sample) {
      const left = wrongOnward(foldCase(logAt(history, vienna)), {
        self: vienna,
        now: as(vienna, 100).now,
      })
      expect(left.filter(({ sections }) => sections.length > 0)).toStrictEqual([])
    }
  })

  it('are at each reader what their author put right', () => {
    for (const history of sample)
      for (const self of [belgrade, skopje]) {
        const log = logAt(history, self)
        const { corrections } = foldCase(log)
        for (const { facts } of passedOn(log).filter(({ facts: { to } }) => to === self))
          expect(corrections[facts.event]?.by).toBe(facts.writtenBy)
      }
  })
})
