import { describe, expect, it } from 'vitest'
import { foldCase } from '../case/evolve.ts'
import { story } from '../test-support/case-events.ts'
import { given } from '../test-support/commands.ts'
import { as, at, belgrade, vienna } from '../test-support/world.ts'
import { commands, events, opened, referred } from './children.fixture.ts'

const nothingElse = { sections: {}, clauses: [] } as const

describe('majority', () => {
  const { grow } = commands

  it('stays at home', () => {
    given(opened)
      .when(grow, as(vienna, 30))
      .then({
        type: 'MajorityReached',
        occurredAt: at(30),
        facts: {},
        ...nothingElse,
        recipients: [],
      })
  })

  it('ends nothing that the child was given', () => {
    const before = foldCase([...referred, events.guardian, events.care, events.receiver])
    const after = foldCase([
      ...referred,
      events.guardian,
      events.care,
      events.receiver,
      events.grown,
    ])
    expect(after).toStrictEqual({
      ...before,
      known: after.known,
      ageStatus: 'verifiedAdult',
      ageClaims: { [vienna]: { ageStatus: 'verifiedAdult', event: events.grown.id } },
      majority: events.grown.id,
    })
  })

  it('is reached once, by a child, as its custodian says', () => {
    given(opened, events.grown).when(grow, as(vienna, 31)).thenRejected({ kind: 'not-a-child' })
    given(story.opened).when(grow, as(vienna, 30)).thenRejected({ kind: 'not-a-child' })
    given(...referred)
      .when(grow, as(belgrade, 30))
      .thenRejected({ kind: 'not-your-case' })
  })

  it('lets no guardian be appointed any more', () => {
    given(opened, events.grown)
      .when(commands.appoint, as(vienna, 31))
      .thenRejected({ kind: 'not-a-child' })
  })
})
