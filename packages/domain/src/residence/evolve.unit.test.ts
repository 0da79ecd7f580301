import { describe, expect, it } from 'vitest'
import { foldCase } from '../case/evolve.ts'
import type { CaseEvent } from '../case/events.ts'
import { emptyCase, type CaseState } from '../case/state.ts'
import { caseEvent, grantTo } from '../test-support/case-events.ts'
import { at, belgrade, idOf, migration, police, skopje, vienna } from '../test-support/world.ts'
import {
  alarmRaised,
  dayOf,
  permitAsked,
  permitGranted,
  permitRefused,
  reflection,
} from './residence.fixture.ts'

const residenceOf = ({ reflections, permitRequests, permits }: CaseState) => ({
  reflections,
  permitRequests,
  permits,
})
const fold = (...events: readonly CaseEvent[]) => residenceOf(foldCase(events))

const running = { by: migration, grantedAt: at(3), until: dayOf(30) }
const asked = { by: vienna, ground: 'personalSituation' }

/** The whole state but for which events are held. */
function withoutKnown(events: readonly CaseEvent[]) {
  const { known: _known, ...rest } = foldCase(events)
  return rest
}

describe('residence, as it is held', () => {
  it('is nothing at first', () => {
    expect(fold()).toStrictEqual(residenceOf(emptyCase))
  })

  it('knows a reflection period, since when and until when', () => {
    expect(fold(reflection).reflections).toStrictEqual({ [reflection.id]: running })
  })

  it('knows what was asked for, and the answer', () => {
    expect(fold(permitAsked).permitRequests).toStrictEqual({ [permitAsked.id]: asked })
    expect(fold(permitAsked, permitRefused)).toStrictEqual({
      reflections: {},
      permitRequests: {
        [permitAsked.id]: {
          ...asked,
          answer: { kind: 'refused', event: permitRefused.id, reason: 'groundsNotMet' },
        },
      },
      permits: {},
    })
    expect(fold(permitAsked, permitGranted)).toStrictEqual({
      reflections: {},
      permitRequests: {
        [permitAsked.id]: { ...asked, answer: { kind: 'granted', event: permitGranted.id } },
      },
      permits: {
        [permitGranted.id]: {
          by: migration,
          ground: 'personalSituation',
          until: permitGranted.facts.until,
        },
      },
    })
  })

  it('knows a permit that nobody asked for', () => {
    const { request: _request, ...facts } = permitGranted.facts
    const unasked = caseEvent('ResidencePermitGranted', 'unasked', migration, 5, facts)
    expect(fold(unasked).permits).toStrictEqual({
      [unasked.id]: { by: migration, ground: 'personalSituation', until: facts.until },
    })
    expect(fold(unasked).permitRequests).toStrictEqual({})
  })

  it('counts the first answer, and keeps a permit that was granted after all', () => {
    const later = { ...permitGranted, recordedAt: at(6) }
    const state = fold(later, permitRefused, permitAsked)
    expect(state.permitRequests[permitAsked.id]?.answer).toStrictEqual({
      kind: 'refused',
      event: permitRefused.id,
      reason: 'groundsNotMet',
    })
    expect(Object.keys(state.permits)).toStrictEqual([permitGranted.id])
  })

  it('knows the first alarm', () => {
    const second = {
      ...alarmRaised,
      id: idOf('secondAlarm'),
      author: belgrade,
      recordedAt: dayOf(24),
    }
    expect(fold(second, alarmRaised, reflection).reflections).toStrictEqual({
      [reflection.id]: { ...running, alarm: alarmRaised.id },
    })
  })
})

describe('an event of one who had no say', () => {
  const history = [reflection, permitAsked]

  it.each<[string, CaseEvent]>([
    ['an alarm of a stranger', { ...alarmRaised, author: skopje }],
    ['a refusal of one who was not asked', { ...permitRefused, author: police }],
    ['a refusal of the one who asked', { ...permitRefused, author: vienna }],
    ['a permit of one who was not asked', { ...permitGranted, author: police }],
    ['a permit of the one who asked', { ...permitGranted, author: vienna }],
    [
      'an answer to something else',
      { ...permitRefused, facts: { ...permitRefused.facts, request: reflection.id } },
    ],
    [
      'an alarm about something else',
      { ...alarmRaised, author: migration, facts: { reflection: permitAsked.id } },
    ],
  ])('is held and changes nothing: %s', (_name, forged) => {
    expect(withoutKnown([...history, forged])).toStrictEqual(withoutKnown(history))
    expect(foldCase([...history, forged]).known[forged.id]).toStrictEqual({
      type: forged.type,
      author: forged.author,
      recordedAt: forged.recordedAt,
      to: forged.grants.map(({ to }) => to),
    })
  })

  it('does not keep the one who was asked from answering', () => {
    const elsewhere = { ...permitAsked, grants: [grantTo(police)] }
    const answered = fold(elsewhere, { ...permitRefused, author: police })
    expect(answered.permitRequests[permitAsked.id]?.answer?.kind).toBe('refused')
  })
})
