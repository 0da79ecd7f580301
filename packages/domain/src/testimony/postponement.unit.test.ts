import { describe, expect, it } from 'vitest'
import { foldCase } from '../case/evolve.ts'
import type { CaseEvent } from '../case/events.ts'
import { given } from '../test-support/commands.ts'
import { as, at, belgrade, court, idOf, skopje, vienna } from '../test-support/world.ts'
import { beside, commands, story, upTo } from './testimony.story.fixture.ts'

const testimony = story.asked.id
const trip = story.planned.id
const toCourt = { to: court, purpose: 'testimony', needs: [] } as const
const toVienna = { to: vienna, purpose: 'testimony', needs: [] } as const
const toBelgrade = { to: belgrade, purpose: 'testimony', needs: [] } as const
const nothingElse = { sections: {}, clauses: [] } as const

const { postponed, consentedAgain } = beside
const mark = { event: postponed.id, at: postponed.occurredAt }
const tripOf = (...events: readonly CaseEvent[]) => foldCase(events).trips[trip]

/** The same event, recorded at another minute. */
const recordedAt = <Event extends CaseEvent>(minute: number, event: Event): Event => ({
  ...event,
  recordedAt: at(minute),
  occurredAt: at(minute),
})

describe('put a hearing off', () => {
  const { postpone } = commands

  it('is what who asked for the testimony does, for everybody else', () => {
    given(...upTo('departed'))
      .when(postpone, as(court, 25))
      .then({
        type: 'HearingPostponed',
        occurredAt: at(25),
        facts: postponed.facts,
        ...nothingElse,
        recipients: [toVienna, toBelgrade],
      })
  })

  it('is nothing that who supports her does, nor a stranger', () => {
    given(...upTo('departed'))
      .when(postpone, as(vienna, 25))
      .thenRejected({ kind: 'not-your-testimony' })
    given(...upTo('departed'))
      .when(postpone, as(skopje, 25))
      .thenRejected({ kind: 'testimony-unknown' })
  })

  it('refuses a day in the past, a hearing without length, and one that has taken place', () => {
    given(...upTo('departed'))
      .when({ ...postpone, hearingFrom: at(25) }, as(court, 25))
      .thenRejected({ kind: 'response-deadline-passed' })
    given(...upTo('departed'))
      .when({ ...postpone, hearingUntil: postpone.hearingFrom }, as(court, 25))
      .thenRejected({ kind: 'empty-window' })
    given(...upTo('heard'))
      .when(postpone, as(court, 45))
      .thenRejected({ kind: 'already-done' })
  })
})

describe('a hearing that is put off while she travels', () => {
  const underWay = [...upTo('departed'), postponed]
  const { trips } = foldCase(underWay)

  it('lets the trip go on, and marks it', () => {
    expect(trips[trip]).toStrictEqual({
      by: vienna,
      testimony,
      departed: story.departed.id,
      postponed: mark,
    })
    given(...underWay)
      .when(commands.arrive, as(court, 30))
      .then({
        type: 'Arrived',
        occurredAt: at(29),
        facts: { trip },
        ...nothingElse,
        recipients: [toVienna, toBelgrade],
      })
  })

  it('has her brought home: the return is arranged, and she does not count as back before', () => {
    given(...underWay)
      .when(commands.bringHome, as(vienna, 60))
      .thenRejected({ kind: 'return-not-arranged' })
    given(...underWay, story.returnArranged)
      .when(commands.bringHome, as(vienna, 60))
      .then({
        type: 'ReturnedSafely',
        occurredAt: at(59),
        facts: { trip },
        ...nothingElse,
        recipients: [toCourt, toBelgrade],
      })
  })

  it('needs a new consent for a new trip, when she is back', () => {
    const { plan } = commands
    const anew = { ...plan, consent: consentedAgain.id }
    given(...underWay)
      .when(plan, as(vienna, 66))
      .thenRejected({ kind: 'trip-not-consented' })
    given(...underWay, consentedAgain)
      .when(anew, as(vienna, 66))
      .thenRejected({ kind: 'not-returned' })
    const back = [...underWay, story.returnArranged, story.returned, consentedAgain]
    given(...back)
      .when(anew, as(vienna, 66))
      .thenRejected({ kind: 'interpreter-scope-ended' })
    given(...back, beside.interpreterAgain)
      .when(anew, as(vienna, 66))
      .then({
        type: 'TripPlanned',
        occurredAt: at(66),
        facts: { testimony, consent: consentedAgain.id },
        sections: { travel: { mode: 'air' } },
        clauses: [],
        recipients: [
          { ...toCourt, needs: ['travel'] },
          { ...toBelgrade, needs: ['travel'] },
        ],
      })
  })

  it('is the same in either order of arrival', () => {
    const planned = upTo('interpreter')
    expect(foldCase([...planned, postponed, story.departed])).toStrictEqual(
      foldCase([...planned, story.departed, postponed]),
    )
  })

  it('is the same whichever of the two was recorded first', () => {
    const planned = upTo('interpreter')
    const late = recordedAt(26, story.departed)
    expect(tripOf(...planned, late, postponed)).toStrictEqual(trips[trip])
    expect(tripOf(...planned, postponed, late)).toStrictEqual(trips[trip])
  })

  it('marks a trip that was planned in ignorance of it', () => {
    const early = recordedAt(6.5, postponed)
    const ignorant = { event: postponed.id, at: at(6.5) }
    expect(tripOf(...upTo('departed'), early)).toStrictEqual({
      by: vienna,
      testimony,
      departed: story.departed.id,
      postponed: ignorant,
    })
  })

  it('does not mark a trip that is over, nor one of another testimony', () => {
    const over = tripOf(...upTo('returned'), recordedAt(65, postponed))
    expect(over).not.toHaveProperty('postponed')
    const other = { ...story.asked, id: idOf('other') }
    const facts = { ...story.planned.facts, testimony: other.id }
    const elsewhere = tripOf(other, ...upTo('consented'), { ...story.planned, facts }, postponed)
    expect(elsewhere).toStrictEqual({ by: vienna, testimony: other.id })
  })
})

describe('a hearing that is put off before she leaves', () => {
  const { depart, plan } = commands

  it('has nobody leave for it any more', () => {
    const planned = given(...upTo('interpreter'), postponed)
    for (const minute of [25, 26]) {
      planned
        .when({ ...depart, occurredAt: at(minute) }, as(vienna, 30))
        .thenRejected({ kind: 'hearing-postponed' })
    }
  })

  it('has it on record that she had left before it was put off', () => {
    given(...upTo('interpreter'), postponed)
      .when({ ...depart, occurredAt: at(24) }, as(vienna, 30))
      .then({
        type: 'Departed',
        occurredAt: at(24),
        facts: { trip },
        ...nothingElse,
        recipients: [toCourt, toBelgrade],
      })
  })

  it('overtakes a consent to a trip that was not planned yet', () => {
    const early = recordedAt(6.5, postponed)
    given(...upTo('consented'), early)
      .when(plan, as(vienna, 7))
      .thenRejected({ kind: 'trip-not-consented' })
    given(...upTo('safe'), recordedAt(5.5, postponed), story.consented)
      .when({ ...plan, to: [court] }, as(vienna, 7))
      .then({
        type: 'TripPlanned',
        occurredAt: at(7),
        facts: story.planned.facts,
        sections: { travel: { mode: 'air' } },
        clauses: [],
        recipients: [{ ...toCourt, needs: ['travel'] }],
      })
  })
})
