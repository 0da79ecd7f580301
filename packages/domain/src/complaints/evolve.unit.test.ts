import { describe, expect, it } from 'vitest'
import { foldCase } from '../case/evolve.ts'
import type { CaseEvent } from '../case/events.ts'
import { at, idOf, police, skopje, vienna, viennaOffice } from '../test-support/world.ts'
import { events } from './complaints.fixture.ts'

const { made, answered, overdue, found, recused } = events
const complaint = { by: vienna, matter: 'delay', respondBy: at(100) }

/** The whole state but for which events are held. */
function withoutKnown(history: readonly CaseEvent[]) {
  const { known: _known, ...rest } = foldCase(history)
  return rest
}

const again = <Event extends CaseEvent>(event: Event): Event => ({
  ...event,
  id: idOf(`${event.type}-again`),
  recordedAt: at(500),
})

describe('complaints, as they are held', () => {
  it('has the first answer and the first silence, in either order', () => {
    const whole = {
      [made.id]: {
        ...complaint,
        answer: { event: answered.id, outcome: 'upheld' },
        overdue: overdue.id,
      },
    }
    expect(foldCase([made]).complaints).toStrictEqual({ [made.id]: complaint })
    expect(foldCase([made, answered, overdue]).complaints).toStrictEqual(whole)
    const late = { ...answered, recordedAt: at(130) }
    expect(foldCase([made, overdue, late]).complaints).toStrictEqual(whole)
    expect(
      foldCase([made, answered, again(answered), overdue, again(overdue)]).complaints,
    ).toStrictEqual(whole)
  })

  it('knows who keeps out of it, and since when', () => {
    expect(foldCase([recused, again(recused)]).recusals).toStrictEqual({ [police]: recused.id })
    const other = { ...recused, id: idOf('other'), author: viennaOffice }
    expect(foldCase([recused, other]).recusals).toStrictEqual({
      [police]: recused.id,
      [viennaOffice]: other.id,
    })
  })

  it('keeps how a service was found for itself', () => {
    expect(withoutKnown([made, found])).toStrictEqual(withoutKnown([made]))
  })
})

describe('an event of one who had no say', () => {
  it.each<[string, CaseEvent]>([
    ['an answer by a stranger', { ...answered, author: skopje }],
    ['an answer by who passed the complaint on', { ...answered, author: vienna }],
    ['a silence that who was asked records', { ...overdue, author: police }],
    ['a silence that a stranger records', { ...overdue, author: skopje }],
    [
      'an answer to something else',
      { ...answered, facts: { ...answered.facts, complaint: found.id } },
    ],
  ])('is held and changes nothing: %s', (_name, forged) => {
    const history = [made, found]
    expect(withoutKnown([...history, forged])).toStrictEqual(withoutKnown(history))
    expect(foldCase([...history, forged]).known[forged.id]?.author).toBe(forged.author)
  })

  it('is that of one who keeps out of it', () => {
    expect(withoutKnown([made, recused, answered])).toStrictEqual(withoutKnown([made, recused]))
  })
})
