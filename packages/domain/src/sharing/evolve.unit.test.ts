import { plusMilliseconds } from '@trm/kernel'
import { describe, expect, it } from 'vitest'
import type { CaseEvent, Grant } from '../case/events.ts'
import { foldCase } from '../case/evolve.ts'
import { sharedView } from '../case/shared-view.ts'
import { reviewGrant } from '../test-support/disclosing.ts'
import { grantTo } from '../test-support/case-events.ts'
import { at, belgrade, idOf, skopje, stranger, vienna } from '../test-support/world.ts'
import { copyTo, events, hasShared, held } from './sharing.fixture.ts'

const whole: readonly CaseEvent[] = [...hasShared, events.narrowed, events.ended, events.answered]
const atVienna: readonly CaseEvent[] = [
  events.consent,
  events.contact,
  copyTo(vienna, events.shared),
  events.narrowed,
  copyTo(vienna, events.ended),
  copyTo(vienna, events.answered),
]
const atSkopje: readonly CaseEvent[] = [
  events.next,
  copyTo(skopje, events.shared),
  copyTo(skopje, events.ended),
  events.answered,
]

const { among: _among, ...told } = events.shared.facts
const share = { ...told, by: belgrade, ended: ['contact'] } as const
const standsOn = { kind: 'consent', consent: events.next.id, clause: 'c1' } as const

describe('what is passed on', () => {
  it('is known with its way to all three, and what became of it', () => {
    for (const [log, known] of [
      [atVienna, share],
      [whole, { ...share, standsOn }],
      [atSkopje, { ...share, standsOn }],
    ] as const) {
      const state = foldCase(log)
      expect(state.shares).toStrictEqual({ [events.shared.id]: known })
      expect(state.narrowings[events.ended.id]).toStrictEqual({
        by: belgrade,
        share: events.shared.id,
        sections: ['contact'],
        answers: { [skopje]: 'erased' },
      })
    }
  })

  it('goes on being what its author wrote', () => {
    const [section] = foldCase(atSkopje).sections.contact ?? []
    expect(section).toMatchObject({ event: events.shared.id, author: vienna })
  })

  it('is the same in whatever order it arrived', () => {
    const expected = foldCase(whole)
    for (let turn = 1; turn < whole.length; turn++) {
      const turned = [...whole.slice(turn), ...whole.slice(0, turn)]
      expect(foldCase(turned)).toStrictEqual(expected)
      expect(foldCase(turned.toReversed())).toStrictEqual(expected)
    }
  })

  it('is seen alike by who passed it on and by who was passed it on', () => {
    const view = (log: readonly CaseEvent[], self: typeof vienna, other: typeof vienna) =>
      foldCase(sharedView(log, self, other))
    expect(view(atSkopje, skopje, belgrade)).toStrictEqual(view(whole, belgrade, skopje))
    expect(view(whole, belgrade, skopje).shares).toHaveProperty(events.shared.id)
    expect(view(whole, belgrade, skopje).sections).toStrictEqual({})
  })

  it.each([
    ['by who wrote it', { author: vienna }],
    ['by who is said to be passed it on', { author: skopje }],
    ['by somebody to whom it was never given', { author: stranger }],
    ['of an event by another', { facts: { ...events.shared.facts, writtenBy: stranger } }],
    ['to who wrote it', { facts: { ...events.shared.facts, to: vienna } }],
  ] as const)('is nothing %s', (_what, change) => {
    const forged = { ...copyTo(vienna, events.shared), ...change } as CaseEvent
    expect(foldCase([events.consent, events.contact, forged]).shares).toStrictEqual({})
  })

  it('is not taken back by anybody else, nor answered for', () => {
    for (const author of [vienna, skopje, stranger]) {
      const forged = foldCase([...hasShared, { ...events.ended, author }])
      expect(forged.shares[events.shared.id]?.ended).toStrictEqual([])
      expect(forged.narrowings).toStrictEqual({})
    }
    for (const author of [vienna, belgrade, stranger]) {
      const forged = foldCase([...hasShared, events.ended, { ...events.answered, author }])
      expect(forged.narrowings[events.ended.id]?.answers).toStrictEqual({})
    }
  })
})

describe('a grant of what is passed on', () => {
  const copy = copyTo(skopje, events.shared)
  const [own] = copy.grants as readonly [Grant]
  const beforeIt = foldCase([events.next])
  const review = (
    parts: Partial<Grant>,
    {
      event = copy,
      state = beforeIt,
      minute = 10,
    }: {
      event?: CaseEvent
      state?: typeof beforeIt
      minute?: number
    } = {},
  ) => reviewGrant({ event, grant: { ...own, ...parts }, at: at(minute) }, state)

  it('stands at who is passed it on', () => {
    expect(review({})).toBeUndefined()
  })

  it.each([
    ['more sections than it says', { sections: ['contact', 'identity'] }, 'beyond-clause'],
    ['longer than it says', { until: plusMilliseconds(at(1000), 1) }, 'beyond-clause'],
    ['onward', { onward: true }, 'beyond-clause'],
    ['another purpose', { purpose: 'protection' }, 'basis-refused'],
    ['another reader', { to: stranger }, 'basis-refused'],
    ['no consent', { basis: { kind: 'notice', about: idOf('next') } }, 'basis-refused'],
    [
      'a consent that it does not know',
      { basis: { kind: 'consent', consent: idOf('nowhere'), clause: 'c1' } },
      'consent-unknown',
    ],
  ] as const)('is refused with %s', (_what, change, kind) => {
    expect(review(change as Partial<Grant>)).toMatchObject({ kind })
  })

  it('is read no more once it was taken back, and what is left is', () => {
    const more = { ...events.shared.facts, sections: ['contact', 'identity'] } as const
    const event = { ...copy, facts: more }
    const state = foldCase([events.next, event, copyTo(skopje, events.ended)])
    expect(review({}, { event, state, minute: 30 })).toStrictEqual({
      kind: 'not-covered',
      rule: 'section-narrowed',
      section: 'contact',
    })
    expect(review({ sections: ['identity'] }, { event, state, minute: 30 })).toBeUndefined()
  })

  it('does not leave any more where whoever passes it on may not read it itself', () => {
    const state = foldCase([...hasShared, events.narrowed])
    expect(review({}, { event: events.shared, state, minute: 30 })).toStrictEqual({
      kind: 'not-covered',
      rule: 'section-narrowed',
      section: 'contact',
    })
    expect(review({}, { event: events.shared, state: foldCase(hasShared) })).toBeUndefined()
  })
})

describe('the news to who wrote it', () => {
  const news = copyTo(vienna, events.shared)
  const [notice] = news.grants as readonly [Grant]
  const atAuthor = [events.consent, events.contact] as const
  const review = (event: CaseEvent, log: readonly CaseEvent[] = atAuthor, grant = notice) =>
    reviewGrant({ event, grant, at: at(10) }, foldCase(log))
  const withFacts = (change: object) =>
    ({ ...news, facts: { ...news.facts, ...change } }) as CaseEvent

  it('stands as a notice about what it gave', () => {
    expect(review(news)).toBeUndefined()
    expect(foldCase(held).shares).toStrictEqual({})
  })

  it.each([
    ['from somebody to whom it gave nothing', { ...news, author: stranger }],
    ['of a section that it did not give', withFacts({ sections: ['contact', 'health'] })],
    ['for longer than it gave it', withFacts({ until: at(1001) })],
    ['in the name of its author', withFacts({ writtenBy: stranger })],
  ])('is refused %s', (_what, event) => {
    expect(review(event)).toStrictEqual({ kind: 'basis-refused' })
  })

  it('is refused where it was not given onward, with a section, and of what is not there', () => {
    const bare = { ...events.contact, grants: [grantTo(belgrade, { sections: ['contact'] })] }
    expect(review(news, [events.consent, bare])).toStrictEqual({ kind: 'basis-refused' })
    const withSection = { ...notice, sections: ['contact'] } as const
    expect(review(news, atAuthor, withSection)).toStrictEqual({ kind: 'basis-refused' })
    expect(review(news, [events.consent])).toStrictEqual({ kind: 'subject-unknown' })
  })
})
