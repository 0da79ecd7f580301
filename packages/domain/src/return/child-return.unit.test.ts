import { describe, it } from 'vitest'
import type { CaseEvent } from '../case/events.ts'
import { caseEvent, story, upTo } from '../test-support/case-events.ts'
import { given } from '../test-support/commands.ts'
import { as, at, belgrade, idOf, vienna } from '../test-support/world.ts'
import { childSolutions, type ChildSolution } from '../vocabulary/process-lists.ts'
import type { ChildReturnCondition } from './rejections.ts'
import { childUpTo, commands, events } from './return.fixture.ts'

const { DecideReturn, PlanReturnTravel } = commands
const { bestInterests, care, receiver } = events
const referral = story.offered.id
const nothingElse = { sections: {}, clauses: [] } as const
const decided = {
  type: 'ReturnDecided',
  occurredAt: at(11),
  facts: events.decided.facts,
  ...nothingElse,
  recipients: [{ to: belgrade, purpose: 'return', needs: [] }],
} as const

const planned = {
  type: 'ReturnTravelPlanned',
  occurredAt: at(12),
  facts: { referral },
  sections: PlanReturnTravel.sections,
  clauses: [],
  recipients: [{ to: belgrade, purpose: 'return', needs: ['travel'] }],
} as const

describe('the return of a child', () => {
  it('is decided where all four conditions are met', () => {
    given(...childUpTo())
      .when(DecideReturn, as(vienna, 11))
      .then(decided)
  })

  const persons = {
    ...story.riskHere,
    facts: { ...story.riskHere.facts, subjects: ['staff'] as const },
  }

  it.each<[ChildReturnCondition, readonly CaseEvent[]]>([
    ['riskAndSecurityAssessed', childUpTo(story.riskThere)],
    ['riskAndSecurityAssessed', [...childUpTo(story.riskHere), persons]],
    ['bestInterestsDetermined', childUpTo(bestInterests)],
    ['careArranged', childUpTo(care)],
    ['receiverAppointed', childUpTo(receiver)],
  ])('is not decided where it is missing: %s', (missing, history) => {
    given(...history)
      .when(DecideReturn, as(vienna, 11))
      .thenRejected({ kind: 'child-return-condition', missing })
  })

  it('is not planned either, whatever was decided', () => {
    for (const missing of [
      ['bestInterestsDetermined', bestInterests],
      ['careArranged', care],
      ['receiverAppointed', receiver],
    ] as const)
      given(...childUpTo(missing[1]), events.decided)
        .when(PlanReturnTravel, as(vienna, 12))
        .thenRejected({ kind: 'child-return-condition', missing: missing[0] })
  })

  const determinedAs = (solution: ChildSolution): CaseEvent => ({
    ...bestInterests,
    id: idOf('anew'),
    recordedAt: at(10.5),
    facts: { ...bestInterests.facts, considered: childSolutions.codes, solution },
  })

  it.each(['returnToOrigin', 'familyReunification'] as const)(
    'follows a determination that it is best: %s',
    (solution) => {
      given(...childUpTo(), determinedAs(solution))
        .when(DecideReturn, as(vienna, 11))
        .then(decided)
    },
  )

  it.each(['localIntegration', 'thirdCountry'] as const)(
    'is neither decided nor planned where something else was found best: %s',
    (solution) => {
      const found = [...childUpTo(), determinedAs(solution)]
      const missing = 'returnInBestInterests'
      given(...found)
        .when(DecideReturn, as(vienna, 11))
        .thenRejected({ kind: 'child-return-condition', missing })
      given(...found, events.decided)
        .when(PlanReturnTravel, as(vienna, 12))
        .thenRejected({ kind: 'child-return-condition', missing })
    },
  )

  const guardian = caseEvent('GuardianAppointed', 'guardian', vienna, 9, {
    kind: 'appointedPerson',
  })
  const asGuardian = { ...receiver, facts: { kind: 'guardian' } } as const
  const exclusion = caseEvent('GuardianExcluded', 'excluded', vienna, 10.6, {
    guardian: guardian.id,
    reason: 'suspectedInvolvement',
  })
  const withGuardian = [...childUpTo(receiver), guardian, asGuardian]
  const noReceiver = { kind: 'child-return-condition', missing: 'receiverAppointed' } as const

  it('may be to a guardian who is not excluded', () => {
    given(...withGuardian)
      .when(DecideReturn, as(vienna, 11))
      .then(decided)
  })

  it.each([
    ['after the receiver was named', exclusion],
    // The other country is not told of an exclusion, and may name the guardian later.
    ['before', { ...exclusion, recordedAt: at(9.5) }],
  ])('is to no guardian who was excluded %s', (_when, excluded) => {
    given(...withGuardian, excluded)
      .when(DecideReturn, as(vienna, 11))
      .thenRejected(noReceiver)
    given(...withGuardian, events.decided, { ...excluded, id: idOf('later') })
      .when(PlanReturnTravel, as(vienna, 12))
      .thenRejected(noReceiver)
  })

  it('is to another guardian only once it is said anew who receives the child', () => {
    const another = { ...guardian, id: idOf('another'), recordedAt: at(10.7) }
    const anew = { ...asGuardian, id: idOf('anewReceiver'), recordedAt: at(10.8) }
    given(...withGuardian, exclusion, another)
      .when(DecideReturn, as(vienna, 11))
      .thenRejected(noReceiver)
    given(...withGuardian, exclusion, another, anew)
      .when(DecideReturn, as(vienna, 11))
      .then(decided)
  })

  it('is planned when it was decided, and not before', () => {
    given(...childUpTo())
      .when(PlanReturnTravel, as(vienna, 12))
      .thenRejected({ kind: 'return-not-decided' })
    given(...childUpTo(), { ...events.decided, author: belgrade })
      .when(PlanReturnTravel, as(vienna, 12))
      .thenRejected({ kind: 'return-not-decided' })
    given(...childUpTo())
      .when(commands.ConfirmDeparture, as(vienna, 12))
      .thenRejected({ kind: 'travel-not-planned' })
    given(...childUpTo(), events.decided)
      .when(PlanReturnTravel, as(vienna, 12))
      .then(planned)
  })

  it('is not planned on a decision of the time before she turned out to be one', () => {
    const removal = {
      ...events.decided,
      facts: { ...events.decided.facts, reason: 'migrationControl' },
    } as const
    given(...childUpTo(), removal)
      .when(PlanReturnTravel, as(vienna, 12))
      .thenRejected({ kind: 'migration-control-is-no-reason' })
    given(...childUpTo(), removal, { ...events.decided, id: idOf('anew'), recordedAt: at(11.5) })
      .when(PlanReturnTravel, as(vienna, 12))
      .then(planned)
  })

  it('is asked for in one order: the assessment, the interests, the care, the receiver', () => {
    given(...childUpTo(story.riskThere, bestInterests, care, receiver))
      .when(DecideReturn, as(vienna, 11))
      .thenRejected({ kind: 'child-return-condition', missing: 'riskAndSecurityAssessed' })
    given(...childUpTo(bestInterests, care, receiver))
      .when(DecideReturn, as(vienna, 11))
      .thenRejected({ kind: 'child-return-condition', missing: 'bestInterestsDetermined' })
    given(...childUpTo(care, receiver))
      .when(DecideReturn, as(vienna, 11))
      .thenRejected({ kind: 'child-return-condition', missing: 'careArranged' })
  })

  it.each(['presumedChild', 'verifiedChild'] as const)(
    'never has migration control as its reason, whatever else is met: %s',
    (ageStatus) => {
      const [, ...others] = childUpTo()
      given({ ...story.opened, facts: { ageStatus } }, ...others)
        .when({ ...DecideReturn, reason: 'migrationControl' }, as(vienna, 11))
        .thenRejected({ kind: 'migration-control-is-no-reason' })
    },
  )

  it('asks the same of somebody who turns out to be a child after acceptance', () => {
    const turned: CaseEvent = {
      ...events.decided,
      id: idOf('turned'),
      recordedAt: at(10),
      type: 'AgeStatusChanged',
      facts: { ageStatus: 'presumedChild', evidence: 'doubt' },
    }
    given(...upTo('riskThere'), turned)
      .when(DecideReturn, as(vienna, 11))
      .thenRejected({ kind: 'child-return-condition', missing: 'bestInterestsDetermined' })
  })
})
