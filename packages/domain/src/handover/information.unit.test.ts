import { describe, expect, it } from 'vitest'
import { foldCase } from '../case/evolve.ts'
import type { CaseEvent } from '../case/events.ts'
import { story, upTo } from '../test-support/case-events.ts'
import { given } from '../test-support/commands.ts'
import { as, at, belgrade, idOf, skopje, vienna } from '../test-support/world.ts'
import { commands, events } from './handover.fixture.ts'

const { question, information, declined, expired, withdrawn } = events
const referral = story.offered.id
const asked = [...upTo('seen'), question]
const answered = {
  type: 'MoreInformationGiven',
  occurredAt: at(7),
  facts: { question: question.id },
  sections: { needs: { languages: ['sr'] } },
  clauses: [],
  recipients: [{ to: belgrade, purpose: 'handover', needs: ['needs'] }],
} as const

describe('ask for more information', () => {
  const { AskForMoreInformation } = commands

  it('says about what, and nothing about her', () => {
    given(...upTo('seen'))
      .when(AskForMoreInformation, as(belgrade, 6))
      .then({
        type: 'MoreInformationAsked',
        occurredAt: at(6),
        facts: { referral, topics: ['languages'] },
        sections: {},
        clauses: [],
        recipients: [{ to: vienna, purpose: 'handover', needs: [] }],
      })
  })

  it.each<[string, readonly CaseEvent[], 'accepted' | 'declined' | 'expired' | 'withdrawn']>([
    ['accepted', upTo('accepted'), 'accepted'],
    ['declined', [...upTo('seen'), declined], 'declined'],
    ['expired', [...upTo('seen'), expired], 'expired'],
    ['being taken back', [...upTo('seen'), withdrawn], 'withdrawn'],
  ])('refuses about a referral that is %s', (_case, history, outcome) => {
    given(...history)
      .when(AskForMoreInformation, as(belgrade, 20))
      .thenRejected({ kind: 'already-decided', outcome })
  })

  it('refuses when the time to answer is over: the question comes too late', () => {
    given(...upTo('seen'))
      .when(AskForMoreInformation, as(belgrade, 100))
      .thenRejected({ kind: 'response-deadline-passed' })
  })
})

describe('give more information', () => {
  const { GiveMoreInformation } = commands

  it('answers who asked, and offers no more than what is needed', () => {
    given(...asked)
      .when(GiveMoreInformation, as(vienna, 7))
      .then(answered)
  })

  it('may follow acceptance: what was asked is answered', () => {
    given(...asked, story.accepted)
      .when(GiveMoreInformation, as(vienna, 8))
      .then({ ...answered, occurredAt: at(8) })
  })

  it('refuses a second answer and an unknown question', () => {
    given(...asked, information)
      .when(GiveMoreInformation, as(vienna, 8))
      .thenRejected({ kind: 'already-answered' })
    given(...asked)
      .when({ ...GiveMoreInformation, question: idOf('seen') }, as(vienna, 8))
      .thenRejected({ kind: 'question-unknown' })
  })

  it.each<[string, readonly CaseEvent[], 'declined' | 'expired' | 'withdrawn']>([
    ['has declined', [...asked, declined], 'declined'],
    ['did not answer in time', [...asked, expired], 'expired'],
    ['is told that it is over', [...asked, withdrawn], 'withdrawn'],
    ['accepted, and is told that it is over', [...asked, story.accepted, withdrawn], 'withdrawn'],
  ])('tells nothing more to one who %s', (_case, history, outcome) => {
    given(...history)
      .when(GiveMoreInformation, as(vienna, 110))
      .thenRejected({ kind: 'already-decided', outcome })
  })

  it('is known by its question; of anybody else neither counts', () => {
    expect(foldCase([...asked, information]).questions).toStrictEqual({
      [question.id]: { referral, by: belgrade, answered: information.id },
    })
    expect(foldCase([...asked, { ...information, author: skopje }]).questions).toStrictEqual({
      [question.id]: { referral, by: belgrade },
    })
    for (const author of [vienna, skopje])
      expect(foldCase([...upTo('seen'), { ...question, author }]).questions).toStrictEqual({})
  })
})
