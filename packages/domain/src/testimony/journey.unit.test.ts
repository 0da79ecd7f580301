import { describe, expect, it } from 'vitest'
import { decide } from '../case/decide.ts'
import { foldCase } from '../case/evolve.ts'
import { given } from '../test-support/commands.ts'
import { as, at, belgrade, court, skopje, vienna } from '../test-support/world.ts'
import { beside, commands, story, upTo } from './testimony.story.fixture.ts'

const trip = story.planned.id
const nothingElse = { sections: {}, clauses: [] } as const
const toCourt = { to: court, purpose: 'testimony', needs: [] } as const
const toVienna = { to: vienna, purpose: 'testimony', needs: [] } as const
const toBelgrade = { to: belgrade, purpose: 'testimony', needs: [] } as const

describe('on the way', () => {
  const { depart, arrive } = commands

  it('tells everybody who knows of the trip that she has left, and that she has arrived', () => {
    given(...upTo('planned'))
      .when(depart, as(vienna, 20))
      .then({
        type: 'Departed',
        occurredAt: at(19),
        facts: { trip },
        ...nothingElse,
        recipients: [toCourt, toBelgrade],
      })
    given(...upTo('departed'))
      .when(arrive, as(court, 30))
      .then({
        type: 'Arrived',
        occurredAt: at(29),
        facts: { trip },
        ...nothingElse,
        recipients: [toVienna, toBelgrade],
      })
  })

  it('does not begin when she no longer takes part', () => {
    const refused = given(...upTo('planned'), beside.refused)
    for (const minute of [15, 19]) {
      refused
        .when({ ...depart, occurredAt: at(minute) }, as(vienna, 20))
        .thenRejected({ kind: 'participation-not-given' })
    }
  })

  it('is on record when she had left before she thought better of it', () => {
    given(...upTo('planned'), beside.refused)
      .when({ ...depart, occurredAt: at(14) }, as(vienna, 20))
      .then({
        type: 'Departed',
        occurredAt: at(14),
        facts: { trip },
        ...nothingElse,
        recipients: [toCourt, toBelgrade],
      })
  })

  it('refuses what has not happened yet, and what has happened already', () => {
    given(...upTo('planned'))
      .when({ ...depart, occurredAt: at(21) }, as(vienna, 20))
      .thenRejected({ kind: 'in-the-future' })
    given(...upTo('departed'))
      .when(depart, as(vienna, 21))
      .thenRejected({ kind: 'already-departed' })
    given(...upTo('planned'))
      .when(arrive, as(court, 30))
      .thenRejected({ kind: 'not-departed' })
    given(...upTo('departed'))
      .when({ ...arrive, occurredAt: at(31) }, as(court, 30))
      .thenRejected({ kind: 'in-the-future' })
    given(...upTo('arrived'))
      .when(arrive, as(vienna, 31))
      .thenRejected({ kind: 'already-done' })
  })

  it('may be told in the very moment', () => {
    const moments = [
      [upTo('planned'), { ...depart, occurredAt: at(20) }, as(vienna, 20)],
      [upTo('departed'), { ...arrive, occurredAt: at(30) }, as(court, 30)],
      [upTo('returnArranged'), { ...commands.bringHome, occurredAt: at(60) }, as(vienna, 60)],
    ] as const
    for (const [history, command, context] of moments) {
      expect(decide(foldCase(history), command, context)).toMatchObject({
        ok: true,
        value: { occurredAt: context.now },
      })
    }
  })

  it('is recorded by who planned the trip, and seen by whoever was told of it', () => {
    given(...upTo('planned'))
      .when(depart, as(court, 20))
      .thenRejected({ kind: 'trip-unknown' })
    given(...upTo('departed'))
      .when(arrive, as(skopje, 30))
      .thenRejected({ kind: 'trip-unknown' })
  })
})

describe('the way home', () => {
  const { arrangeReturn, bringHome } = commands
  const arranged = {
    type: 'ReturnTripArranged',
    occurredAt: at(45),
    facts: { trip },
    sections: { travel: { mode: 'rail' } },
    clauses: [],
    recipients: [
      { ...toVienna, needs: ['travel'] },
      { ...toBelgrade, needs: ['travel'] },
    ],
  } as const

  it('is arranged by whoever was told of the trip, whether she was heard or not', () => {
    given(...upTo('heard'))
      .when(arrangeReturn, as(court, 45))
      .then(arranged)
    given(...upTo('departed'), beside.refused)
      .when(arrangeReturn, as(court, 21))
      .then({ ...arranged, occurredAt: at(21) })
  })

  it('ends when who planned the trip says that she is safe', () => {
    given(...upTo('returnArranged'))
      .when(bringHome, as(vienna, 60))
      .then({
        type: 'ReturnedSafely',
        occurredAt: at(59),
        facts: { trip },
        ...nothingElse,
        recipients: [toCourt, toBelgrade],
      })
  })

  it('is not arranged before she left, without a journey, or when she is back', () => {
    given(...upTo('planned'))
      .when(arrangeReturn, as(vienna, 8))
      .thenRejected({ kind: 'not-departed' })
    given(...upTo('heard'))
      .when({ ...arrangeReturn, sections: {} }, as(court, 45))
      .thenRejected({ kind: 'section-required', section: 'travel' })
    given(...upTo('returned'))
      .when(arrangeReturn, as(court, 61))
      .thenRejected({ kind: 'already-done' })
    given(...upTo('heard'))
      .when(arrangeReturn, as(skopje, 45))
      .thenRejected({ kind: 'trip-unknown' })
  })

  it('has no end before it was arranged, before she left, in the future, or twice', () => {
    given(...upTo('heard'))
      .when(bringHome, as(vienna, 60))
      .thenRejected({ kind: 'return-not-arranged' })
    given(...upTo('planned'))
      .when(bringHome, as(vienna, 60))
      .thenRejected({ kind: 'not-departed' })
    given(...upTo('returnArranged'))
      .when({ ...bringHome, occurredAt: at(61) }, as(vienna, 60))
      .thenRejected({ kind: 'in-the-future' })
    given(...upTo('returned'))
      .when(bringHome, as(vienna, 61))
      .thenRejected({ kind: 'already-done' })
    given(...upTo('returnArranged'))
      .when(bringHome, as(court, 60))
      .thenRejected({ kind: 'trip-unknown' })
  })
})
