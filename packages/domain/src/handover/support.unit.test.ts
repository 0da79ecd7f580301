import { describe, expect, it } from 'vitest'
import { mayAuthor, mayReceive } from '../case/entitlement.ts'
import { foldCase } from '../case/evolve.ts'
import type { CaseEvent } from '../case/events.ts'
import { story, upTo } from '../test-support/case-events.ts'
import { given } from '../test-support/commands.ts'
import { as, at, belgrade, skopje, vienna } from '../test-support/world.ts'
import { encountering, serving } from '../vocabulary/organisation-groups.ts'
import { commands, events, task } from './handover.fixture.ts'

const { roles, reviewed, ended } = events
const referral = story.offered.id
const nothingElse = { sections: {}, clauses: [] } as const
const referralIn = (history: readonly CaseEvent[]) => foldCase(history).referrals[referral]

describe('assign roles', () => {
  const { AssignRoles } = commands

  it.each([
    [vienna, belgrade],
    [belgrade, vienna],
  ])('is for each side, and shared with the other: %s', (self, to) => {
    given(...upTo('accepted'))
      .when(AssignRoles, as(self, 20))
      .then({
        type: 'RolesAssigned',
        occurredAt: at(20),
        facts: roles.facts,
        ...nothingElse,
        recipients: [{ to, purpose: 'handover', needs: [] }],
      })
  })

  it.each([...serving, ...encountering, 'nrmOffice', 'prosecution'] as const)(
    'is for whoever can offer a referral: %s',
    (kind) => {
      expect(mayAuthor(kind, 'ReferralOffered')).toBe(true)
      expect(mayAuthor(kind, 'RolesAssigned')).toBe(true)
      expect(mayReceive(kind, 'RolesAssigned')).toBe(true)
    },
  )

  it.each(['courtLiaison', 'consular', 'auditor'] as const)('is not for a %s', (kind) => {
    expect(mayAuthor(kind, 'RolesAssigned')).toBe(false)
    expect(mayReceive(kind, 'RolesAssigned')).toBe(false)
  })

  it('refuses a task for a stranger, and names it', () => {
    given(...upTo('accepted'))
      .when(
        { ...AssignRoles, tasks: [...AssignRoles.tasks, { ...task, by: skopje }] },
        as(vienna, 20),
      )
      .thenRejected({ kind: 'task-for-stranger', organisation: skopje })
  })

  it('refuses a task that is due by now, and before acceptance', () => {
    given(...upTo('accepted'))
      .when({ ...AssignRoles, tasks: [{ ...task, due: at(20) }] }, as(vienna, 20))
      .thenRejected({ kind: 'response-deadline-passed' })
    given(...upTo('seen'))
      .when(AssignRoles, as(vienna, 20))
      .thenRejected({ kind: 'not-accepted' })
  })

  it('counts as it was agreed last', () => {
    const later: CaseEvent = {
      ...roles,
      id: ended.id,
      author: belgrade,
      recordedAt: at(25),
      facts: { referral, tasks: [{ ...task, by: vienna }] },
    }
    const state = [...upTo('accepted'), later, roles]
    expect(referralIn(state)?.roles).toStrictEqual({
      event: later.id,
      tasks: [{ ...task, by: vienna }],
    })
    expect(referralIn([...upTo('accepted'), { ...roles, author: skopje }])?.roles).toBeUndefined()
  })
})

describe('review the support', () => {
  const { ReviewSupport } = commands
  const expected = {
    type: 'SupportReviewed',
    facts: { referral, outcome: 'onTrack' },
    ...nothingElse,
    recipients: [{ to: vienna, purpose: 'assistance', needs: ['needs'] }],
  } as const

  it('happens as often as it takes, and each time is kept', () => {
    given(...upTo('supported'))
      .when(ReviewSupport, as(belgrade, 16))
      .then({ ...expected, occurredAt: at(16) })
    given(...upTo('supported'), reviewed)
      .when(ReviewSupport, as(belgrade, 17))
      .then({ ...expected, occurredAt: at(17) })
    const twice = [
      ...upTo('supported'),
      reviewed,
      { ...reviewed, id: roles.id, recordedAt: at(18) },
    ]
    expect(referralIn(twice)?.reviews).toStrictEqual([reviewed.id, roles.id])
  })

  it('refuses before the support has begun, and after it has ended', () => {
    given(...upTo('arrived'))
      .when(ReviewSupport, as(belgrade, 16))
      .thenRejected({ kind: 'support-not-started' })
    given(...upTo('supported'), ended)
      .when(ReviewSupport, as(belgrade, 41))
      .thenRejected({ kind: 'support-ended' })
  })
})

describe('end the support', () => {
  const { EndSupport } = commands

  it('says when it ended and why', () => {
    given(...upTo('supported'))
      .when(EndSupport, as(belgrade, 40))
      .then({
        type: 'SupportEnded',
        occurredAt: at(39),
        facts: { referral, reason: 'goalsReached' },
        ...nothingElse,
        recipients: [{ to: vienna, purpose: 'assistance', needs: [] }],
      })
  })

  it('refuses before it has begun, twice, and in the future', () => {
    given(...upTo('arrived'))
      .when(EndSupport, as(belgrade, 40))
      .thenRejected({ kind: 'support-not-started' })
    given(...upTo('supported'), ended)
      .when(EndSupport, as(belgrade, 41))
      .thenRejected({ kind: 'already-done' })
    given(...upTo('supported'))
      .when(EndSupport, as(belgrade, 39 - 1 / 60_000))
      .thenRejected({ kind: 'in-the-future' })
  })

  it('leaves room for a last word about how it went', () => {
    given(...upTo('supported'), ended)
      .when({ ...commands.GiveFeedback, outcome: 'supportCompleted' }, as(belgrade, 41))
      .then({
        type: 'FeedbackGiven',
        occurredAt: at(41),
        facts: { referral, outcome: 'supportCompleted' },
        ...nothingElse,
        recipients: [{ to: vienna, purpose: 'assistance', needs: ['needs'] }],
      })
  })

  it('of the other side, or of a stranger, ends nothing', () => {
    for (const author of [vienna, skopje])
      for (const step of [ended, reviewed]) {
        const { supportEnded, reviews } =
          referralIn([...upTo('supported'), { ...step, author }]) ?? {}
        expect({ supportEnded, reviews }).toStrictEqual({ supportEnded: undefined, reviews: [] })
      }
  })
})
