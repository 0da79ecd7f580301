import { describe, it } from 'vitest'
import { given } from '../test-support/commands.ts'
import {
  as,
  at,
  belgradeOffice,
  guardianship,
  skopje,
  vienna,
  viennaOffice,
} from '../test-support/world.ts'
import { commands, events, opened } from './children.fixture.ts'

const toGuardianship = { to: guardianship, purpose: 'protection', needs: ['child'] } as const
const about = { sections: { child: { guardian: 'Example Guardian' } }, clauses: [] } as const

describe('one focal point for children and another', () => {
  const { ask, answer } = commands

  it('ask with what the other needs to find the child', () => {
    given(opened)
      .when(ask, as(viennaOffice, 25))
      .then({
        type: 'FocalPointAsked',
        occurredAt: at(25),
        facts: events.asked.facts,
        sections: ask.sections,
        clauses: [],
        recipients: [{ to: belgradeOffice, purpose: 'protection', needs: ['identity', 'child'] }],
      })
  })

  it('answer who asked', () => {
    given(events.asked)
      .when(answer, as(belgradeOffice, 26))
      .then({
        type: 'FocalPointAnswered',
        occurredAt: at(26),
        facts: events.answered.facts,
        ...about,
        recipients: [{ ...toGuardianship, to: viennaOffice }],
      })
  })

  it('refuse a question by others, to oneself, about no case, or to be answered by now', () => {
    given(opened).when(ask, as(vienna, 25)).thenRejected({ kind: 'not-in-policy' })
    given(opened)
      .when({ ...ask, to: viennaOffice }, as(viennaOffice, 25))
      .thenRejected({ kind: 'no-recipients' })
    given().when(ask, as(viennaOffice, 25)).thenRejected({ kind: 'case-unknown' })
    given(opened)
      .when({ ...ask, respondBy: at(25) }, as(viennaOffice, 25))
      .thenRejected({ kind: 'response-deadline-passed' })
  })

  it('refuse an answer by whoever was not asked, and a second one', () => {
    for (const self of [viennaOffice, guardianship, skopje]) {
      given(events.asked)
        .when(answer, as(self, 26))
        .thenRejected({ kind: 'focal-question-unknown' })
    }
    given(opened)
      .when(answer, as(belgradeOffice, 26))
      .thenRejected({ kind: 'focal-question-unknown' })
    given(events.asked, events.answered)
      .when(answer, as(belgradeOffice, 27))
      .thenRejected({ kind: 'already-answered' })
  })
})
