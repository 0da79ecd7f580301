import { describe, expect, it } from 'vitest'
import type { CaseEvent } from '../case/events.ts'
import { foldCase } from '../case/evolve.ts'
import { planDisclosures } from '../test-support/disclosing.ts'
import { caseEvent, clauses, grantTo, story, upTo } from '../test-support/case-events.ts'
import { given } from '../test-support/commands.ts'
import { as, at, belgrade, idOf, skopje, vienna, viennaOffice } from '../test-support/world.ts'
import { commands, events } from './consent.fixture.ts'
import { isHolder } from './holder.ts'

const { AnswerAsTaker } = commands
const { narrowedHere, withdrawn } = events
const consent = story.consent.id
const [viennaToBelgrade, belgradeToVienna] = clauses

/** Vienna is told something by Belgrade and by Skopje under one consent. */
const ofTwo: CaseEvent = {
  ...story.consent,
  clauses: [...clauses, { ...belgradeToVienna, id: 'c4', discloser: skopje, sections: ['health'] }],
  grants: [
    ...story.consent.grants,
    grantTo(skopje, { basis: { kind: 'consent', consent: 'this', clause: 'c4' } }),
  ],
}
const allBack: CaseEvent = {
  ...withdrawn,
  grants: [...withdrawn.grants, grantTo(skopje, { basis: { kind: 'notice', about: consent } })],
}
const held = caseEvent('LegalHoldPlaced', 'heldHere', vienna, 10, {
  sections: ['health'],
  citation: 'court-7',
  until: at(2000),
})
const answered = (to: typeof belgrade, answer: 'erased' | 'retained', minute: number) =>
  caseEvent(
    'HoldersAnswered',
    `${to === skopje ? 's' : 'b'}-${answer}`,
    vienna,
    minute,
    {
      narrowing: withdrawn.id,
      answer,
      sections: to === skopje ? ['health'] : ['needs', 'risk'],
      retained: [],
    },
    { grants: [grantTo(to)] },
  )
const expected = {
  type: 'HoldersAnswered',
  sections: {},
  clauses: [],
} as const

describe('who took a consent', () => {
  it('answers who disclosed to it what it has done with what she took back', () => {
    given(...upTo('consent'), narrowedHere)
      .when(AnswerAsTaker, as(vienna, 17))
      .then({
        ...expected,
        occurredAt: at(17),
        facts: { narrowing: narrowedHere.id, answer: 'erased', sections: ['risk'], retained: [] },
        recipients: [{ to: belgrade, purpose: 'handover', needs: [] }],
      })
  })

  it('answers each for itself: nobody learns what others disclosed', () => {
    const command = { ...AnswerAsTaker, narrowing: withdrawn.id }
    const history = given(...upTo('presumed'), ofTwo, allBack)
    const facts = { narrowing: withdrawn.id, answer: 'erased', retained: [] } as const
    history.when({ ...command, to: skopje }, as(vienna, 31)).then({
      ...expected,
      occurredAt: at(31),
      facts: { ...facts, sections: ['health'] },
      recipients: [{ to: skopje, purpose: 'handover', needs: [] }],
    })
    history.when(command, as(vienna, 31)).then({
      ...expected,
      occurredAt: at(31),
      facts: { ...facts, sections: ['needs', 'risk'] },
      recipients: [{ to: belgrade, purpose: 'handover', needs: [] }],
    })
  })

  it('is heard where nothing is covered any more: as a notice', () => {
    const state = foldCase([...upTo('presumed'), ofTwo, allBack])
    const draft = {
      ...expected,
      occurredAt: at(31),
      facts: { narrowing: withdrawn.id, answer: 'erased', sections: ['health'], retained: [] },
      recipients: [{ to: skopje, purpose: 'handover', needs: [] }],
    } as const
    const planned = planDisclosures(draft, state, vienna, at(31))
    expect(planned.ok && planned.value.map(({ grant: { basis } }) => basis)).toStrictEqual([
      { kind: 'notice', about: withdrawn.id },
    ])
  })

  it('does not erase what a hold of its own keeps, and says so to who disclosed it', () => {
    const history = given(...upTo('presumed'), ofTwo, held, allBack)
    const command = { ...AnswerAsTaker, narrowing: withdrawn.id, to: skopje }
    history.when(command, as(vienna, 31)).thenRejected({ kind: 'under-legal-hold' })
    history.when({ ...command, answer: 'retained' }, as(vienna, 31)).then({
      ...expected,
      occurredAt: at(31),
      facts: {
        narrowing: withdrawn.id,
        answer: 'retained',
        sections: ['health'],
        retained: [{ sections: ['health'], citation: 'court-7', until: at(2000) }],
      },
      recipients: [{ to: skopje, purpose: 'handover', needs: [] }],
    })
    // It holds nothing of what Belgrade disclosed.
    given(...upTo('presumed'), ofTwo, held, allBack, answered(skopje, 'retained', 31))
      .when({ ...command, to: belgrade }, as(vienna, 32))
      .then({
        ...expected,
        occurredAt: at(32),
        facts: {
          narrowing: withdrawn.id,
          answer: 'erased',
          sections: ['needs', 'risk'],
          retained: [],
        },
        recipients: [{ to: belgrade, purpose: 'handover', needs: [] }],
      })
  })

  it('answers each once, and once more for what was retained', () => {
    const command = { ...AnswerAsTaker, narrowing: withdrawn.id }
    const both = [answered(skopje, 'retained', 31), answered(belgrade, 'erased', 32)]
    const history = given(...upTo('presumed'), ofTwo, allBack, ...both)
    history.when(command, as(vienna, 33)).thenRejected({ kind: 'already-answered' })
    history
      .when({ ...command, to: skopje, answer: 'retained' }, as(vienna, 33))
      .thenRejected({ kind: 'already-answered' })
    history.when({ ...command, to: skopje }, as(vienna, 33)).then({
      ...expected,
      occurredAt: at(33),
      facts: { narrowing: withdrawn.id, answer: 'erased', sections: ['health'], retained: [] },
      recipients: [{ to: skopje, purpose: 'handover', needs: [] }],
    })
  })

  it('answers nobody who was to disclose nothing, or was not told of the consent', () => {
    given(...upTo('presumed'), ofTwo, allBack)
      .when({ ...AnswerAsTaker, narrowing: withdrawn.id, to: viennaOffice }, as(vienna, 31))
      .thenRejected({ kind: 'not-disclosed-by' })
    const untold = { ...ofTwo, grants: story.consent.grants }
    given(...upTo('presumed'), untold, withdrawn)
      .when({ ...AnswerAsTaker, narrowing: withdrawn.id, to: skopje }, as(vienna, 31))
      .thenRejected({ kind: 'not-disclosed-by' })
  })

  it('has nothing to answer for of what it only disclosed', () => {
    given(...upTo('narrowed'))
      .when({ ...AnswerAsTaker, narrowing: story.narrowed.id }, as(vienna, 17))
      .thenRejected({ kind: 'not-disclosed-by' })
    const state = foldCase(upTo('narrowed'))
    const narrowing = state.narrowings[story.narrowed.id]
    expect(narrowing && isHolder(state, narrowing, vienna)).toBe(false)
    expect(viennaToBelgrade.discloser).toBe(vienna)
  })

  it('has erased all of it only when nothing is retained of anybody', () => {
    const answersAfter = (...answers: readonly CaseEvent[]) =>
      foldCase([...upTo('presumed'), ofTwo, allBack, ...answers]).narrowings[withdrawn.id]
    const retained = answered(skopje, 'retained', 31)
    const erased = answered(belgrade, 'erased', 32)
    expect(answersAfter(retained, erased)).toMatchObject({
      answers: { [vienna]: 'retained' },
      answeredTo: { [skopje]: 'retained', [belgrade]: 'erased' },
    })
    expect(answersAfter(retained, erased, answered(skopje, 'erased', 33))).toMatchObject({
      answers: { [vienna]: 'erased' },
      answeredTo: { [skopje]: 'erased', [belgrade]: 'erased' },
    })
  })

  it('is not answered for by anybody else in its name, of what is passed on neither', () => {
    const foreign = { ...answered(belgrade, 'erased', 32), author: skopje, id: idOf('foreign') }
    const state = foldCase([...upTo('presumed'), ofTwo, allBack, foreign])
    expect(state.narrowings[withdrawn.id]?.answeredTo).toBeUndefined()
  })
})
