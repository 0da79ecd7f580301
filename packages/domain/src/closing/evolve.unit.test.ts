import { describe, expect, it } from 'vitest'
import { foldCase } from '../case/evolve.ts'
import type { CaseEvent } from '../case/events.ts'
import { story } from '../test-support/case-events.ts'
import { at, belgrade, idOf, skopje, vienna } from '../test-support/world.ts'
import { events, transferred } from './closing.fixture.ts'

const { closed, reopened } = events
const { opened } = story
const closedByVienna = { by: vienna, event: closed.id, reason: 'supportCompleted' }

/** The whole state but for which events are held. */
function withoutKnown(history: readonly CaseEvent[]) {
  const { known: _known, ...rest } = foldCase(history)
  return rest
}

describe('a closing, as it is held', () => {
  it('is the first one, and ends with the reopening', () => {
    const again = { ...closed, id: idOf('again'), recordedAt: at(901) }
    expect(withoutKnown([opened, closed, again])).toStrictEqual({
      ...withoutKnown([opened]),
      closed: closedByVienna,
    })
    expect(withoutKnown([reopened, opened, closed])).toStrictEqual(withoutKnown([opened]))
  })

  it('may follow a reopening', () => {
    const again = { ...closed, id: idOf('again'), recordedAt: at(920) }
    expect(foldCase([opened, closed, reopened, again]).closed).toStrictEqual({
      ...closedByVienna,
      event: again.id,
    })
  })

  it('is that of who opened the case or has custody of it', () => {
    expect(foldCase([...transferred, closed]).closed).toStrictEqual(closedByVienna)
    const byBelgrade = { ...closed, author: belgrade }
    expect(foldCase([...transferred, byBelgrade]).closed?.by).toBe(belgrade)
  })
})

describe('an event of one who had no say', () => {
  it.each<[string, CaseEvent]>([
    ['a closing by who received a referral', { ...closed, author: belgrade }],
    ['a closing by a stranger', { ...closed, author: skopje }],
    ['a reopening of what is open', reopened],
  ])('is held and changes nothing: %s', (_name, forged) => {
    const history = [opened, story.offered, story.accepted]
    expect(withoutKnown([...history, forged])).toStrictEqual(withoutKnown(history))
    expect(foldCase([...history, forged]).known[forged.id]?.author).toBe(forged.author)
  })

  it.each<[string, CaseEvent]>([
    ['a reopening by another', { ...reopened, author: belgrade }],
    [
      'a reopening of another closing',
      { ...reopened, facts: { ...reopened.facts, closing: opened.id } },
    ],
  ])('does not open what is closed: %s', (_name, forged) => {
    expect(withoutKnown([opened, closed, forged])).toStrictEqual(withoutKnown([opened, closed]))
  })
})
