import { describe, expect, it } from 'vitest'
import { foldCase } from '../case/evolve.ts'
import type { CaseEvent } from '../case/events.ts'
import { emptyCase } from '../case/state.ts'
import { at, belgrade, court, greeter, idOf, vienna } from '../test-support/world.ts'
import { beside, redress, story, upTo } from './testimony.story.fixture.ts'

const testimony = story.asked.id
const trip = story.planned.id
const { claimed, awarded, rejected, paid } = redress

const asked = {
  by: court,
  with: [vienna, belgrade],
  purpose: 'testify',
  modes: ['video', 'recorded', 'inPerson'],
  hearingFrom: at(1000),
  hearingUntil: at(1100),
  respondBy: at(500),
  preparedBy: [],
  safetyAssessedBy: [],
  tripConsents: {},
  postponements: [],
  judgments: [],
}

describe('a testimony, as it is held', () => {
  it('begins with what was asked for', () => {
    expect(foldCase(upTo('asked')).testimonies).toStrictEqual({ [testimony]: asked })
  })

  it('has each step of the story in the end, and nothing else of the case', () => {
    const state = foldCase([...upTo('judged'), beside.released])
    const { testimonies, trips, receptions, interpreters, releases, ...rest } = state
    expect(testimonies).toStrictEqual({
      [testimony]: {
        ...asked,
        explained: story.explained.id,
        counselMet: story.counselMet.id,
        participation: { kind: 'given', event: story.agreed.id, at: at(3) },
        mode: { event: story.modeChosen.id, mode: 'inPerson' },
        preparedBy: [vienna],
        safetyAssessedBy: [vienna],
        tripConsents: { [story.consented.id]: 'used' },
        statement: story.heard.id,
        judgments: [{ event: story.judged.id, outcome: 'convicted' }],
      },
    })
    expect(trips).toStrictEqual({
      [trip]: {
        by: vienna,
        testimony,
        departed: story.departed.id,
        arrived: story.arrived.id,
        returnArranged: story.returnArranged.id,
        returned: story.returned.id,
      },
    })
    expect(receptions).toStrictEqual({
      [story.receptionAsked.id]: {
        by: vienna,
        to: [greeter],
        meetAt: at(30),
        confirmed: story.receptionConfirmed.id,
      },
    })
    expect(interpreters).toStrictEqual({
      [story.interpreter.id]: { by: court, testimony, until: at(1100) },
    })
    expect(releases).toStrictEqual({
      [beside.released.id]: { kind: 'onParole', expectedOn: at(200) },
    })
    const {
      testimonies: _t,
      trips: _r,
      receptions: _e,
      interpreters: _i,
      releases: _l,
      ...none
    } = emptyCase
    expect({ ...rest, known: {}, sections: {} }).toStrictEqual(none)
  })

  it('has her latest word on taking part and on the mode, and the first of everything else', () => {
    const again = <Event extends CaseEvent>(event: Event, minute: number): Event => ({
      ...event,
      id: idOf(`${event.type}-again`),
      recordedAt: at(minute),
    })
    const state = foldCase([
      ...upTo('judged'),
      beside.refused,
      again(story.modeChosen, 80),
      again(story.explained, 80),
      again(story.counselMet, 80),
      again(story.heard, 80),
      again(story.departed, 80),
      again(story.arrived, 80),
      again(story.returned, 80),
      again(story.receptionConfirmed, 80),
      again(story.safe, 80),
    ])
    const held = state.testimonies[testimony]
    expect(held?.participation).toStrictEqual({
      kind: 'refused',
      event: beside.refused.id,
      at: at(15),
    })
    expect(held?.mode?.event).toBe(idOf('StatementModeChosen-again'))
    expect(held?.explained).toBe(story.explained.id)
    expect(held?.counselMet).toBe(story.counselMet.id)
    expect(held?.statement).toBe(story.heard.id)
    expect(held?.safetyAssessedBy).toStrictEqual([vienna])
    expect(state.trips[trip]?.departed).toBe(story.departed.id)
    expect(state.trips[trip]?.arrived).toBe(story.arrived.id)
    expect(state.trips[trip]?.returned).toBe(story.returned.id)
    expect(state.receptions[story.receptionAsked.id]?.confirmed).toBe(story.receptionConfirmed.id)
  })

  it('has the steps of whichever party may take them', () => {
    const interpreter = { ...story.interpreter, author: belgrade }
    const judged = { ...story.judged, author: vienna }
    const returnArranged = { ...story.returnArranged, author: court }
    const state = foldCase([...upTo('heard'), interpreter, judged, returnArranged])
    expect(state.interpreters[interpreter.id]?.by).toBe(belgrade)
    expect(state.testimonies[testimony]?.judgments).toHaveLength(1)
    expect(state.trips[trip]?.returnArranged).toBe(returnArranged.id)
  })

  it('keeps a reception whose trip it was not told of, as the greeter does', () => {
    expect(Object.keys(foldCase([story.receptionAsked]).receptions)).toStrictEqual([
      story.receptionAsked.id,
    ])
  })

  it('has every postponement, and the days of the latest', () => {
    const { postponed } = beside
    const facts = { ...postponed.facts, hearingFrom: at(9000), hearingUntil: at(9100) }
    const second = {
      ...postponed,
      id: idOf('again'),
      facts,
      occurredAt: at(26),
      recordedAt: at(26),
    }
    expect(foldCase([story.asked, postponed, second]).testimonies[testimony]).toStrictEqual({
      ...asked,
      hearingFrom: at(9000),
      hearingUntil: at(9100),
      postponements: [
        { event: postponed.id, at: at(25) },
        { event: second.id, at: at(26) },
      ],
    })
  })
})

describe('a claim, as it is held', () => {
  const claim = { by: vienna, heads: ['lostWages'], awards: [] }
  const claimOf = (...events: readonly CaseEvent[]) => foldCase(events).claims[claimed.id]
  const award = { kind: 'awarded', event: awarded.id, heads: ['lostWages'] }

  it('has its latest outcome, every award, and the payment', () => {
    expect(claimOf(claimed)).toStrictEqual(claim)
    expect(claimOf(claimed, awarded)).toStrictEqual({
      ...claim,
      awards: [awarded.id],
      outcome: award,
    })
    expect(claimOf(claimed, awarded, rejected)).toStrictEqual({
      ...claim,
      awards: [awarded.id],
      outcome: { kind: 'refused', event: rejected.id, reason: 'notProved' },
    })
    const again = { ...paid, id: idOf('again'), recordedAt: at(99) }
    expect(claimOf(claimed, awarded, paid, again)).toStrictEqual({
      ...claim,
      awards: [awarded.id],
      outcome: award,
      paid: paid.id,
    })
  })
})
