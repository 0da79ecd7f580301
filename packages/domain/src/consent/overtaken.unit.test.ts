import { describe, expect, it } from 'vitest'
import type { CaseEvent } from '../case/events.ts'
import { foldCase } from '../case/evolve.ts'
import { events as sharing } from '../sharing/sharing.fixture.ts'
import { caseEvent, grantTo, story } from '../test-support/case-events.ts'
import { belgrade, skopje, vienna } from '../test-support/world.ts'
import { events } from './consent.fixture.ts'
import { overtakenSections } from './overtaken.ts'

const grant = grantTo(belgrade, { seq: 4, sections: ['identity', 'contact'] })
const late: CaseEvent = { ...story.contact, grants: [grant] }
const narrowed: CaseEvent = { ...story.narrowed, grants: [grantTo(belgrade, { seq: 5 })] }
const overtakenBy = (...news: readonly CaseEvent[]) => {
  const held = [story.consent, ...news]
  return overtakenSections({ event: late, grant }, held, foldCase(held))
}

describe('what was taken back before it arrived', () => {
  it('is what its author took back after it signed it, and nothing else', () => {
    expect(overtakenBy(narrowed)).toStrictEqual(['contact'])
    expect(overtakenBy({ ...events.clauseExpired, grants: narrowed.grants })).toStrictEqual([
      'identity',
      'contact',
    ])
  })

  it.each<[string, readonly CaseEvent[]]>([
    ['where nothing was', []],
    ['before it was signed', [{ ...narrowed, grants: [grantTo(belgrade, { seq: 3 })] }]],
    [
      'of another clause',
      [
        {
          ...story.narrowed,
          grants: narrowed.grants,
          facts: { ...story.narrowed.facts, clause: 'c2' },
        },
      ],
    ],
    [
      'with the whole consent, of which nothing is left',
      [{ ...events.withdrawn, grants: narrowed.grants }],
    ],
    ['only for now', [{ ...events.suspendedHers, grants: narrowed.grants }]],
  ])('is nothing that was taken back %s', (_what, news) => {
    expect(overtakenBy(...news)).toStrictEqual([])
  })

  it('is what was passed on and has ended, by who passed it on', () => {
    const shared: CaseEvent = { ...sharing.shared, grants: [grant] }
    const ended = (author: typeof vienna): CaseEvent =>
      caseEvent('SharingEnded', 'endedFirst', author, 20, {
        shared: shared.id,
        sections: ['contact'],
        among: [vienna, belgrade],
      })
    const overtakes = (author: typeof vienna) =>
      overtakenSections(
        { event: shared, grant },
        [story.consent, ended(author)],
        foldCase([story.consent, ended(author)]),
      )
    expect(overtakes(shared.author)).toStrictEqual(['contact'])
    expect(overtakes(skopje)).toStrictEqual([])
    expect(
      overtakenSections({ event: late, grant }, [ended(vienna)], foldCase([ended(vienna)])),
    ).toStrictEqual([])
  })

  it('is nothing that the reader took back, of which the author could not know', () => {
    const held = [
      { ...story.consent, author: belgrade },
      { ...narrowed, author: belgrade, grants: [grantTo(vienna, { seq: 9 })] },
    ]
    const state = foldCase(held)
    expect(state.narrowings[narrowed.id]?.sections).toStrictEqual(['contact'])
    expect(overtakenSections({ event: late, grant }, held, state)).toStrictEqual([])
  })

  it('is nothing of what did not come with her consent', () => {
    const held = [story.consent, narrowed]
    const bare = { ...grant, basis: { kind: 'notice', about: story.offered.id } } as const
    expect(overtakenSections({ event: late, grant: bare }, held, foldCase(held))).toStrictEqual([])
  })
})
