import { describe, expect, it } from 'vitest'
import { foldCase } from '../case/evolve.ts'
import { story, upTo } from '../test-support/case-events.ts'
import { given } from '../test-support/commands.ts'
import { as, at, belgrade, idOf, vienna } from '../test-support/world.ts'
import { commands, events } from './consent.fixture.ts'

const { held, lifted } = events
const hold = held.id
const here = { sections: {}, clauses: [], recipients: [] } as const
const narrowed = [...upTo('narrowed'), held]

describe('place a legal hold', () => {
  const { PlaceLegalHold } = commands

  it('names what, where it is written and until when, and stays here', () => {
    given(...upTo('contact'))
      .when(PlaceLegalHold, as(belgrade, 10))
      .then({
        type: 'LegalHoldPlaced',
        occurredAt: at(10),
        facts: { sections: ['contact'], citation: 'court-7', until: at(2000) },
        ...here,
      })
  })

  it('refuses one that is over at its beginning', () => {
    given(...upTo('contact'))
      .when({ ...PlaceLegalHold, until: at(10) }, as(belgrade, 10))
      .thenRejected({ kind: 'empty-window' })
  })
})

describe('what is held', () => {
  const { RecordErasure, AnswerAsHolder } = commands

  it('is not erased, neither by itself nor in answer to a narrowing', () => {
    given(...narrowed)
      .when(RecordErasure, as(belgrade, 17))
      .thenRejected({ kind: 'under-legal-hold' })
    given(...narrowed)
      .when(AnswerAsHolder, as(belgrade, 17))
      .thenRejected({ kind: 'under-legal-hold' })
  })

  it.each(['restricted', 'retained'] as const)('may be answered as "%s"', (answer) => {
    given(...narrowed)
      .when({ ...AnswerAsHolder, answer }, as(belgrade, 17))
      .then({
        type: 'HoldersAnswered',
        occurredAt: at(17),
        facts: { narrowing: story.narrowed.id, answer, sections: ['contact'] },
        sections: {},
        clauses: [],
        recipients: [{ to: vienna, purpose: 'handover', needs: [] }],
      })
  })

  it.each([
    ['lifted', [...narrowed, lifted], 17],
    ['over, at its very end', narrowed, 2000],
    ['placed by somebody else', [...upTo('narrowed'), { ...held, author: vienna }], 17],
    [
      'about another section',
      [...upTo('narrowed'), { ...held, facts: { ...held.facts, sections: ['health'] as const } }],
      17,
    ],
  ] as const)('is erased again where the hold is %s', (_case, history, minute) => {
    given(...history)
      .when(RecordErasure, as(belgrade, minute))
      .then({
        type: 'PersonalDataErased',
        occurredAt: at(minute),
        facts: { sections: ['contact', 'notes'], authority: 'retentionEnded' },
        ...here,
      })
  })

  it('stays held until the last instant', () => {
    given(...narrowed)
      .when(RecordErasure, as(belgrade, 2000 - 1 / 60_000))
      .thenRejected({ kind: 'under-legal-hold' })
  })
})

describe('lift a legal hold', () => {
  const { LiftLegalHold } = commands

  it('is recorded by who placed it', () => {
    given(...upTo('contact'), held)
      .when(LiftLegalHold, as(belgrade, 15))
      .then({ type: 'LegalHoldLifted', occurredAt: at(15), facts: { hold }, ...here })
  })

  it('refuses twice, and what is no hold', () => {
    given(...upTo('contact'), held, lifted)
      .when(LiftLegalHold, as(belgrade, 16))
      .thenRejected({ kind: 'already-done' })
    given(...upTo('contact'), held)
      .when({ ...LiftLegalHold, hold: idOf('contact') }, as(belgrade, 16))
      .thenRejected({ kind: 'hold-unknown' })
  })

  it('of anybody else lifts nothing', () => {
    const state = foldCase([...upTo('contact'), held, { ...lifted, author: vienna }])
    expect(state.legalHolds).toStrictEqual({
      [hold]: { by: belgrade, sections: ['contact'], until: at(2000) },
    })
  })
})

describe('disclose without consent', () => {
  const { RecordDisclosureWithoutConsent } = commands
  const { type: _type, ...facts } = RecordDisclosureWithoutConsent

  it.each(['legalObligation', 'publicInterest', 'vitalInterests'] as const)(
    'is recorded with its paragraph and its end, and stays here: %s',
    (basis) => {
      given(...upTo('contact'))
        .when({ ...RecordDisclosureWithoutConsent, basis }, as(belgrade, 20))
        .then({
          type: 'DisclosureWithoutConsentMade',
          occurredAt: at(20),
          facts: { ...facts, basis },
          ...here,
        })
    },
  )

  it('refuses where anonymous data would do, whatever the law is', () => {
    given(...upTo('contact'))
      .when({ ...RecordDisclosureWithoutConsent, anonymousWouldDo: true }, as(belgrade, 20))
      .thenRejected({ kind: 'anonymous-would-do' })
  })

  it('refuses one without an end that lies ahead', () => {
    given(...upTo('contact'))
      .when({ ...RecordDisclosureWithoutConsent, until: at(20) }, as(belgrade, 20))
      .thenRejected({ kind: 'empty-window' })
  })

  it('is no consent: nothing can rest on it', () => {
    const made = { ...held, type: 'DisclosureWithoutConsentMade', facts } as const
    const before = foldCase(upTo('contact'))
    const { known: _known, ...after } = foldCase([...upTo('contact'), made])
    const { known: _before, ...expected } = before
    expect(after).toStrictEqual(expected)
  })
})

describe('record an erasure', () => {
  it('keeps that it was done, and nothing of what', () => {
    given(...upTo('contact'))
      .when(commands.RecordErasure, as(belgrade, 20))
      .then({
        type: 'PersonalDataErased',
        occurredAt: at(20),
        facts: { sections: ['contact', 'notes'], authority: 'retentionEnded' },
        ...here,
      })
  })
})
