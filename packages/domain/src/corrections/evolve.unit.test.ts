import { describe, expect, it } from 'vitest'
import { foldCase } from '../case/evolve.ts'
import type { CaseEvent } from '../case/events.ts'
import { commitmentTo } from '../test-support/case-events.ts'
import { at, belgrade, idOf, skopje, vienna, viennaOffice } from '../test-support/world.ts'
import { events } from './corrections.fixture.ts'

const { contact, reported, corrected, acknowledged, correctedAgain } = events
const first = {
  by: vienna,
  corrects: contact.id,
  sections: ['contact'],
  concerns: [contact.id],
  acknowledgedBy: {},
}
const second = { ...first, sections: ['identity', 'contact'], concerns: [contact.id, corrected.id] }

/** The whole state but for which events are held, and with which sections. */
function withoutKnown(history: readonly CaseEvent[]) {
  const { known: _known, sections: _sections, ...rest } = foldCase(history)
  return rest
}

describe('corrections, as they are held', () => {
  it('has what was reported, and what was put right', () => {
    expect(withoutKnown([contact, reported, corrected])).toStrictEqual({
      ...withoutKnown([contact]),
      mistakes: { [reported.id]: { by: belgrade, about: contact.id, sections: ['contact'] } },
      corrections: { [corrected.id]: first },
    })
  })

  it('knows who has put it right, from the first time on', () => {
    const again = { ...acknowledged, id: idOf('again'), recordedAt: at(12) }
    const other = { ...acknowledged, id: idOf('other'), author: viennaOffice }
    expect(foldCase([contact, corrected, again, acknowledged, other]).corrections).toStrictEqual({
      [corrected.id]: {
        ...first,
        acknowledgedBy: { [belgrade]: acknowledged.id, [viennaOffice]: other.id },
      },
    })
  })

  it('lets the later of two supersede the earlier, and keeps both', () => {
    const both = {
      [corrected.id]: { ...first, supersededBy: correctedAgain.id },
      [correctedAgain.id]: second,
    }
    expect(foldCase([contact, corrected, correctedAgain]).corrections).toStrictEqual(both)
    expect(foldCase([contact, correctedAgain, corrected]).corrections).toStrictEqual(both)
    const third = { ...correctedAgain, id: idOf('third'), recordedAt: at(13) }
    expect(foldCase([third, contact, correctedAgain, corrected]).corrections).toStrictEqual({
      ...both,
      [correctedAgain.id]: { ...second, supersededBy: third.id },
      [third.id]: { ...second, concerns: [contact.id, corrected.id, correctedAgain.id] },
    })
  })

  it('lets a correction of other sections, or of another event, stand beside it', () => {
    const identity = {
      ...correctedAgain,
      facts: { ...correctedAgain.facts, sections: ['identity'] },
    } as const
    expect(foldCase([contact, corrected, identity]).corrections[corrected.id]).toStrictEqual(first)
    const other = { ...contact, id: idOf('other') }
    const elsewhere = {
      ...correctedAgain,
      facts: { ...correctedAgain.facts, corrects: other.id },
    }
    expect(
      foldCase([contact, other, corrected, elsewhere]).corrections[corrected.id],
    ).toStrictEqual({ ...first, concerns: [contact.id, other.id] })
  })

  it('lets a correction of the correction supersede it', () => {
    const onTop = {
      ...correctedAgain,
      facts: { ...correctedAgain.facts, corrects: corrected.id },
    }
    const { corrections } = foldCase([contact, onTop, corrected])
    expect(corrections[corrected.id]?.supersededBy).toBe(onTop.id)
    const ofStranger = { ...onTop, author: skopje }
    expect(foldCase([contact, corrected, ofStranger]).corrections[corrected.id]).toStrictEqual(
      first,
    )
  })

  it('lets what a later correction leaves out stand', () => {
    const narrower = { ...correctedAgain, id: idOf('narrower'), recordedAt: at(13) }
    const contactOnly = { ...narrower, facts: corrected.facts }
    expect(foldCase([contact, correctedAgain, contactOnly]).corrections).toStrictEqual({
      [correctedAgain.id]: { ...second, concerns: [contact.id] },
      [contactOnly.id]: { ...first, concerns: [contact.id, correctedAgain.id] },
    })
  })

  it('keeps the values of both, as far as they are held', () => {
    const held = { author: vienna, to: [belgrade, viennaOffice] }
    expect(foldCase([contact, corrected, correctedAgain]).sections.contact).toStrictEqual([
      { ...held, event: contact.id, digest: 'digest-of-contact' },
      { ...held, event: corrected.id, digest: 'right' },
      { ...held, event: correctedAgain.id, digest: 'better', to: [belgrade] },
    ])
  })

  it('holds a correction of what is not held', () => {
    expect(foldCase([corrected]).corrections).toStrictEqual({
      [corrected.id]: { ...first, concerns: [] },
    })
  })

  it('says which of the events that are held it concerns, in whatever order they arrive', () => {
    const correction = {
      ...corrected,
      facts: { ...corrected.facts, corrects: idOf('opened'), sections: ['identity'] },
    } as const
    const request = {
      ...contact,
      id: idOf('request'),
      recordedAt: at(9),
      sections: [commitmentTo('identity', 'wrong, too')],
    }
    const later = { ...request, id: idOf('later'), recordedAt: at(20) }
    const others = { ...request, id: idOf('others'), author: belgrade }
    const apart = { ...request, id: idOf('apart'), sections: [commitmentTo('health')] }
    const all = [contact, request, later, others, apart, correction]
    for (const history of [all, all.toReversed()]) {
      const { concerns } = foldCase(history).corrections[correction.id] ?? {}
      expect(concerns).toStrictEqual([contact.id, request.id])
    }
  })
})

describe('an event of one who had no say', () => {
  const history = [contact, corrected]

  it.each<[string, CaseEvent]>([
    ['a mistake reported by one who was not given it', { ...reported, author: skopje }],
    ['a mistake reported by its author', { ...reported, author: vienna }],
    [
      'a mistake in what is not held',
      { ...reported, facts: { ...reported.facts, about: idOf('nowhere') } },
    ],
    ['a correction by another than the author', { ...correctedAgain, author: belgrade }],
    ['a correction by a stranger', { ...correctedAgain, author: skopje }],
    ['an acknowledgement by a stranger', { ...acknowledged, author: skopje }],
    ['an acknowledgement by the author', { ...acknowledged, author: vienna }],
    [
      'an acknowledgement of something else',
      { ...acknowledged, facts: { correction: contact.id } },
    ],
  ])('is held and changes nothing: %s', (_name, forged) => {
    expect(withoutKnown([...history, forged])).toStrictEqual(withoutKnown(history))
    expect(foldCase([...history, forged]).known[forged.id]?.author).toBe(forged.author)
  })
})
