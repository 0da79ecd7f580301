import { describe, expect, it } from 'vitest'
import { decide } from '../case/decide.ts'
import { dueCommands } from '../case/due.ts'
import type { CaseEvent } from '../case/events.ts'
import { foldCase } from '../case/evolve.ts'
import { planDisclosures } from '../test-support/disclosing.ts'
import { events as ofHandover } from '../handover/handover.fixture.ts'
import { caseEvent, clauses, grantTo, story, upTo } from '../test-support/case-events.ts'
import { given } from '../test-support/commands.ts'
import { as, at, belgrade, court, idOf, skopje, vienna } from '../test-support/world.ts'
import { story as testimony } from '../testimony/testimony.story.fixture.ts'
import { asked, commands as c, events, HOLDERS_ANSWER_WITHIN } from './promises.fixture.ts'

const millisecond = 1 / 60_000
const bare = { sections: {}, clauses: [] } as const
const overdueAt = (minute: number) => ({ ...bare, occurredAt: at(minute) })

describe.each(asked)(
  'an answer about $what',
  ({ subject, history, answer, by, to, minute, purpose }) => {
    const record = { ...c.answer, subject: subject.id }
    const overdue = caseEvent('AnswerOverdue', 'overdue', by, minute, { subject: subject.id })
    const typesDue = (events: readonly CaseEvent[], self = by) =>
      dueCommands(foldCase(events), as(self, minute))

    it('is overdue at its very hour, which whoever was asked learns, and nobody else', () => {
      given(...history)
        .when(record, as(by, minute))
        .then({
          ...overdueAt(minute),
          type: 'AnswerOverdue',
          facts: { subject: subject.id },
          recipients: [{ to, purpose, needs: [] }],
        })
      given(...history)
        .when(record, as(by, minute - millisecond))
        .thenRejected({ kind: 'not-due-yet' })
      expect(typesDue(history)).toContainEqual(record)
    })

    it('is told as bare news, without a clause that covers it', () => {
      const state = foldCase([subject])
      const decided = decide(state, record, as(by, minute))
      const plan = decided.ok && planDisclosures(decided.value, state, by, at(minute))
      expect(plan && plan.ok && plan.value.map(({ grant }) => grant)).toMatchObject([
        { to, sections: [], basis: { kind: 'notice', about: subject.id }, onward: false },
      ])
    })

    it('is overdue once, and not where it was answered', () => {
      given(...history, overdue)
        .when(record, as(by, minute + 1))
        .thenRejected({ kind: 'already-done' })
      given(...history, answer)
        .when(record, as(by, minute))
        .thenRejected({ kind: 'already-done' })
      for (const more of [overdue, answer])
        expect(typesDue([...history, more])).not.toContainEqual(record)
    })

    it('is waited for by who asked, and by nobody else', () => {
      for (const self of [to, skopje]) {
        given(...history)
          .when(record, as(self, minute))
          .thenRejected({ kind: 'promise-unknown' })
        expect(typesDue(history, self)).not.toContainEqual(record)
      }
      given().when(record, as(by, minute)).thenRejected({ kind: 'promise-unknown' })
    })

    it('is held as overdue from the first time on, where who asked says so', () => {
      const again = { ...overdue, id: idOf('again'), recordedAt: at(minute + 5) }
      const { overdueAnswers } = foldCase([again, overdue, ...history])
      expect(overdueAnswers).toStrictEqual({ [subject.id]: overdue.id })
      for (const author of [to, skopje])
        expect(foldCase([...history, { ...overdue, author }]).overdueAnswers).toStrictEqual({})
    })
  },
)

describe('an answer of several', () => {
  it('is overdue of those who are silent: who has answered hears nothing of it', () => {
    const enquiry = { ...story.asked, grants: [grantTo(belgrade), grantTo(skopje)] }
    const decision = decide(foldCase([enquiry, story.answered]), c.answer, as(vienna, 100))
    expect(decision.ok && decision.value.recipients.map(({ to }) => to)).toStrictEqual([skopje])
    const second = { ...story.answered, id: idOf('second'), author: skopje }
    given(enquiry, story.answered, second)
      .when(c.answer, as(vienna, 100))
      .thenRejected({ kind: 'already-done' })
  })

  it('is one for all of them where she decides: to testify or not', () => {
    const record = { ...c.answer, subject: testimony.asked.id }
    const decision = decide(foldCase([testimony.asked]), record, as(court, 500))
    expect(decision.ok && decision.value.recipients.map(({ to }) => to)).toStrictEqual([
      vienna,
      belgrade,
    ])
    given(testimony.asked, testimony.agreed)
      .when(record, as(court, 500))
      .thenRejected({ kind: 'already-done' })
  })
})

describe('the answer of a holder', () => {
  const due = 16 + HOLDERS_ANSWER_WITHIN
  const { narrowed, holdersOverdue } = events
  const history = [...upTo('feedback'), narrowed]

  it('is overdue three days after what was taken back, and who owes it learns so', () => {
    given(...history)
      .when(c.holders, as(vienna, due))
      .then({
        ...overdueAt(due),
        type: 'HoldersOverdue',
        facts: { narrowing: narrowed.id },
        recipients: [{ to: belgrade, purpose: 'assistance', needs: [] }],
      })
    given(...history)
      .when(c.holders, as(vienna, due - millisecond))
      .thenRejected({ kind: 'not-due-yet' })
    expect(dueCommands(foldCase(history), as(vienna, due))).toContainEqual(c.holders)
  })

  it.each([
    ['withdrawn', 'DataConsentWithdrawn'],
    ['run out', 'DataConsentExpired'],
  ] as const)(
    'is awaited of each who has not given it, also of a consent that was %s',
    (_what, type) => {
      const [there, back] = clauses
      const named = [there, back, { ...there, id: 'c4', recipient: skopje }]
      const ended = caseEvent(
        type,
        'ended',
        vienna,
        20,
        { consent: story.consent.id },
        { grants: [grantTo(belgrade), grantTo(skopje)] },
      )
      const answer = { ...story.erased, facts: { ...story.erased.facts, narrowing: ended.id } }
      const record = { ...c.holders, narrowing: ended.id }
      const told = (...more: readonly CaseEvent[]) => {
        const state = foldCase([story.opened, { ...story.consent, clauses: named }, ended, ...more])
        const decision = decide(state, record, as(vienna, 20 + HOLDERS_ANSWER_WITHIN))
        return decision.ok ? decision.value.recipients.map(({ to }) => to) : decision.failure.kind
      }
      expect(told()).toStrictEqual([belgrade, skopje])
      expect(told({ ...answer, recordedAt: at(21) })).toStrictEqual([skopje])
      const other = { ...answer, id: idOf('other'), author: skopje, recordedAt: at(22) }
      expect(told({ ...answer, recordedAt: at(21) }, other)).toBe('already-done')
    },
  )

  it('is not overdue twice, not once it is given, and nobody else waits for it', () => {
    given(...history, holdersOverdue)
      .when(c.holders, as(vienna, due + 1))
      .thenRejected({ kind: 'already-done' })
    given(...history, story.erased)
      .when(c.holders, as(vienna, due))
      .thenRejected({ kind: 'already-done' })
    for (const self of [belgrade, skopje])
      given(...history)
        .when(c.holders, as(self, due))
        .thenRejected({ kind: 'promise-unknown' })
  })

  it('shows as overdue until it comes, in whatever order the two arrive', () => {
    const late = { ...story.erased, recordedAt: at(due + 10) }
    const overdue = (...more: readonly CaseEvent[]) =>
      foldCase([...history, ...more]).overdueHolders[narrowed.id]
    expect(overdue()).toBeUndefined()
    expect(overdue(holdersOverdue)).toStrictEqual([belgrade])
    expect(overdue(holdersOverdue, late)).toStrictEqual([])
    expect(overdue(story.erased, holdersOverdue)).toStrictEqual([])
    expect(overdue({ ...holdersOverdue, author: belgrade })).toBeUndefined()
    expect(overdue(holdersOverdue, { ...late, author: skopje })).toStrictEqual([belgrade])
  })
})

describe('a first contact', () => {
  const history = upTo('contact')
  const recipients = [{ to: vienna, purpose: 'handover', needs: [] }] as const
  const facts = { acceptance: story.accepted.id }

  it('is told to the side that referred her', () => {
    given(...history)
      .when(c.contact, as(belgrade, 30))
      .then({ ...overdueAt(30), type: 'FirstContactMade', facts, recipients })
    given(...history, events.contactMade)
      .when(c.contact, as(belgrade, 31))
      .thenRejected({ kind: 'already-done' })
    given(...history)
      .when(c.contact, as(vienna, 30))
      .thenRejected({ kind: 'promise-unknown' })
  })

  it('is overdue at the hour that was promised, and who promised it learns so', () => {
    given(...history)
      .when(c.contactOverdue, as(vienna, 150))
      .then({
        ...overdueAt(150),
        type: 'FirstContactOverdue',
        facts,
        recipients: [{ to: belgrade, purpose: 'handover', needs: [] }],
      })
    given(...history)
      .when(c.contactOverdue, as(vienna, 150 - millisecond))
      .thenRejected({ kind: 'not-due-yet' })
  })

  it.each<[string, CaseEvent]>([
    ['it was made', events.contactMade],
    ['it is recorded already', events.contactOverdue],
    ['she has arrived', story.arrived],
    [
      'she was awaited and not seen',
      caseEvent('PersonNotSeen', 'x', belgrade, 13, { subject: story.offered.id }),
    ],
    ['the support has started', story.supported],
    ['there is feedback', story.feedback],
    ['the referral is taken back', ofHandover.withdrawn],
  ])('is not overdue where %s', (_what, event) => {
    given(...upTo('departed'), event)
      .when(c.contactOverdue, as(vienna, 150))
      .thenRejected({ kind: 'already-done' })
  })

  it('is promised by nobody before the referral is accepted', () => {
    given(...upTo('seen'))
      .when(c.contactOverdue, as(vienna, 150))
      .thenRejected({ kind: 'promise-unknown' })
    given(...upTo('seen'))
      .when(c.contact, as(belgrade, 30))
      .thenRejected({ kind: 'promise-unknown' })
  })

  it('is held as it was said first, and by whom it is said', () => {
    const made = events.contactMade.id
    const overdue = events.contactOverdue.id
    const held = (...more: readonly CaseEvent[]) => foldCase([...history, ...more]).firstContacts
    const both = { [story.accepted.id]: { made, overdue } }
    expect(held(events.contactOverdue, events.contactMade)).toStrictEqual(both)
    const again = { ...events.contactMade, id: idOf('again'), recordedAt: at(31) }
    expect(held(again, events.contactMade, events.contactOverdue)).toStrictEqual(both)
    expect(held({ ...events.contactMade, author: vienna })).toStrictEqual({})
    expect(held({ ...events.contactOverdue, author: belgrade })).toStrictEqual({})
  })
})

describe('a task', () => {
  const history = [...upTo('contact'), events.roles]
  const facts = { roles: events.roles.id, task: 'reception' } as const

  it('is done by whom it was given to, who says so to the other side, once', () => {
    given(...history)
      .when(c.done, as(belgrade, 180))
      .then({
        ...overdueAt(180),
        type: 'TaskDone',
        facts,
        recipients: [{ to: vienna, purpose: 'handover', needs: [] }],
      })
    given(...history, events.taskDone)
      .when(c.done, as(belgrade, 181))
      .thenRejected({ kind: 'already-done' })
    given(...history)
      .when(c.done, as(vienna, 180))
      .thenRejected({ kind: 'promise-unknown' })
    given(...history)
      .when({ ...c.done, task: 'legalAdvice' }, as(belgrade, 180))
      .thenRejected({ kind: 'promise-unknown' })
  })

  it('is overdue at its hour, for the other side, which tells whose it is', () => {
    given(...history)
      .when(c.overdue, as(vienna, 200))
      .then({
        ...overdueAt(200),
        type: 'TaskOverdue',
        facts,
        recipients: [{ to: belgrade, purpose: 'handover', needs: [] }],
      })
    given(...history)
      .when(c.overdue, as(vienna, 200 - millisecond))
      .thenRejected({ kind: 'not-due-yet' })
    expect(dueCommands(foldCase(history), as(belgrade, 300))).toContainEqual({
      ...c.overdue,
      task: 'documents',
    })
  })

  it('is not overdue for whose it is, for a stranger, or where nobody agreed on it', () => {
    for (const self of [belgrade, skopje])
      given(...history)
        .when(c.overdue, as(self, 200))
        .thenRejected({ kind: 'promise-unknown' })
    given(...upTo('contact'))
      .when(c.overdue, as(vienna, 200))
      .thenRejected({ kind: 'promise-unknown' })
    const newer = { ...events.roles, id: idOf('newer'), recordedAt: at(21) }
    given(...history, newer)
      .when(c.overdue, as(vienna, 200))
      .thenRejected({ kind: 'promise-unknown' })
  })

  it.each<[string, CaseEvent]>([
    ['it is done', events.taskDone],
    ['it is recorded already', events.taskOverdue],
    [
      'the support has ended',
      caseEvent('SupportEnded', 'x', belgrade, 190, {
        referral: story.offered.id,
        reason: 'goalsReached',
      }),
    ],
    ['the referral is taken back', { ...ofHandover.withdrawn, recordedAt: at(25) }],
  ])('is not overdue where %s', (_what, event) => {
    given(...upTo('feedback'), events.roles, event)
      .when(c.overdue, as(vienna, 200))
      .thenRejected({ kind: 'already-done' })
  })

  it('is held with what was said of it first, by who had a say', () => {
    const entry = { task: 'reception', by: belgrade } as const
    const held = (...more: readonly CaseEvent[]) => foldCase([...history, ...more]).tasks
    const late = { ...events.taskDone, recordedAt: at(250) }
    expect(held(events.taskOverdue, late)).toStrictEqual({
      [events.roles.id]: [{ ...entry, overdue: events.taskOverdue.id, done: late.id }],
    })
    const again = { ...late, id: idOf('again'), recordedAt: at(260) }
    expect(held(again, late)).toStrictEqual({ [events.roles.id]: [{ ...entry, done: late.id }] })
    for (const author of [vienna, skopje])
      expect(held({ ...events.taskDone, author })).toStrictEqual({})
    for (const author of [belgrade, skopje])
      expect(held({ ...events.taskOverdue, author })).toStrictEqual({})
  })
})
