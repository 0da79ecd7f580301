import { describe, it } from 'vitest'
import { caseEvent, story } from '../test-support/case-events.ts'
import { given } from '../test-support/commands.ts'
import { as, at, belgrade, guardianship, skopje, vienna } from '../test-support/world.ts'
import { commands, events, opened, referred } from './children.fixture.ts'

const toGuardianship = { to: guardianship, purpose: 'protection', needs: ['child'] } as const
const about = { sections: { child: { guardian: 'Example Guardian' } }, clauses: [] } as const

describe('arrange care', () => {
  const { care } = commands
  const arranged = {
    type: 'CareArranged',
    occurredAt: at(23),
    facts: { kind: 'fosterFamily' },
    ...about,
    recipients: [toGuardianship],
  } as const

  it('is for either country', () => {
    given(...referred)
      .when(care, as(vienna, 23))
      .then(arranged)
    given(...referred)
      .when(care, as(belgrade, 23))
      .then(arranged)
    given(story.offered, story.accepted).when(care, as(belgrade, 23)).then(arranged)
  })

  it('refuses care that nobody describes, adults, and whoever has no part', () => {
    given(opened)
      .when({ ...care, sections: {} }, as(vienna, 23))
      .thenRejected({ kind: 'section-required', section: 'child' })
    given(story.opened).when(care, as(vienna, 23)).thenRejected({ kind: 'not-a-child' })
    given(...referred)
      .when(care, as(skopje, 23))
      .thenRejected({ kind: 'not-your-case' })
    given(opened, story.offered)
      .when(care, as(belgrade, 23))
      .thenRejected({ kind: 'not-your-case' })
    const withdrawn = caseEvent('ReferralWithdrawn', 'withdrawn', vienna, 9, {
      referral: story.offered.id,
      reason: 'safety',
    })
    given(...referred, withdrawn)
      .when(care, as(belgrade, 23))
      .thenRejected({ kind: 'not-your-case' })
  })
})

describe('say who receives the child', () => {
  const { receive } = commands
  const appointed = {
    type: 'ReceiverAppointed',
    occurredAt: at(24),
    facts: { kind: 'socialServices' },
    ...about,
    recipients: [toGuardianship],
  } as const

  it('is social services without further ado', () => {
    given(...referred)
      .when(receive, as(belgrade, 24))
      .then(appointed)
  })

  it.each(['parent', 'relative'] as const)(
    'is no %s by default: the risk in the family is assessed first',
    (kind) => {
      const personOnly = {
        ...events.familyRisk,
        facts: { ...events.familyRisk.facts, subjects: ['person'] },
      } as const
      for (const history of [referred, [...referred, personOnly]]) {
        given(...history)
          .when({ ...receive, kind }, as(belgrade, 24))
          .thenRejected({ kind: 'family-not-assessed' })
      }
      given(...referred, events.familyRisk)
        .when({ ...receive, kind }, as(belgrade, 24))
        .then({ ...appointed, facts: { kind } })
    },
  )

  it('is a guardian who is not excluded', () => {
    const guardian = { ...receive, kind: 'guardian' } as const
    given(opened).when(guardian, as(vienna, 24)).thenRejected({ kind: 'no-guardian' })
    given(opened, events.guardian)
      .when(guardian, as(vienna, 24))
      .then({ ...appointed, facts: { kind: 'guardian' } })
    given(...referred, events.familyRisk, events.guardian, events.excluded)
      .when(guardian, as(vienna, 24))
      .thenRejected({ kind: 'no-guardian' })
  })

  it('is no parent in the guise of a guardian', () => {
    const guardian = { ...receive, kind: 'guardian' } as const
    given(opened, events.parent)
      .when(guardian, as(vienna, 24))
      .thenRejected({ kind: 'family-not-assessed' })
    given(opened, events.parent, events.guardian)
      .when(guardian, as(vienna, 24))
      .thenRejected({ kind: 'family-not-assessed' })
    given(opened, events.parent, events.guardian, events.excluded)
      .when(guardian, as(vienna, 24))
      .thenRejected({ kind: 'family-not-assessed' })
    given(...referred, events.familyRisk, events.parent)
      .when(guardian, as(vienna, 24))
      .then({ ...appointed, facts: { kind: 'guardian' } })
  })

  it('is somebody who is named, for a child, by a side of its return', () => {
    given(opened)
      .when({ ...receive, sections: {} }, as(vienna, 24))
      .thenRejected({ kind: 'section-required', section: 'child' })
    given(story.opened).when(receive, as(vienna, 24)).thenRejected({ kind: 'not-a-child' })
    given(...referred)
      .when(receive, as(skopje, 24))
      .thenRejected({ kind: 'not-your-case' })
  })
})
