import { describe, it } from 'vitest'
import { story } from '../test-support/case-events.ts'
import { given } from '../test-support/commands.ts'
import { as, at, belgrade, guardianship, vienna } from '../test-support/world.ts'
import { commands, events, opened, referred } from './children.fixture.ts'

const toGuardianship = { to: guardianship, purpose: 'protection', needs: ['child'] } as const
const about = { sections: { child: { guardian: 'Example Guardian' } }, clauses: [] } as const
const nothingElse = { sections: {}, clauses: [] } as const

describe('appoint a guardian', () => {
  const { appoint } = commands

  it('says who is there for the child', () => {
    given(opened)
      .when({ ...appoint, to: [vienna, guardianship] }, as(vienna, 20))
      .then({
        type: 'GuardianAppointed',
        occurredAt: at(20),
        facts: { kind: 'appointedPerson' },
        ...about,
        recipients: [toGuardianship],
      })
  })

  it('is for a child, or somebody who may be one', () => {
    given(story.opened).when(appoint, as(vienna, 20)).thenRejected({ kind: 'not-a-child' })
    given(...referred)
      .when(appoint, as(belgrade, 20))
      .thenRejected({ kind: 'not-your-case' })
    given().when(appoint, as(vienna, 20)).thenRejected({ kind: 'not-your-case' })
  })
})

describe('exclude a guardian', () => {
  const { exclude } = commands

  it('says why, to those who protect the child', () => {
    given(opened, events.guardian)
      .when(exclude, as(vienna, 21))
      .then({
        type: 'GuardianExcluded',
        occurredAt: at(21),
        facts: events.excluded.facts,
        ...nothingElse,
        recipients: [{ ...toGuardianship, needs: [] }],
      })
  })

  it('refuses one who is no guardian here, and to do it twice', () => {
    given(opened).when(exclude, as(vienna, 21)).thenRejected({ kind: 'guardian-unknown' })
    given(opened, events.guardian, events.excluded)
      .when(exclude, as(vienna, 22))
      .thenRejected({ kind: 'already-done' })
    given(...referred, events.guardian)
      .when(exclude, as(belgrade, 21))
      .thenRejected({ kind: 'not-your-case' })
    given(story.opened).when(exclude, as(vienna, 21)).thenRejected({ kind: 'not-a-child' })
  })
})

describe('determine what is best for the child', () => {
  const { determine } = commands

  it('chooses a solution', () => {
    given(opened)
      .when(determine, as(vienna, 22))
      .then({
        type: 'BestInterestsDetermined',
        occurredAt: at(22),
        facts: events.interests.facts,
        ...about,
        recipients: [toGuardianship],
      })
  })

  it('hears the child', () => {
    given(opened)
      .when({ ...determine, childWasHeard: false }, as(vienna, 22))
      .thenRejected({ kind: 'child-not-heard' })
  })

  it('chooses among the solutions that were considered', () => {
    given(opened)
      .when({ ...determine, solution: 'thirdCountry' }, as(vienna, 22))
      .thenRejected({ kind: 'solution-not-considered' })
  })

  it('is for the custodian of a child', () => {
    given(...referred)
      .when(determine, as(belgrade, 22))
      .thenRejected({ kind: 'not-your-case' })
    given(story.opened).when(determine, as(vienna, 22)).thenRejected({ kind: 'not-a-child' })
  })
})
