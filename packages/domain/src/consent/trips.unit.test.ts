import { describe, expect, it } from 'vitest'
import { decide } from '../case/decide.ts'
import type { CaseEvent } from '../case/events.ts'
import { foldCase } from '../case/evolve.ts'
import { events as ofHandover } from '../handover/handover.fixture.ts'
import { commands as ofJourney, events as ofReturn } from '../return/return.fixture.ts'
import { clauses, story, upTo } from '../test-support/case-events.ts'
import { at, belgrade, court, idOf, vienna } from '../test-support/world.ts'
import {
  beside,
  commands as ofTestimony,
  story as ofHearing,
} from '../testimony/testimony.story.fixture.ts'
import {
  askedAgain,
  day,
  due,
  given,
  millisecond,
  moved,
  within,
} from './reconfirmation.fixture.ts'

const consent = story.consent.id

const forReturn = [...upTo('presumed'), given, ...upTo('riskThere').slice(3)]
const decided = [...forReturn, ofReturn.decided]
const planReturn = ofJourney.PlanReturnTravel
/** What stands against planning the way home; nothing where it is planned. */
const againstReturn = (history: readonly CaseEvent[], minute = 12, days = 180) => {
  const answer = decide(foldCase(history), planReturn, within(days, vienna, minute))
  return answer.ok ? undefined : answer.failure
}
const notReconfirmed = { kind: 'consent-not-reconfirmed', consent } as const

describe('the way home', () => {
  it('is not planned on what she said before it was decided that she returns', () => {
    expect(againstReturn(decided)).toStrictEqual(notReconfirmed)
    expect(due(decided, 12)).toStrictEqual([{ consent, reason: 'trip', since: at(11) }])
  })

  it.each([11, 11.5])('is planned once she was asked, at that instant or later: %d', (minute) => {
    const asked = [...decided, askedAgain(minute)]
    expect(againstReturn(asked)).toBeUndefined()
    expect(due(asked, 12)).toStrictEqual([])
  })

  it('is not planned where she was asked just before, or by somebody else', () => {
    expect(againstReturn([...decided, askedAgain(11 - millisecond)])).toStrictEqual(notReconfirmed)
    const forged = { ...askedAgain(11.5), author: belgrade } as CaseEvent
    expect(againstReturn([...decided, forged])).toStrictEqual(notReconfirmed)
  })

  it('is planned on another consent that she gave since, and asks for none before that', () => {
    const since = [...decided, { ...moved(given, 11.5), id: idOf('since') } as CaseEvent]
    expect(againstReturn(since)).toBeUndefined()
    expect(due(since, 12)).toStrictEqual([])
  })

  it('is what an adult consented to whom those who serve her help home: no decision sets it apart', () => {
    expect(againstReturn(forReturn)).toBeUndefined()
    expect(due(forReturn, 12)).toStrictEqual([])
  })

  it('is not planned on what she said longer ago than the policy allows', () => {
    const over = 2 + 30 * day
    expect(againstReturn(forReturn, over - millisecond, 30)).toBeUndefined()
    expect(againstReturn(forReturn, over, 30)).toStrictEqual(notReconfirmed)
    expect(againstReturn([...forReturn, askedAgain(20 * day)], over, 30)).toBeUndefined()
  })

  it('is another one after she left on another trip of this case', () => {
    const before = [ofHearing.asked, ofHearing.consented, ofHearing.planned, ofHearing.departed]
    const history = [...forReturn, ...before.map((event) => moved(event, 11))]
    expect(againstReturn(history, 30)).toStrictEqual(notReconfirmed)
    expect(againstReturn([...history, askedAgain(25)], 30)).toBeUndefined()
    // Nothing says yet that there will be a way home under this referral.
    expect(due(history, 30)).toStrictEqual([])
  })

  it('goes on, whatever changes about it, for who is on her way', () => {
    const away = [...decided, askedAgain(11.5), story.planned, story.departed]
    const changed = { ...ofReturn.decided, id: idOf('decidedAgain') }
    const history = [...away, moved(changed, 20)]
    expect(againstReturn(history, 300 * day, 30)).toBeUndefined()
    expect(due(history, 21)).toStrictEqual([])
  })

  it.each<[string, readonly CaseEvent[]]>([
    ['she has arrived', [story.arrived]],
    ['the referral is taken back', [moved(ofHandover.withdrawn, 11.5)]],
  ])('asks for nothing any more where %s', (_where, more) => {
    expect(due([...decided, ...more], 14)).toStrictEqual([])
  })

  it('leaves it to the disclosure where no consent covers it at all', () => {
    const otherwise = {
      ...given,
      clauses: given.clauses.map((clause) => ({ ...clause, purposes: ['handover'] as const })),
    }
    const history = [...decided.filter(({ id }) => id !== consent), otherwise]
    expect(againstReturn(history)).toBeUndefined()
    expect(due(history, 12)).toStrictEqual([])
  })

  it('names the trip and not the time, where both ask for it', () => {
    expect(due(decided, 300 * day)).toStrictEqual([{ consent, reason: 'trip', since: at(11) }])
  })
})

const toCourt = {
  ...clauses[0],
  recipient: court,
  purposes: ['testimony'],
  sections: ['proceedings'],
  until: at(400 * day),
} as const
/** What Vienna may tell the court, and what Belgrade may, each taken there. */
const beforeAsked: CaseEvent = {
  ...moved(story.consent, -10),
  id: idOf('beforeAsked'),
  clauses: [toCourt],
}
const spoken = (minute: number, of: CaseEvent = beforeAsked) => askedAgain(minute, of)
const { plan } = ofTestimony
const toHearing = [
  beforeAsked,
  ...['asked', 'explained', 'counselMet', 'agreed', 'modeChosen', 'safe', 'consented'].map(
    (step) => ofHearing[step as keyof typeof ofHearing],
  ),
]
const againstTrip = (history: readonly CaseEvent[], minute = 7, command = plan, self = vienna) => {
  const answer = decide(foldCase(history), command, within(180, self, minute))
  return answer.ok ? undefined : answer.failure
}
const notForTrip = { kind: 'consent-not-reconfirmed', consent: beforeAsked.id } as const

describe('a trip to a hearing', () => {
  it('is not planned on what she said before she was asked to come', () => {
    expect(againstTrip(toHearing)).toStrictEqual(notForTrip)
    expect(due(toHearing, 7)).toStrictEqual([
      { consent: beforeAsked.id, reason: 'trip', since: at(0) },
    ])
  })

  it.each([0, 5])('is planned once she was asked what may be told of it: %d', (minute) => {
    expect(againstTrip([...toHearing, spoken(minute)])).toBeUndefined()
    expect(due([...toHearing, spoken(minute)], 7)).toStrictEqual([])
  })

  it('asks for the consent of those alone who are told of it', () => {
    expect(againstTrip(toHearing, 7, { ...plan, to: [belgrade] })).toBeUndefined()
    expect(againstTrip(toHearing, 7, { ...plan, to: [belgrade, court] })).toStrictEqual(notForTrip)
  })

  it('names the consent that another organisation took, which asks her', () => {
    const byCourt = { ...beforeAsked, author: court } as CaseEvent
    const history = [byCourt, ...toHearing.slice(1)]
    expect(againstTrip(history)).toStrictEqual(notForTrip)
    expect(due(history, 7, vienna)).toStrictEqual([])
    expect(due(history, 7, court).map((each) => each.consent)).toStrictEqual([byCourt.id])
    expect(againstTrip([...history, spoken(5, byCourt)])).toBeUndefined()
  })

  const back = [
    ...toHearing,
    spoken(5),
    ...[ofHearing.planned, ofHearing.departed, ofHearing.returnArranged, ofHearing.returned],
    beside.consentedAgain,
  ]
  const planAgain = { ...plan, consent: beside.consentedAgain.id }

  it('is another one after the last, and she is asked anew', () => {
    expect(againstTrip(back, 66, planAgain)).toStrictEqual(notForTrip)
    expect(due(back, 66)).toStrictEqual([
      { consent: beforeAsked.id, reason: 'trip', since: at(20) },
    ])
    expect(againstTrip([...back, spoken(65)], 66, planAgain)).toBeUndefined()
  })

  it('is another one after the hearing was put off, whether she had left or not', () => {
    const putOff = [...toHearing, spoken(5), beside.postponed, moved(beside.consentedAgain, 27)]
    expect(againstTrip(putOff, 28, planAgain)).toStrictEqual(notForTrip)
    expect(due(putOff, 28)).toStrictEqual([
      { consent: beforeAsked.id, reason: 'trip', since: at(25) },
    ])
    expect(againstTrip([...putOff, spoken(26)], 28, planAgain)).toBeUndefined()
  })

  it('is another one after she left for home, too', () => {
    const left = [story.opened, story.offered, story.accepted, story.departed]
    const history = [...left, ...toHearing, spoken(8)]
    expect(againstTrip(history, 13)).toStrictEqual(notForTrip)
    expect(againstTrip([...history, spoken(12)], 13)).toBeUndefined()
  })

  it('is asked for since the first of two trips for which one consent is needed', () => {
    const both = { ...given, clauses: [...given.clauses, { ...toCourt, id: 'c4' }] }
    const history = decided.map((event) => (event.id === consent ? both : event))
    const first = [...toHearing.slice(1), moved(both, -10)]
    const all = [...history.filter(({ id }) => id !== consent), ...first]
    expect(due(all, 12)).toStrictEqual([{ consent, reason: 'trip', since: at(0) }])
  })

  it('is not planned on what she said longer ago than the policy allows', () => {
    const asked = [...toHearing, spoken(5)]
    expect(againstTrip(asked, 5 + 180 * day - millisecond)).toBeUndefined()
    expect(againstTrip(asked, 5 + 180 * day)).toStrictEqual(notForTrip)
  })

  it.each<[string, readonly CaseEvent[]]>([
    ['she has not agreed to take part', toHearing.filter(({ id }) => id !== ofHearing.agreed.id)],
    ['she has refused', [...toHearing, beside.refused]],
    ['she has chosen video', [...toHearing, beside.videoChosen]],
    ['she has not chosen', toHearing.filter(({ id }) => id !== ofHearing.modeChosen.id)],
    ['she was heard', [...toHearing, ofHearing.heard]],
    ['she is away', [...toHearing, ofHearing.planned, ofHearing.departed]],
  ])('is none that asks for anything where %s', (_where, history) => {
    expect(due(history, 45)).toStrictEqual([])
  })

  it('says nothing of a testimony that is not held', () => {
    expect(due([beforeAsked, ofHearing.agreed, ofHearing.modeChosen], 7)).toStrictEqual([])
  })
})
