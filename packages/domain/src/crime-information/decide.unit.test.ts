import { describe, expect, it } from 'vitest'
import { mayAuthor, mayReceive } from '../case/entitlement.ts'
import { decide } from '../case/decide.ts'
import { foldCase } from '../case/evolve.ts'
import { emptyCase } from '../case/state.ts'
import { dueCommands } from '../case/due.ts'
import type { CaseEvent } from '../case/events.ts'
import { commandTypes, eventDefinitions } from '../definition/catalogue.ts'
import { startOfDay } from '../definition/untimed.ts'
import { planDisclosures, reviewGrant } from '../test-support/disclosing.ts'
import { allAccess } from '../test-support/all-rows.ts'
import { caseEvent, chapters, grantTo, story } from '../test-support/case-events.ts'
import { given } from '../test-support/commands.ts'
import { as, at, police, vienna } from '../test-support/world.ts'
import { organisationKinds, sectionNames } from '../vocabulary/lists.ts'
import { serving } from '../vocabulary/organisation-groups.ts'
import { pass, passed } from './crime-information.fixture.ts'

const information = {
  type: 'FutureCrimeInformationPassed',
  occurredAt: startOfDay(at(1)),
  facts: { matter: 'recruitment' },
  sections: { notes: { text: 'Example' } },
  clauses: [],
  recipients: [{ to: police, purpose: 'protection', needs: ['notes'] }],
} as const

describe('information about a crime to come', () => {
  it('is passed on under a reference of its own', () => {
    given().when(pass, as(vienna, 1)).then(information)
  })

  it.each(chapters)('carries the reference of no case: refused where there is %s', (chapter) => {
    given(story[chapter]).when(pass, as(vienna, 1)).thenRejected({ kind: 'reference-is-a-case' })
  })

  it('is passed on once under one reference', () => {
    given(passed).when(pass, as(vienna, 2)).thenRejected({ kind: 'reference-is-a-case' })
  })

  it('has the time of a day, whenever it is passed on', () => {
    for (const minute of [0, 1, 300, 839]) {
      const decision = decide(emptyCase, pass, as(vienna, minute))
      expect(decision.ok && decision.value.occurredAt).toBe('2026-03-01T00:00:00.000Z')
    }
    const next = decide(emptyCase, pass, as(vienna, 840))
    expect(next.ok && next.value.occurredAt).toBe('2026-03-02T00:00:00.000Z')
    expect(eventDefinitions.FutureCrimeInformationPassed.isUntimed).toBe(true)
  })

  it('holds nothing else of the person, whatever is given', () => {
    const everything = Object.fromEntries(
      sectionNames.codes.map((name) => [name, { firstName: 'Example' }]),
    )
    given()
      .when({ ...pass, sections: { ...everything, notes: { text: 'Example' } } }, as(vienna, 1))
      .then(information)
  })

  it('is nothing without words', () => {
    given()
      .when({ ...pass, sections: {} }, as(vienna, 1))
      .thenRejected({ kind: 'section-required', section: 'notes' })
    given()
      .when({ ...pass, sections: { identity: { firstName: 'Example' } } }, as(vienna, 1))
      .thenRejected({ kind: 'section-required', section: 'notes' })
  })

  it('goes in the public interest, with its words, and no further', () => {
    const plan = planDisclosures(information, emptyCase, vienna, startOfDay(at(1)))
    expect(plan).toStrictEqual({
      ok: true,
      value: [
        {
          grant: {
            to: police,
            purpose: 'protection',
            sections: ['notes'],
            basis: { kind: 'publicInterest' },
            until: '2026-05-30T00:00:00.000Z',
            onward: false,
          },
          withheld: [],
        },
      ],
    })
  })

  it('is passed on by who serves people, to police and prosecution', () => {
    const kinds = organisationKinds.codes
    const authors = kinds.filter((kind) => mayAuthor(kind, 'FutureCrimeInformationPassed'))
    const readers = kinds.filter((kind) => mayReceive(kind, 'FutureCrimeInformationPassed'))
    expect(new Set(authors)).toStrictEqual(new Set(serving))
    expect(readers).toStrictEqual(['police', 'prosecution'])
  })
})

describe('under the reference of information about a crime to come', () => {
  const others = commandTypes.filter((type) => type !== 'PassFutureCrimeInformation')

  it.each(others)(
    'nothing else is recorded by who passed it on, or by who was told: %s',
    (type) => {
      const { allowed } = allAccess[type]
      expect(allowed.length).toBeGreaterThan(0)
      for (const [history, command, context] of allowed)
        for (const self of [context.self, vienna, police])
          given(...history, passed)
            .when(command, { ...context, self })
            .thenRejected({ kind: 'reference-is-no-case' })
    },
  )

  it('time asks for nothing', () => {
    expect(
      dueCommands(foldCase([...chapters.map((name) => story[name]), passed]), as(vienna, 9_000)),
    ).toStrictEqual([])
  })

  const review = (event: CaseEvent, history: readonly CaseEvent[]) => {
    const [grant] = event.grants
    return grant && reviewGrant({ event, grant, at: event.recordedAt }, foldCase(history))
  }
  const alone = { ...passed, grants: [grantTo(police, { basis: { kind: 'publicInterest' } })] }

  it('it is taken in alone, and can be read again', () => {
    expect(review(alone, [])).toBeUndefined()
    expect(review(alone, [alone])).toBeUndefined()
  })

  it('it is not taken in where anything is held, or anything where it is', () => {
    const tied = { kind: 'reference-tied' }
    expect(review(alone, [story.opened])).toStrictEqual(tied)
    expect(review(alone, [{ ...alone, id: story.opened.id }])).toStrictEqual(tied)
    expect(review(story.consent, [])).toBeUndefined()
    expect(review(story.consent, [alone])).toStrictEqual(tied)
    const recusal = caseEvent(
      'RecusalDeclared',
      'recusal',
      vienna,
      2,
      { reason: 'involvedInFacts' },
      {
        grants: [grantTo(police, { basis: { kind: 'notice', about: alone.id } })],
      },
    )
    expect(review(recusal, [alone])).toStrictEqual(tied)
  })
})

describe('information about a crime to come, as it is held', () => {
  it('leaves no trace but that it was passed on', () => {
    expect(foldCase([passed])).toStrictEqual({
      ...emptyCase,
      known: {
        [passed.id]: {
          type: 'FutureCrimeInformationPassed',
          author: vienna,
          recordedAt: at(1),
          to: [police],
        },
      },
    })
  })
})
