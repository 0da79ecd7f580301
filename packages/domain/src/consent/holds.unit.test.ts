import { describe, expect, it } from 'vitest'
import type { CaseEvent } from '../case/events.ts'
import { foldCase } from '../case/evolve.ts'
import { story, upTo } from '../test-support/case-events.ts'
import { given } from '../test-support/commands.ts'
import { as, at, belgrade, idOf, vienna } from '../test-support/world.ts'
import { commands, events } from './consent.fixture.ts'

const { held, lifted } = events
const hold = held.id
const here = { sections: {}, clauses: [], recipients: [] } as const
const narrowed = [...upTo('narrowed'), held]
const erased = {
  narrowing: story.narrowed.id,
  answer: 'erased',
  sections: ['contact'],
  retained: [],
} as const
const kept = { sections: ['contact'], citation: 'court-7', until: at(2000) } as const
const retained = {
  type: 'HoldersAnswered',
  occurredAt: at(17),
  facts: { ...erased, answer: 'retained', retained: [kept] },
  sections: {},
  clauses: [],
  recipients: [{ to: vienna, purpose: 'handover', needs: [] }],
} as const

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
        facts: {
          narrowing: story.narrowed.id,
          answer,
          sections: ['contact'],
          retained: answer === 'retained' ? [kept] : [],
        },
        sections: {},
        clauses: [],
        recipients: [{ to: vienna, purpose: 'handover', needs: [] }],
      })
  })

  it('is retained until the last of several holds is over, as that one cites', () => {
    const longer = { ...held.facts, citation: 'court-8', until: at(3000) }
    const second: CaseEvent = { ...held, id: idOf('heldLonger'), recordedAt: at(9), facts: longer }
    given(...narrowed, second)
      .when({ ...AnswerAsHolder, answer: 'retained' }, as(belgrade, 17))
      .then({
        ...retained,
        facts: { ...retained.facts, retained: [{ ...kept, citation: 'court-8', until: at(3000) }] },
      })
    given(...narrowed, second)
      .when(AnswerAsHolder, as(belgrade, 2000))
      .thenRejected({ kind: 'under-legal-hold' })
  })

  it('names what each hold keeps of what was taken back, and nothing else', () => {
    const other = { sections: ['identity', 'notes'], citation: 'law-3', until: at(1500) } as const
    const second: CaseEvent = { ...held, id: idOf('heldToo'), facts: other }
    const sections = ['needs', 'identity', 'contact'] as const
    const more = { ...story.narrowed, facts: { ...story.narrowed.facts, sections } }
    given(...upTo('consent'), more, held, second)
      .when({ ...AnswerAsHolder, answer: 'retained', sections }, as(belgrade, 17))
      .then({
        ...retained,
        facts: {
          ...retained.facts,
          sections,
          retained: [{ ...other, sections: ['identity'] }, kept],
        },
      })
  })

  it('keeps nobody from answering about what was only to be disclosed', () => {
    const disclosed = { ...story.narrowed.facts, clause: 'c2', sections: ['risk'] as const }
    const atRisk = { ...held, facts: { ...held.facts, sections: ['risk'] as const } }
    given(...upTo('consent'), { ...story.narrowed, facts: disclosed }, atRisk)
      .when({ ...AnswerAsHolder, sections: ['risk'] }, as(belgrade, 17))
      .then({ ...retained, facts: { ...erased, sections: ['risk'] } })
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

describe('what was retained', () => {
  const { AnswerAsHolder } = commands
  const answered: CaseEvent = { ...story.erased, facts: retained.facts }

  it.each([
    ['lifted', [...narrowed, answered, lifted], 18],
    ['over', [...narrowed, answered], 2000],
  ] as const)('is answered once more, as erased, when the hold is %s', (_case, history, minute) => {
    given(...history)
      .when(AnswerAsHolder, as(belgrade, minute))
      .then({ ...retained, occurredAt: at(minute), facts: erased })
  })

  it('is not erased before', () => {
    given(...narrowed, answered)
      .when(AnswerAsHolder, as(belgrade, 18))
      .thenRejected({ kind: 'under-legal-hold' })
  })

  it.each(['retained', 'restricted'] as const)('is not answered again as "%s"', (answer) => {
    given(...narrowed, answered, lifted)
      .when({ ...AnswerAsHolder, answer }, as(belgrade, 18))
      .thenRejected({ kind: 'already-answered' })
  })

  it.each(['erased', 'restricted'] as const)('is the only thing left open: not "%s"', (answer) => {
    const final: CaseEvent = { ...story.erased, facts: { ...erased, answer } }
    given(...upTo('narrowed'), final)
      .when(AnswerAsHolder, as(belgrade, 18))
      .thenRejected({ kind: 'already-answered' })
  })

  it('is, for who asked, what was answered last', () => {
    const again: CaseEvent = {
      ...story.erased,
      id: idOf('erasedAtLast'),
      recordedAt: at(2000),
      grants: story.erased.grants.map((grant) => ({
        ...grant,
        seq: grant.seq + 1,
        prev: answered.id,
      })),
    }
    const { narrowings } = foldCase([...upTo('narrowed'), again, answered])
    expect(narrowings[story.narrowed.id]?.answers).toStrictEqual({ [belgrade]: 'erased' })
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
      [hold]: { by: belgrade, sections: ['contact'], citation: 'court-7', until: at(2000) },
    })
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
