import { describe, expect, it } from 'vitest'
import { mayAuthor } from '../case/entitlement.ts'
import { foldCase } from '../case/evolve.ts'
import { reconfirmed } from '../consent/reconfirmed.fixture.ts'
import { story, upTo, upToWithout } from '../test-support/case-events.ts'
import { given } from '../test-support/commands.ts'
import {
  as,
  at,
  belgrade,
  court,
  idOf,
  skopje,
  vienna,
  viennaOffice,
} from '../test-support/world.ts'
import { returnAlternatives, returnReasons } from '../vocabulary/process-lists.ts'
import { returnEvents } from './events.ts'
import { commands, events } from './return.fixture.ts'

const { DecideReturn, PlanReturnTravel, RecordPersonNotSeen, AgreeReintegrationPlan } = commands
const { byOffice, notSeen } = events
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

/** She was asked what may be told of it once it was decided. */
const askedAgain = { ...reconfirmed, occurredAt: at(11.5), recordedAt: at(11.5) }

describe('decide a return', () => {
  it('rests on assessments and names what else was considered', () => {
    given(...upTo('riskThere'))
      .when(DecideReturn, as(vienna, 11))
      .then(decided)
  })

  it('has at least one alternative, and any of them', () => {
    expect(returnEvents.ReturnDecided.facts.alternatives.min).toBe(1)
    given(...upTo('riskThere'))
      .when({ ...DecideReturn, alternatives: returnAlternatives.codes }, as(vienna, 11))
      .then({ ...decided, facts: { ...decided.facts, alternatives: returnAlternatives.codes } })
  })

  it('refuses without an assessment by an organisation that serves people', () => {
    const withOffice = [...upTo('riskThere'), byOffice]
    given(...withOffice)
      .when({ ...DecideReturn, assessments: [byOffice.id] }, as(vienna, 11))
      .thenRejected({ kind: 'risk-without-cso' })
    given(...withOffice)
      .when({ ...DecideReturn, assessments: [] }, as(vienna, 11))
      .thenRejected({ kind: 'risk-without-cso' })
    given(...withOffice)
      .when(DecideReturn, { ...as(vienna, 11), kindOf: () => undefined })
      .thenRejected({ kind: 'risk-without-cso' })
    given(...withOffice)
      .when({ ...DecideReturn, assessments: [byOffice.id, story.riskThere.id] }, as(vienna, 11))
      .then({
        ...decided,
        facts: { ...decided.facts, assessments: [byOffice.id, story.riskThere.id] },
      })
  })

  it('refuses what is no assessment, or is not held', () => {
    for (const unknown of [idOf('nowhere'), story.contact.id])
      given(...upTo('riskThere'))
        .when({ ...DecideReturn, assessments: [story.riskHere.id, unknown] }, as(vienna, 11))
        .thenRejected({ kind: 'assessment-unknown' })
  })

  it('refuses before acceptance', () => {
    given(...upTo('seen'), byOffice)
      .when(DecideReturn, as(vienna, 11))
      .thenRejected({ kind: 'not-accepted' })
  })

  it('may be about an adult for any reason, which is recorded', () => {
    for (const reason of returnReasons.codes)
      given(...upTo('riskThere'))
        .when({ ...DecideReturn, reason }, as(vienna, 11))
        .then({ ...decided, facts: { ...decided.facts, reason } })
  })
})

describe('the return of an adult', () => {
  const byAuthority = (kind: 'migrationAuthority' | 'nrmOffice') => {
    const { kindOf, ...context } = as(vienna, 12)
    const kinds: typeof kindOf = (each) => (each === vienna ? kind : kindOf(each))
    return { ...context, kindOf: kinds }
  }

  it('is planned without a decision where those who serve her help her home', () => {
    given(...upTo('riskThere'))
      .when(PlanReturnTravel, as(vienna, 12))
      .then(planned)
  })

  it.each(['migrationAuthority', 'nrmOffice'] as const)(
    'is decided first where an authority plans it: %s',
    (kind) => {
      given(...upTo('riskThere'))
        .when(PlanReturnTravel, byAuthority(kind))
        .thenRejected({ kind: 'return-not-decided' })
      given(...upTo('riskThere'), events.decided, askedAgain)
        .when(PlanReturnTravel, byAuthority(kind))
        .then(planned)
    },
  )

  it('is decided first where nobody lists who plans it', () => {
    given(...upTo('riskThere'))
      .when(PlanReturnTravel, { ...as(vienna, 12), kindOf: () => undefined })
      .thenRejected({ kind: 'return-not-decided' })
  })

  it.each(['police', 'borderPolice', 'asylumAuthority', 'prosecution'] as const)(
    'is no matter of %s: it neither decides nor plans one',
    (kind) => {
      expect(mayAuthor(kind, 'ReturnDecided')).toBe(false)
      expect(mayAuthor(kind, 'ReturnTravelPlanned')).toBe(false)
    },
  )
})

describe('an assessment of somebody who has no part in it', () => {
  it('is none: neither of a referral nor for a decision that rests on it', () => {
    const forged = { ...story.riskHere, id: idOf('forged'), author: skopje }
    expect(foldCase([...upTo('accepted'), forged]).riskAssessments).toStrictEqual({})
    given(...upTo('riskThere'), forged)
      .when({ ...DecideReturn, assessments: [forged.id] }, as(vienna, 11))
      .thenRejected({ kind: 'assessment-unknown' })
  })
})

describe('a person who was not seen', () => {
  const expected = {
    type: 'PersonNotSeen',
    occurredAt: at(12.5),
    facts: { subject: referral },
    ...nothingElse,
    recipients: [{ to: vienna, purpose: 'return', needs: [] }],
  } as const

  it('is normal: it is told, may happen again, and she may still arrive', () => {
    given(...upTo('departed'))
      .when(RecordPersonNotSeen, as(belgrade, 13))
      .then(expected)
    given(...upTo('departed'), notSeen)
      .when({ ...RecordPersonNotSeen, occurredAt: at(14) }, as(belgrade, 14))
      .then({ ...expected, occurredAt: at(14) })
    given(...upTo('departed'), notSeen)
      .when(commands.ConfirmArrival, as(belgrade, 14))
      .then({
        type: 'ArrivalConfirmed',
        occurredAt: at(12.5),
        facts: { referral },
        ...nothingElse,
        recipients: [{ to: vienna, purpose: 'return', needs: [] }],
      })
    const { arrived, notSeen: missed } =
      foldCase([...upTo('arrived'), notSeen]).referrals[referral] ?? {}
    expect({ arrived, missed }).toStrictEqual({ arrived: story.arrived.id, missed: [notSeen.id] })
  })

  it('was awaited all the same where nobody has confirmed a departure', () => {
    given(...upTo('accepted'))
      .when(RecordPersonNotSeen, as(belgrade, 13))
      .then(expected)
  })

  it('refuses before acceptance, after the arrival, and in the future', () => {
    given(...upTo('seen'))
      .when(RecordPersonNotSeen, as(belgrade, 13))
      .thenRejected({ kind: 'not-accepted' })
    given(...upTo('arrived'))
      .when(RecordPersonNotSeen, as(belgrade, 14))
      .thenRejected({ kind: 'already-done' })
    given(...upTo('departed'))
      .when({ ...RecordPersonNotSeen, occurredAt: at(14) }, as(belgrade, 13))
      .thenRejected({ kind: 'in-the-future' })
  })

  it('is not missed by somebody who did not await her', () => {
    for (const author of [vienna, skopje, court])
      expect(
        foldCase([...upTo('departed'), { ...notSeen, author }]).referrals[referral]?.notSeen,
      ).toStrictEqual([])
  })
})

describe('agree a plan for the time after', () => {
  it('shares it with the organisation that referred', () => {
    given(...upTo('accepted'))
      .when(AgreeReintegrationPlan, as(belgrade, 16))
      .then({
        type: 'ReintegrationPlanAgreed',
        occurredAt: at(16),
        facts: { referral },
        sections: { needs: { plan: ['training'] } },
        clauses: [],
        recipients: [{ to: vienna, purpose: 'reintegration', needs: ['needs'] }],
      })
  })

  it('refuses an empty one, and before acceptance', () => {
    given(...upTo('accepted'))
      .when({ ...AgreeReintegrationPlan, sections: {} }, as(belgrade, 16))
      .thenRejected({ kind: 'section-required', section: 'needs' })
    given(...upTo('seen'))
      .when(AgreeReintegrationPlan, as(belgrade, 16))
      .thenRejected({ kind: 'not-accepted' })
  })
})

describe('an assessment of the risk for nothing in particular', () => {
  it('stays with the custodian', () => {
    const { about: _about, ...forItself } = commands.AssessRisk
    given(...upToWithout('accepted', 'accepted'))
      .when(forItself, as(vienna, 9))
      .then({
        type: 'RiskAssessed',
        occurredAt: at(9),
        facts: { subjects: ['person'] },
        sections: commands.AssessRisk.sections,
        clauses: [],
        recipients: [],
      })
    given(...upTo('accepted'))
      .when(forItself, as(viennaOffice, 9))
      .thenRejected({ kind: 'not-your-case' })
  })
})
