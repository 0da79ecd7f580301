import { describe, expect, it } from 'vitest'
import { mayAuthor, mayCarry, mayReceive } from '../case/entitlement.ts'
import { foldCase } from '../case/evolve.ts'
import type { CaseEvent, DraftOf } from '../case/events.ts'
import { eventDefinitions } from '../definition/catalogue.ts'
import { planDisclosures } from '../test-support/disclosing.ts'
import { caseEvent, grantTo, story, upTo } from '../test-support/case-events.ts'
import { given } from '../test-support/commands.ts'
import {
  as,
  at,
  belgrade,
  belgradeOffice,
  idOf,
  police,
  vienna,
  viennaOffice,
} from '../test-support/world.ts'
import { organisationKinds, sectionNames } from '../vocabulary/lists.ts'
import { serving } from '../vocabulary/organisation-groups.ts'
import { commands, described, events, notified, ofPolice } from './notification.fixture.ts'

const { mandatory, acted, overdue, closed, asked, answered } = events
const notification = story.notified.id
const nothingElse = { sections: {}, clauses: [] } as const
const toOffice = [{ to: viennaOffice, purpose: 'caseNotification', needs: [] }] as const
const toVienna = [{ to: vienna, purpose: 'caseNotification', needs: [] }] as const

describe('make a mandatory notification', () => {
  const { MakeMandatoryNotification } = commands
  const made: DraftOf<'MandatoryNotificationMade'> = {
    type: 'MandatoryNotificationMade',
    occurredAt: at(2),
    facts: mandatory.facts,
    ...nothingElse,
    recipients: toOffice,
  }

  it('cites the law and carries no section', () => {
    given(...upTo('presumed'))
      .when(MakeMandatoryNotification, as(vienna, 2))
      .then(made)
  })

  it('goes without consent where a consented one does not', () => {
    const state = foldCase(upTo('presumed'))
    const planned = planDisclosures(made, state, vienna, at(2))
    expect(planned.ok && planned.value.map(({ grant: { basis } }) => basis)).toStrictEqual([
      { kind: 'legalObligation' },
    ])
    const { citation: _citation, languages: _languages, ...facts } = mandatory.facts
    expect(
      planDisclosures({ ...made, type: 'CaseNotified', facts }, state, vienna, at(2)),
    ).toStrictEqual({
      ok: false,
      failure: { kind: 'no-basis', recipient: viennaOffice, rule: 'no-consent' },
    })
  })

  it('refuses where the policy names no such duty: for this kind, to that kind, or at all', () => {
    const { policy, ...context } = as(vienna, 2)
    const duty = { information: [], citation: 'x', withinDays: 1 }
    for (const mandatoryNotifications of [
      [],
      [{ ...duty, by: ['police'] as const, to: 'nrmOffice' as const }],
      [{ ...duty, by: ['cso'] as const, to: 'police' as const }],
    ])
      given(...upTo('presumed'))
        .when(MakeMandatoryNotification, {
          ...context,
          policy: { ...policy, mandatoryNotifications },
        })
        .thenRejected({ kind: 'no-duty' })
    given(...upTo('presumed'))
      .when(MakeMandatoryNotification, { ...as(vienna, 2), kindOf: () => undefined })
      .thenRejected({ kind: 'no-duty' })
    given(...upTo('presumed'))
      .when({ ...MakeMandatoryNotification, to: police }, as(vienna, 2))
      .thenRejected({ kind: 'no-duty' })
  })

  const order = { ...MakeMandatoryNotification, to: vienna, ...described } as const
  const told = {
    ...made,
    facts: { ...made.facts, ...described, citation: 'order-1' },
    recipients: toVienna,
  } as const

  it('says to whom and of whom the duty says so: police to a CSO, gender, age and language', () => {
    given(...ofPolice)
      .when(order, as(police, 2))
      .then(told)
    const plan = planDisclosures(told, foldCase(ofPolice), police, at(2))
    expect(plan.ok && plan.value.map(({ grant }) => grant)).toMatchObject([
      { to: vienna, sections: [], basis: { kind: 'legalObligation' }, onward: false },
    ])
    const kinds = organisationKinds.codes
    expect(new Set(kinds.filter((kind) => mayReceive(kind, told.type)))).toStrictEqual(
      new Set(['nrmOffice', ...serving]),
    )
    expect(sectionNames.codes.filter((name) => mayCarry(told.type, name))).toStrictEqual([])
  })

  it('refuses to say more than the law asks for', () => {
    given(...upTo('presumed'))
      .when({ ...MakeMandatoryNotification, gender: 'male' }, as(vienna, 2))
      .thenRejected({ kind: 'beyond-duty' })
    const { policy, ...context } = as(police, 2)
    for (const name of ['gender', 'ageBand', 'languages'] as const) {
      const mandatoryNotifications = policy.mandatoryNotifications.map((duty) => ({
        ...duty,
        information: duty.information.filter((each) => each !== name),
      }))
      given(...ofPolice)
        .when(order, { ...context, policy: { ...policy, mandatoryNotifications } })
        .thenRejected({ kind: 'beyond-duty' })
    }
  })

  it('cites the one of several duties that asks for what is said', () => {
    const { policy, ...context } = as(police, 2)
    const poorer = policy.mandatoryNotifications.map((duty) => ({
      ...duty,
      information: [],
      citation: 'older',
    }))
    const mandatoryNotifications = [...poorer, ...policy.mandatoryNotifications]
    given(...ofPolice)
      .when(order, { ...context, policy: { ...policy, mandatoryNotifications } })
      .then(told)
  })

  it('is answered by whoever was told, a CSO like an office', () => {
    const event = caseEvent('MandatoryNotificationMade', 'told', police, 2, told.facts, {
      grants: [grantTo(vienna, { basis: { kind: 'legalObligation' } })],
    })
    const acted = { ...commands.ReportAction, notification: event.id }
    given(event)
      .when(acted, as(vienna, 3))
      .then({
        type: 'ActionReported',
        occurredAt: at(3),
        facts: { notification: event.id, action: 'serviceArranged' },
        ...nothingElse,
        recipients: [{ to: police, purpose: 'caseNotification', needs: [] }],
      })
    expect(mayAuthor('cso', 'ActionReported')).toBe(true)
  })

  it('counts for nothing where the law of one Participant is said to reach another', () => {
    const abroad = {
      ...mandatory,
      grants: [grantTo(belgradeOffice, { basis: { kind: 'legalObligation' } })],
    }
    expect(foldCase([mandatory]).notifications).toHaveProperty([mandatory.id])
    expect(foldCase([abroad]).notifications).toStrictEqual({})
  })

  it('refuses to reach an office of another Participant: that one is asked with consent', () => {
    given(...upTo('presumed'))
      .when({ ...MakeMandatoryNotification, to: belgradeOffice }, as(vienna, 2))
      .thenRejected({ kind: 'office-of-another-participant' })
    given(...upTo('presumed'))
      .when({ ...commands.NotifyCase, to: [belgradeOffice] }, as(vienna, 2))
      .then({
        type: 'CaseNotified',
        occurredAt: at(2),
        facts: story.notified.facts,
        ...nothingElse,
        recipients: [{ to: belgradeOffice, purpose: 'caseNotification', needs: [] }],
      })
  })

  it('refuses before the presumption, and an answer by now', () => {
    given(...upTo('opened'))
      .when(MakeMandatoryNotification, as(vienna, 2))
      .thenRejected({ kind: 'not-presumed' })
    given(...upTo('presumed'))
      .when({ ...MakeMandatoryNotification, respondBy: at(2) }, as(vienna, 2))
      .thenRejected({ kind: 'response-deadline-passed' })
  })

  it('is another thing in the state than a consented one', () => {
    const { notifications } = foldCase([...notified, mandatory])
    expect([notifications[notification]?.kind, notifications[mandatory.id]?.kind]).toStrictEqual([
      'consented',
      'mandatory',
    ])
  })
})

describe('report an action', () => {
  const { ReportAction } = commands
  const expected = {
    type: 'ActionReported',
    facts: acted.facts,
    ...nothingElse,
    recipients: toVienna,
  } as const

  it('comes back to who notified, and as often as there is one', () => {
    given(...notified)
      .when(ReportAction, as(viennaOffice, 20))
      .then({ ...expected, occurredAt: at(20) })
    given(...notified, acted)
      .when(ReportAction, as(viennaOffice, 21))
      .then({ ...expected, occurredAt: at(21) })
  })

  it('refuses when the loop is closed, and who notified', () => {
    given(...notified, closed)
      .when(ReportAction, as(viennaOffice, 601))
      .thenRejected({ kind: 'notification-closed' })
    given(...notified)
      .when(ReportAction, as(vienna, 20))
      .thenRejected({ kind: 'own-notification' })
  })

  it('counts from the office that was notified, and from nobody else', () => {
    const actions = (author: typeof vienna) =>
      foldCase([...notified, { ...acted, author }]).notifications[notification]?.actions
    expect(actions(viennaOffice)).toStrictEqual([
      { by: viennaOffice, event: acted.id, action: 'serviceArranged' },
    ])
    for (const author of [vienna, belgrade, belgradeOffice])
      expect(actions(author)).toStrictEqual([])
  })
})

describe('record that feedback is overdue', () => {
  const { RecordFeedbackOverdue } = commands
  const expected = {
    type: 'FeedbackOverdue',
    occurredAt: at(500),
    facts: { subject: notification },
    ...nothingElse,
    recipients: toOffice,
  } as const

  it('is an event at the very deadline, told to whoever was asked', () => {
    given(...notified)
      .when(RecordFeedbackOverdue, as(vienna, 500))
      .then(expected)
  })

  it('is due although it was acknowledged: to have taken it in is no feedback', () => {
    given(...notified, story.acknowledged)
      .when(RecordFeedbackOverdue, as(vienna, 500))
      .then(expected)
  })

  it('is due for a question about progress, too', () => {
    given(...notified, asked)
      .when({ ...RecordFeedbackOverdue, subject: asked.id }, as(vienna, 200))
      .then({ ...expected, occurredAt: at(200), facts: { subject: asked.id } })
  })

  it('refuses before the deadline, after an answer, and twice', () => {
    given(...notified)
      .when(RecordFeedbackOverdue, as(vienna, 500 - 1 / 60_000))
      .thenRejected({ kind: 'not-due-yet' })
    for (const answer of [acted, closed, overdue])
      given(...notified, answer)
        .when(RecordFeedbackOverdue, as(vienna, 700))
        .thenRejected({ kind: 'already-done' })
    given(...notified, asked, answered)
      .when({ ...RecordFeedbackOverdue, subject: asked.id }, as(vienna, 700))
      .thenRejected({ kind: 'already-done' })
  })

  it('is not for the office to say', () => {
    const { notifications } = foldCase([...notified, { ...overdue, author: viennaOffice }])
    expect(notifications[notification]?.overdue).toBeUndefined()
  })
})

describe('close a notification', () => {
  const { CloseNotification } = commands

  it('closes the loop, and tells whoever was notified', () => {
    given(...notified, acted)
      .when(CloseNotification, as(vienna, 600))
      .then({
        type: 'NotificationClosed',
        occurredAt: at(600),
        facts: { notification },
        ...nothingElse,
        recipients: toOffice,
      })
  })

  it('refuses twice; of the office it closes nothing', () => {
    given(...notified, closed)
      .when(CloseNotification, as(vienna, 601))
      .thenRejected({ kind: 'already-done' })
    const { notifications } = foldCase([...notified, { ...closed, author: viennaOffice }])
    expect(notifications[notification]?.closed).toBeUndefined()
  })
})

describe('ask how far it is', () => {
  const { AskProgress, AnswerProgress } = commands

  it('may be asked again and again', () => {
    const expected = {
      type: 'ProgressAsked',
      facts: { notification, respondBy: at(200) },
      ...nothingElse,
      recipients: toOffice,
    } as const
    given(...notified)
      .when(AskProgress, as(vienna, 30))
      .then({ ...expected, occurredAt: at(30) })
    given(...notified, asked, answered)
      .when(AskProgress, as(vienna, 40))
      .then({ ...expected, occurredAt: at(40) })
  })

  it('refuses when the loop is closed, and an answer by now', () => {
    given(...notified, closed)
      .when(AskProgress, as(vienna, 30))
      .thenRejected({ kind: 'notification-closed' })
    given(...notified)
      .when({ ...AskProgress, respondBy: at(30) }, as(vienna, 30))
      .thenRejected({ kind: 'response-deadline-passed' })
  })

  it('is answered with a status and nothing else: no section can travel with it', () => {
    given(...notified, asked)
      .when(AnswerProgress, as(viennaOffice, 31))
      .then({
        type: 'ProgressAnswered',
        occurredAt: at(31),
        facts: { question: asked.id, status: 'underWay' },
        ...nothingElse,
        recipients: toVienna,
      })
    expect(Object.keys(eventDefinitions.ProgressAnswered.facts)).toStrictEqual([
      'question',
      'status',
    ])
    expect(eventDefinitions.ProgressAnswered.sections).toStrictEqual([])
  })

  it('is answered once, by who was asked', () => {
    given(...notified, asked, answered)
      .when(AnswerProgress, as(viennaOffice, 32))
      .thenRejected({ kind: 'already-answered' })
    const answers = (...given: readonly CaseEvent[]) =>
      foldCase([...notified, asked, ...given]).progressQuestions[asked.id]?.answers
    const second: CaseEvent = {
      ...answered,
      id: idOf('second'),
      recordedAt: at(40),
      facts: { question: asked.id, status: 'completed' },
    }
    expect(answers(answered, second)).toStrictEqual({ [viennaOffice]: 'underWay' })
    for (const author of [vienna, belgrade, belgradeOffice])
      expect(answers({ ...answered, author })).toStrictEqual({})
  })

  it('is not asked by somebody who did not notify', () => {
    const forged = { ...asked, author: belgrade }
    expect(foldCase([...notified, forged]).progressQuestions).toStrictEqual({})
  })
})
