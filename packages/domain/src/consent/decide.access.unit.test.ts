import type { OrganisationId } from '@trm/kernel'
import { describe, expect, it } from 'vitest'
import type { CaseCommand } from '../case/commands.ts'
import { decide } from '../case/decide.ts'
import { foldCase } from '../case/evolve.ts'
import { chapters, upTo } from '../test-support/case-events.ts'
import { commands } from '../test-support/commands.ts'
import { as, belgrade, idOf, skopje, vienna, viennaOffice } from '../test-support/world.ts'

/** What each caller gets in every state from a chapter on, with a target that exists and one that does not. */
function answersTo(command: CaseCommand, self: OrganisationId, from: (typeof chapters)[number]) {
  const states = chapters.slice(chapters.indexOf(from)).map((chapter) => foldCase(upTo(chapter)))
  const answers = states.map((state) => {
    const decision = decide(state, command, as(self, 50))
    return decision.ok ? 'allowed' : decision.failure.kind
  })
  return [...new Set(answers)]
}

const { NarrowDataConsent, AnswerAsHolder, GiveDataConsent } = commands

describe('who may narrow a consent', () => {
  it.each([
    ['who took it', vienna, ['allowed', 'nothing-to-narrow']],
    ['whom a clause names', belgrade, ['not-your-consent']],
    ['whom another clause names', viennaOffice, ['not-your-consent']],
    ['a stranger', skopje, ['consent-unknown']],
  ] as const)('%s', (_caller, self, expected) => {
    expect(answersTo(NarrowDataConsent, self, 'consent')).toStrictEqual(expected)
  })

  it('answers everybody alike about a consent that is not there', () => {
    const unknown = { ...NarrowDataConsent, consent: idOf('nowhere') }
    for (const self of [vienna, belgrade, viennaOffice, skopje]) {
      expect(answersTo(unknown, self, 'opened')).toStrictEqual(['consent-unknown'])
    }
  })
})

describe('who may answer a narrowing', () => {
  it.each([
    ['its author', vienna, ['not-a-holder']],
    ['the other side of the clause', belgrade, ['allowed', 'already-answered']],
    ['whom another clause names', viennaOffice, ['narrowing-unknown']],
    ['a stranger', skopje, ['narrowing-unknown']],
  ] as const)('%s', (_caller, self, expected) => {
    expect(answersTo(AnswerAsHolder, self, 'narrowed')).toStrictEqual(expected)
  })

  it('answers everybody alike about a narrowing that is not there', () => {
    const unknown = { ...AnswerAsHolder, narrowing: idOf('nowhere') }
    for (const self of [vienna, belgrade, viennaOffice, skopje]) {
      expect(answersTo(unknown, self, 'opened')).toStrictEqual(['narrowing-unknown'])
    }
  })
})

describe('who may take a consent', () => {
  it.each([
    ['who opened the case', vienna, ['allowed']],
    ['who receives', belgrade, ['not-your-case']],
    ['a stranger', skopje, ['not-your-case']],
  ] as const)('%s', (_caller, self, expected) => {
    expect(answersTo(GiveDataConsent, self, 'opened')).toStrictEqual(expected)
  })
})
