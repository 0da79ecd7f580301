import { describe, expect, it } from 'vitest'
import { foldCase } from '../case/evolve.ts'
import type { CaseEvent } from '../case/events.ts'
import { grantTo } from '../test-support/case-events.ts'
import { at, belgrade, court, idOf, skopje, vienna } from '../test-support/world.ts'
import { beside, redress, story, upTo } from './testimony.story.fixture.ts'

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

describe('an event of one who had no say', () => {
  // The less has happened, the less hides what a forged event would do.
  const history = [...upTo('interpreter'), claimed, awarded]
  const histories = [
    upTo('asked'),
    [...upTo('planned'), claimed],
    history,
    [...upTo('departed'), claimed, awarded],
  ]

  /** The whole state but for which events are held, and with which sections. */
  function withoutKnown(events: readonly CaseEvent[]) {
    const { known: _known, sections: _sections, ...rest } = foldCase(events)
    return rest
  }

  const ofStranger = [
    story.explained,
    story.counselMet,
    story.agreed,
    beside.refused,
    story.modeChosen,
    story.safe,
    story.consented,
    story.planned,
    story.receptionConfirmed,
    story.interpreter,
    story.departed,
    story.arrived,
    beside.postponed,
    story.heard,
    beside.heardByVideo,
    story.returnArranged,
    story.returned,
    story.judged,
    awarded,
    rejected,
    paid,
  ].map((event) => ({ ...event, author: skopje }))

  const ofOtherParty = [
    { ...story.counselMet, author: court },
    { ...story.agreed, author: court },
    { ...beside.refused, author: court },
    { ...story.modeChosen, author: court },
    { ...story.consented, author: court },
    { ...story.planned, author: court },
    { ...story.receptionConfirmed, author: vienna },
    { ...story.departed, author: court },
    { ...beside.postponed, author: vienna },
    { ...story.returned, author: court },
  ]

  const forgeries = [...ofStranger, ...ofOtherParty].map((event) => ({
    ...event,
    id: idOf('forged'),
    recordedAt: at(500),
  }))

  it.each(forgeries)('is held and changes nothing: $type of $author', (forged) => {
    for (const before of histories) {
      expect(withoutKnown([...before, forged])).toStrictEqual(withoutKnown(before))
      expect(foldCase([...before, forged]).known[forged.id]?.author).toBe(forged.author)
    }
  })

  it.each(ofStranger)('breaks nothing where nothing is held that it is about: $type', (alone) => {
    expect(withoutKnown([alone])).toStrictEqual(withoutKnown([]))
  })

  it('may say something about its own testimony', () => {
    const facts = { ...story.asked.facts, asked: [court] }
    const own = { ...story.asked, id: idOf('own'), author: skopje, facts, grants: [grantTo(court)] }
    const state = foldCase([...history, own, { ...story.explained, facts: { testimony: own.id } }])
    expect(state.testimonies[own.id]).toStrictEqual({ ...asked, by: skopje, with: [court] })
  })
})
