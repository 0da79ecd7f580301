import { describe, it } from 'vitest'
import { caseEvent, grantTo, story } from '../test-support/case-events.ts'
import { given } from '../test-support/commands.ts'
import { as, at, belgrade, police, skopje, vienna, viennaOffice } from '../test-support/world.ts'
import { commands, events } from './complaints.fixture.ts'

const { complain, answer, recordOverdue, rate, recuse } = commands
const { made, answered, overdue, recused } = events
const nothingElse = { sections: {}, clauses: [] } as const
const toPolice = { to: police, purpose: 'monitoring', needs: [] } as const
const toVienna = { to: vienna, purpose: 'monitoring', needs: [] } as const
const words = { sections: { notes: { text: 'Example' } }, clauses: [] } as const

describe('make a complaint', () => {
  const complained = {
    type: 'ComplaintMade',
    occurredAt: at(20),
    facts: made.facts,
    ...words,
    recipients: [{ ...toPolice, needs: ['notes'] }],
  } as const

  it('passes it on, with a day by which it is answered', () => {
    given(story.opened).when(complain, as(vienna, 20)).then(complained)
  })

  it('needs no status and no permit, and no consent to take part in anything', () => {
    const declined = caseEvent('IdentificationDeclined', 'declined', vienna, 2, {})
    given(story.opened, declined).when(complain, as(vienna, 20)).then(complained)
  })

  it('refuses a case that is not known, a day that has come, and to complain to oneself', () => {
    given().when(complain, as(vienna, 20)).thenRejected({ kind: 'case-unknown' })
    given(story.opened)
      .when(complain, as(vienna, 100))
      .thenRejected({ kind: 'response-deadline-passed' })
    given(story.opened)
      .when({ ...complain, to: vienna }, as(vienna, 20))
      .thenRejected({ kind: 'no-recipients' })
  })
})

describe('answer a complaint', () => {
  const given30 = {
    type: 'ComplaintAnswered',
    occurredAt: at(30),
    facts: answered.facts,
    ...words,
    recipients: [{ ...toVienna, needs: ['notes'] }],
  } as const

  it('tells who passed it on, late as well', () => {
    given(made).when(answer, as(police, 30)).then(given30)
    given(made, overdue)
      .when(answer, as(police, 130))
      .then({ ...given30, occurredAt: at(130) })
  })

  it('is not done by one who keeps out of it', () => {
    given(made, recused).when(answer, as(police, 30)).thenRejected({ kind: 'recused' })
    given(made, { ...recused, author: viennaOffice })
      .when(answer, as(police, 30))
      .then(given30)
  })

  it('refuses a complaint that is not known, one of others, the own one, and a second answer', () => {
    given(story.opened).when(answer, as(police, 30)).thenRejected({ kind: 'complaint-unknown' })
    given(made).when(answer, as(skopje, 30)).thenRejected({ kind: 'complaint-unknown' })
    given(made).when(answer, as(vienna, 30)).thenRejected({ kind: 'own-complaint' })
    given(made, answered).when(answer, as(police, 31)).thenRejected({ kind: 'already-answered' })
  })
})

describe('silence about a complaint', () => {
  const silent = {
    type: 'ComplaintOverdue',
    occurredAt: at(100),
    facts: { complaint: made.id },
    ...nothingElse,
    recipients: [toPolice],
  } as const

  it('is an event, from the very hour on', () => {
    given(made).when(recordOverdue, as(vienna, 100)).then(silent)
    given({ ...made, grants: [grantTo(police), grantTo(viennaOffice)] })
      .when(recordOverdue, as(vienna, 101))
      .then({
        ...silent,
        occurredAt: at(101),
        recipients: [toPolice, { ...toPolice, to: viennaOffice }],
      })
    given(made).when(recordOverdue, as(vienna, 99.9)).thenRejected({ kind: 'not-due-yet' })
  })

  it('is none after an answer, and is recorded once', () => {
    given(made, answered)
      .when(recordOverdue, as(vienna, 100))
      .thenRejected({ kind: 'already-done' })
    given(made, overdue).when(recordOverdue, as(vienna, 101)).thenRejected({ kind: 'already-done' })
  })

  it('is recorded by who passed the complaint on', () => {
    for (const self of [police, belgrade, skopje]) {
      given(made).when(recordOverdue, as(self, 100)).thenRejected({ kind: 'complaint-unknown' })
    }
    given().when(recordOverdue, as(vienna, 100)).thenRejected({ kind: 'complaint-unknown' })
  })
})

describe('how she found a service', () => {
  it('is recorded where she was served, and stays there', () => {
    given(story.opened)
      .when(rate, as(vienna, 40))
      .then({
        type: 'ServiceFeedbackRecorded',
        occurredAt: at(40),
        facts: { service: 'accommodation', rating: 4 },
        ...nothingElse,
        recipients: [],
      })
    given().when(rate, as(vienna, 40)).thenRejected({ kind: 'case-unknown' })
  })
})

describe('keep out of a case', () => {
  const declared = {
    type: 'RecusalDeclared',
    occurredAt: at(25),
    facts: { reason: 'involvedInFacts' },
    ...nothingElse,
    recipients: [toVienna],
  } as const

  it('is told to everybody with whom something is shared, once', () => {
    given(made).when(recuse, as(police, 25)).then(declared)
    const again = { ...made, id: story.asked.id }
    given(made, again).when(recuse, as(police, 25)).then(declared)
    given(made, { ...story.offered, grants: [grantTo(belgrade)] })
      .when(recuse, as(vienna, 25))
      .then({ ...declared, recipients: [{ ...toVienna, to: belgrade }, toPolice] })
  })

  it('is declared once, by one who holds something', () => {
    given(made, recused).when(recuse, as(police, 26)).thenRejected({ kind: 'already-done' })
    given().when(recuse, as(police, 25)).thenRejected({ kind: 'case-unknown' })
  })
})
