import { describe, expect, it } from 'vitest'
import { decide } from '../case/decide.ts'
import { foldCase } from '../case/evolve.ts'
import type { CaseEvent } from '../case/events.ts'
import { given } from '../test-support/commands.ts'
import { as, at, court, idOf, skopje, vienna } from '../test-support/world.ts'
import { beside, commands, story, upTo, upToWithout } from './testimony.story.fixture.ts'

const { interpreter } = story
const ended = { kind: 'interpreter-scope-ended' } as const

/** An interpreter whose scope ends at another minute. */
const until = (minute: number, name = 'other'): CaseEvent => ({
  ...interpreter,
  id: idOf(name),
  facts: { ...interpreter.facts, until: at(minute) },
})

describe('an interpreter whose scope has ended', () => {
  const { hear, hearByVideo } = commands
  const inCourt = [...upToWithout('arrived', 'interpreter'), until(35)]
  const onVideo = [...upTo('consented'), beside.videoChosen, until(35)]

  it.each([
    ['in court', inCourt, hear],
    ['by video', onVideo, hearByVideo],
  ] as const)(
    'is none through whom she is heard, from the very instant on: %s',
    (_, history, command) => {
      for (const minute of [35, 39])
        given(...history)
          .when({ ...command, occurredAt: at(minute) }, as(court, 40))
          .thenRejected(ended)
      const before = { ...command, occurredAt: at(34) }
      expect(decide(foldCase(history), before, as(court, 40))).toMatchObject({ ok: true })
    },
  )

  it('is followed by another, through whom she is', () => {
    for (const history of [inCourt, onVideo]) {
      const command = history === inCourt ? hear : hearByVideo
      const followed = foldCase([...history, until(41, 'next')])
      expect(decide(followed, command, as(court, 40))).toMatchObject({ ok: true })
    }
  })

  it('is nobody where no interpreter was ever needed, nor where one was of another testimony', () => {
    const elsewhere = { ...story.asked, id: idOf('elsewhere') }
    const there = { ...interpreter.facts, testimony: elsewhere.id, until: at(35) }
    const history = upToWithout('arrived', 'interpreter')
    for (const more of [[], [elsewhere, { ...interpreter, facts: there }]])
      expect(decide(foldCase([...history, ...more]), hear, as(court, 40))).toMatchObject({
        ok: true,
      })
  })

  it('is not made to last by a stranger', () => {
    const forged = { ...until(2000, 'forged'), author: skopje }
    given(...inCourt, forged)
      .when(hear, as(court, 40))
      .thenRejected(ended)
  })
})

describe('a trip to a hearing at which she was to be interpreted', () => {
  const plan = { ...commands.plan, to: [court] }
  const consented = upTo('consented')

  it('is not planned where the scope ends before the hearing does', () => {
    for (const minute of [50, 1099])
      given(...consented, until(minute))
        .when(plan, as(vienna, 7))
        .thenRejected(ended)
    for (const minute of [1100, 2000])
      expect(decide(foldCase([...consented, until(minute)]), plan, as(vienna, 7))).toMatchObject({
        ok: true,
      })
  })

  it('is not planned where the hearing was put off until after it', () => {
    const postponed = { ...beside.postponed, recordedAt: at(5.5), occurredAt: at(5.5) }
    const history = [...upTo('safe'), until(1100), postponed, story.consented]
    given(...history)
      .when(plan, as(vienna, 7))
      .thenRejected(ended)
    const assigned = foldCase([...history, beside.interpreterAgain])
    expect(decide(assigned, plan, as(vienna, 7))).toMatchObject({ ok: true })
  })
})
