import { canonicalJson } from '@trm/kernel'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { caseEvent, grantTo, story, upTo } from '../test-support/case-events.ts'
import { histories } from '../test-support/random-history.ts'
import { at, belgrade, idOf, skopje, vienna } from '../test-support/world.ts'
import type { CaseEvent } from './events.ts'
import { foldAll, foldCase, foldFurther } from './evolve.ts'
import { causalFrontOf, comesLast, inCausalOrder, referencesOf } from './order.ts'

const digestOf = (events: readonly CaseEvent[]) => canonicalJson(foldCase(events))

/** The log of somebody who takes part, and the same events as they might as well have arrived. */
const arrivals = histories.chain(({ organisations, logs }) =>
  fc.constantFrom(...organisations).chain((self) => {
    const log = logs.get(self) ?? []
    const whole = fc.shuffledSubarray([...log], { minLength: log.length })
    return fc.record({
      log: fc.constant(log),
      shuffled: whole,
      part: fc.shuffledSubarray([...log]),
    })
  }),
)

const runs = { numRuns: 100 }

describe('the state of a case', () => {
  it('is the same whatever order its events arrived in', () => {
    fc.assert(
      fc.property(arrivals, ({ log, shuffled }) => {
        expect(foldCase(shuffled)).toStrictEqual(foldCase(log))
        expect(digestOf(shuffled)).toBe(digestOf(log))
      }),
      runs,
    )
  })

  it('is the same one event after the other, whatever came with which', () => {
    const steps = { taken: 0, refused: 0 }
    fc.assert(
      fc.property(arrivals, ({ log, shuffled }) => {
        for (const events of [log, shuffled]) {
          let fold = foldAll([])
          for (const [place, event] of events.entries()) {
            const all = foldAll(events.slice(0, place + 1))
            const further = foldFurther(fold, [event])
            steps[further === undefined ? 'refused' : 'taken']++
            if (further !== undefined) expect(further).toStrictEqual(all)
            fold = further ?? all
          }
        }
      }),
      runs,
    )
    expect(steps.taken).toBeGreaterThan(runs.numRuns)
    expect(steps.refused).toBeGreaterThan(runs.numRuns)
  })

  it('can be told of any part of the events, and again does not depend on their order', () => {
    fc.assert(
      fc.property(arrivals, ({ part }) => {
        expect(digestOf(part)).toBe(digestOf(part.toReversed()))
      }),
      runs,
    )
  })

  it('does not change when an event is held twice', () => {
    fc.assert(
      fc.property(arrivals, ({ log, part }) => {
        expect(digestOf([...part, ...log, ...part])).toBe(digestOf(log))
      }),
      runs,
    )
  })

  it('does not break on references and chains that lead anywhere', () => {
    fc.assert(
      fc.property(arrivals, fc.infiniteStream(fc.nat()), ({ log }, numbers) => {
        const anyId = () => log[(numbers.next().value ?? 0) % log.length]?.id ?? idOf('nowhere')
        const forged = log.map((event) => {
          const facts = Object.fromEntries(
            Object.entries(event.facts).map(([name, fact]) => [
              name,
              referencesOf(event).some((id) => id === fact) ? anyId() : fact,
            ]),
          )
          const grants = event.grants.map((grant) => ({ ...grant, prev: anyId() }))
          return { ...event, facts, grants } as unknown as CaseEvent
        })
        const state = foldCase(forged)
        expect(foldCase(forged.toReversed())).toStrictEqual(state)
        expect(inCausalOrder(forged)).toHaveLength(log.length)
      }),
      runs,
    )
  })
})

describe('the front of what is held', () => {
  const { offered, seen } = story

  it('is passed by what is recorded later than all of it, and by that alone', () => {
    expect(comesLast(causalFrontOf([]), offered)).toBe(true)
    expect(comesLast(causalFrontOf([offered]), seen)).toBe(true)
    expect(comesLast(causalFrontOf([seen]), offered)).toBe(false)
    expect(comesLast(causalFrontOf([offered, seen]), seen)).toBe(false)
  })

  it('is not passed by what something of it comes after, however late it was recorded', () => {
    const late = { ...offered, recordedAt: at(1000) }
    expect(comesLast(causalFrontOf([seen]), late)).toBe(false)
    expect(foldFurther(foldAll([seen]), [late])).toBeUndefined()
    const unrelated = { ...late, id: idOf('unrelated') }
    expect(comesLast(causalFrontOf([seen]), unrelated)).toBe(true)
    expect(foldFurther(foldAll([seen]), [unrelated, late])).toBeUndefined()
    expect(foldFurther(foldAll([]), [seen, unrelated])?.front).toStrictEqual(
      causalFrontOf([seen, unrelated]),
    )
  })
})

describe('the causal order', () => {
  const ids = (events: readonly CaseEvent[]) => inCausalOrder(events).map(({ id }) => id)

  it('tells a story as it happened', () => {
    const told = upTo('acknowledged')
    expect(ids(told.toReversed())).toStrictEqual(told.map(({ id }) => id))
  })

  it('puts an event after what it refers to, whatever the clocks say', () => {
    const early = { ...story.seen, recordedAt: at(-50) }
    expect(ids([early, story.offered])).toStrictEqual([idOf('offered'), idOf('seen')])
  })

  it('puts an event after its predecessor in a chain, whatever the clocks say', () => {
    const first = { ...story.consent, grants: [grantTo(belgrade)] }
    const second = {
      ...story.asked,
      recordedAt: at(-50),
      grants: [grantTo(skopje), grantTo(belgrade, { seq: 2, prev: first.id })],
    }
    expect(ids([second, first])).toStrictEqual([first.id, second.id])
  })

  it('begins with the opening, whatever the clocks say', () => {
    const early = { ...story.presumed, recordedAt: at(-50) }
    expect(ids([early, story.opened])).toStrictEqual([idOf('opened'), idOf('presumed')])
    expect(foldCase([early, story.opened]).identification).toBe('presumed')
  })

  it('puts an event after everything that it refers to, in sets and optional facts, too', () => {
    const decided = caseEvent('ReturnDecided', 'decided', vienna, -50, {
      referral: story.offered.id,
      reason: 'ownWish',
      isVoluntary: true,
      alternatives: ['stay'],
      assessments: [story.riskHere.id, story.riskThere.id],
    })
    const early = { ...story.riskThere, recordedAt: at(-60) }
    expect(referencesOf(decided)).toStrictEqual([
      story.offered.id,
      story.riskHere.id,
      story.riskThere.id,
    ])
    expect(ids([decided, early, story.riskHere, story.offered])).toStrictEqual([
      story.offered.id,
      early.id,
      story.riskHere.id,
      decided.id,
    ])
  })

  it('goes by id where the time is the same', () => {
    const ask = (name: string) => caseEvent('CapacityAsked', name, vienna, 3, story.asked.facts)
    expect(ids([ask('c'), ask('a'), ask('b')])).toStrictEqual([idOf('a'), idOf('b'), idOf('c')])
  })

  it('does not wait for what is not held', () => {
    expect(ids([story.accepted, story.seen])).toStrictEqual([idOf('seen'), idOf('accepted')])
  })

  it('goes on through a circle, which no hash can make but somebody may claim', () => {
    const one = { ...story.asked, grants: [grantTo(belgrade, { seq: 2, prev: story.consent.id })] }
    const two = { ...story.consent, grants: [grantTo(belgrade, { seq: 2, prev: story.asked.id })] }
    expect(ids([one, two])).toStrictEqual([idOf('consent'), idOf('asked')])
    expect(ids([two, one])).toStrictEqual([idOf('consent'), idOf('asked')])
  })
})
