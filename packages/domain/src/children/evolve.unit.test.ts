import { describe, expect, it } from 'vitest'
import { foldCase } from '../case/evolve.ts'
import type { CaseEvent } from '../case/events.ts'
import { emptyCase } from '../case/state.ts'
import { grantTo, story } from '../test-support/case-events.ts'
import {
  at,
  belgrade,
  belgradeOffice,
  guardianship,
  idOf,
  skopje,
  vienna,
  viennaOffice,
} from '../test-support/world.ts'
import { events, opened, referred } from './children.fixture.ts'

const { guardian, excluded, interests, care, receiver, asked, answered, grown } = events

/** The whole state but for which events are held, and with which sections. */
function withoutKnown(history: readonly CaseEvent[]) {
  const { known: _known, sections: _sections, ...rest } = foldCase(history)
  return rest
}

describe('a child, as far as it is held', () => {
  it('has all that was decided for it', () => {
    const all = [...referred, guardian, excluded, interests, care, receiver]
    expect(withoutKnown(all)).toStrictEqual({
      ...withoutKnown(referred),
      guardians: { [guardian.id]: { by: vienna, kind: 'appointedPerson', excluded: excluded.id } },
      bestInterests: { event: interests.id, solution: 'returnToOrigin' },
      care: { event: care.id, kind: 'fosterFamily' },
      receiver: { event: receiver.id, kind: 'socialServices' },
    })
  })

  it('has the latest determination, care and receiver, and the first exclusion', () => {
    const again = <Event extends CaseEvent>(event: Event): Event => ({
      ...event,
      id: idOf(`${event.type}-again`),
      recordedAt: at(40),
    })
    const all = [...referred, guardian, excluded, interests, care, receiver]
    const state = foldCase([
      ...all,
      again(excluded),
      again(interests),
      again(care),
      again(receiver),
    ])
    expect(state.guardians[guardian.id]?.excluded).toBe(excluded.id)
    expect(state.bestInterests?.event).toBe(idOf('BestInterestsDetermined-again'))
    expect(state.care?.event).toBe(idOf('CareArranged-again'))
    expect(state.receiver?.event).toBe(idOf('ReceiverAppointed-again'))
  })

  it('is held by one who knows of no custodian, too', () => {
    const brought = [story.consent]
    expect(withoutKnown([...brought, guardian, excluded])).toStrictEqual({
      ...withoutKnown(brought),
      guardians: { [guardian.id]: { by: vienna, kind: 'appointedPerson', excluded: excluded.id } },
    })
  })

  it('comes of age', () => {
    const again = { ...grown, id: idOf('again'), recordedAt: at(31) }
    expect(withoutKnown([opened, grown, again])).toStrictEqual({
      ...withoutKnown([opened]),
      ageStatus: 'verifiedAdult',
      ageClaims: { [vienna]: { ageStatus: 'verifiedAdult', event: grown.id } },
      majority: grown.id,
    })
  })
})

describe('a question between focal points, as it is held', () => {
  const question = { by: viennaOffice, respondBy: at(500), answers: {} }

  it('has the first answer of each who was asked', () => {
    const second = {
      ...answered,
      id: idOf('again'),
      recordedAt: at(27),
      facts: { ...answered.facts, answer: 'notKnown' },
    } as const
    const toTwo = { ...asked, grants: [grantTo(belgradeOffice), grantTo(guardianship)] }
    expect(foldCase([asked]).focalPointQuestions).toStrictEqual({ [asked.id]: question })
    expect(
      foldCase([toTwo, answered, second, { ...second, id: idOf('other'), author: guardianship }])
        .focalPointQuestions,
    ).toStrictEqual({
      [asked.id]: {
        ...question,
        answers: { [belgradeOffice]: 'known', [guardianship]: 'notKnown' },
      },
    })
  })
})

describe('an event of one who had no say', () => {
  const history = [...referred, guardian, asked]
  const ofStranger = [events.parent, excluded, interests, care, receiver, answered, grown].map(
    (event) => ({ ...event, author: skopje }),
  )
  const ofOtherSide = [
    { ...events.parent, author: belgrade },
    { ...excluded, author: belgrade },
    { ...interests, author: belgrade },
    { ...grown, author: belgrade },
    { ...answered, author: viennaOffice },
  ]

  it.each<CaseEvent>([...ofStranger, ...ofOtherSide])(
    'is held and changes nothing: $type of $author',
    (forged) => {
      expect(withoutKnown([...history, forged])).toStrictEqual(withoutKnown(history))
      expect(foldCase([...history, forged]).known[forged.id]?.author).toBe(forged.author)
    },
  )

  it('changes nothing when the referral was not accepted', () => {
    const offered = referred.slice(0, 2)
    for (const forged of [care, receiver]) {
      expect(withoutKnown([...offered, forged])).toStrictEqual(withoutKnown(offered))
    }
  })

  it('does not exclude a guardian who is none', () => {
    expect(withoutKnown([opened, excluded])).toStrictEqual(withoutKnown([opened]))
    expect(foldCase([]).guardians).toStrictEqual(emptyCase.guardians)
  })
})
