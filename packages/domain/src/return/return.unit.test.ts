import { describe, it } from 'vitest'
import { upTo, upToWithout } from '../test-support/case-events.ts'
import { commands, given } from '../test-support/commands.ts'
import { as, at, belgrade, idOf, vienna } from '../test-support/world.ts'

const referral = idOf('offered')
const nothingElse = { sections: {}, clauses: [] } as const

describe('assess the risk', () => {
  const { AssessRisk } = commands

  it.each([
    ['here', vienna, belgrade],
    ['there', belgrade, vienna],
  ] as const)('is for each side, %s, and shared with the other', (_side, self, to) => {
    given(...upTo('accepted'))
      .when(AssessRisk, as(self, 9))
      .then({
        type: 'RiskAssessed',
        occurredAt: at(9),
        facts: { about: referral, subjects: ['person'] },
        sections: AssessRisk.sections,
        clauses: [],
        recipients: [{ to, purpose: 'handover', needs: ['risk'] }],
      })
  })

  it('is repeated as often as it takes', () => {
    given(...upTo('feedback'))
      .when(AssessRisk, as(vienna, 20))
      .then({
        type: 'RiskAssessed',
        occurredAt: at(20),
        facts: { about: referral, subjects: ['person'] },
        sections: AssessRisk.sections,
        clauses: [],
        recipients: [{ to: belgrade, purpose: 'handover', needs: ['risk'] }],
      })
  })

  it('refuses without an assessment, and before acceptance', () => {
    given(...upTo('accepted'))
      .when({ ...AssessRisk, sections: {} }, as(vienna, 9))
      .thenRejected({ kind: 'section-required', section: 'risk' })
    given(...upTo('seen'))
      .when(AssessRisk, as(vienna, 9))
      .thenRejected({ kind: 'not-accepted' })
  })
})

describe('plan the return travel', () => {
  const { PlanReturnTravel } = commands
  const expected = {
    type: 'ReturnTravelPlanned',
    facts: { referral },
    sections: { travel: { mode: 'rail' } },
    clauses: [],
    recipients: [{ to: belgrade, purpose: 'return', needs: ['travel'] }],
  } as const

  it('follows both risk assessments and the contact, and may be planned again', () => {
    given(...upTo('riskThere'))
      .when(PlanReturnTravel, as(vienna, 11))
      .then({ ...expected, occurredAt: at(11) })
    given(...upTo('planned'))
      .when(PlanReturnTravel, as(vienna, 12))
      .then({ ...expected, occurredAt: at(12) })
  })

  it('names whose risk assessment is missing, the own one first', () => {
    given(...upTo('contact'))
      .when(PlanReturnTravel, as(vienna, 11))
      .thenRejected({ kind: 'risk-not-assessed', by: vienna })
    given(...upTo('riskHere'))
      .when(PlanReturnTravel, as(vienna, 11))
      .thenRejected({ kind: 'risk-not-assessed', by: belgrade })
    given(...upToWithout('riskThere', 'riskHere'))
      .when(PlanReturnTravel, as(vienna, 11))
      .thenRejected({ kind: 'risk-not-assessed', by: vienna })
  })

  it('refuses before the person has a contact there', () => {
    given(...upToWithout('riskThere', 'contact'))
      .when(PlanReturnTravel, as(vienna, 11))
      .thenRejected({ kind: 'contact-not-exchanged' })
  })

  it('refuses without a journey, and before acceptance', () => {
    given(...upTo('riskThere'))
      .when({ ...PlanReturnTravel, sections: {} }, as(vienna, 11))
      .thenRejected({ kind: 'section-required', section: 'travel' })
    given(...upTo('offered'))
      .when(PlanReturnTravel, as(vienna, 11))
      .thenRejected({ kind: 'not-accepted' })
  })
})

describe('confirm the departure', () => {
  const { ConfirmDeparture } = commands

  it('happened when it happened, which may be before it is recorded', () => {
    given(...upTo('planned'))
      .when(ConfirmDeparture, as(vienna, 12))
      .then({
        type: 'DepartureConfirmed',
        occurredAt: at(11.5),
        facts: { referral },
        ...nothingElse,
        recipients: [{ to: belgrade, purpose: 'return', needs: [] }],
      })
  })

  it('may happen now and not later', () => {
    given(...upTo('planned'))
      .when({ ...ConfirmDeparture, occurredAt: at(12) }, as(vienna, 12))
      .then({
        type: 'DepartureConfirmed',
        occurredAt: at(12),
        facts: { referral },
        ...nothingElse,
        recipients: [{ to: belgrade, purpose: 'return', needs: [] }],
      })
    given(...upTo('planned'))
      .when({ ...ConfirmDeparture, occurredAt: at(12 + 1 / 60_000) }, as(vienna, 12))
      .thenRejected({ kind: 'in-the-future' })
  })

  it('refuses without a plan, twice, and before acceptance', () => {
    given(...upTo('riskThere'))
      .when(ConfirmDeparture, as(vienna, 12))
      .thenRejected({ kind: 'travel-not-planned' })
    given(...upTo('departed'))
      .when(ConfirmDeparture, as(vienna, 13))
      .thenRejected({ kind: 'already-done' })
    given(...upTo('seen'))
      .when(ConfirmDeparture, as(vienna, 12))
      .thenRejected({ kind: 'not-accepted' })
  })
})

describe('confirm the arrival', () => {
  const { ConfirmArrival } = commands

  it('tells the organisation that waits for it', () => {
    given(...upTo('departed'))
      .when(ConfirmArrival, as(belgrade, 13))
      .then({
        type: 'ArrivalConfirmed',
        occurredAt: at(12.5),
        facts: { referral },
        ...nothingElse,
        recipients: [{ to: vienna, purpose: 'return', needs: [] }],
      })
  })

  it.each(['planned', 'accepted'] as const)(
    'needs no departure that somebody confirmed: she may simply be there: %s',
    (chapter) => {
      given(...upTo(chapter))
        .when(ConfirmArrival, as(belgrade, 13))
        .then({
          type: 'ArrivalConfirmed',
          occurredAt: at(12.5),
          facts: { referral },
          ...nothingElse,
          recipients: [{ to: vienna, purpose: 'return', needs: [] }],
        })
    },
  )

  it('refuses before acceptance, twice, and in the future', () => {
    given(...upTo('seen'))
      .when(ConfirmArrival, as(belgrade, 13))
      .thenRejected({ kind: 'not-accepted' })
    given(...upTo('arrived'))
      .when(ConfirmArrival, as(belgrade, 14))
      .thenRejected({ kind: 'already-done' })
    given(...upTo('departed'))
      .when({ ...ConfirmArrival, occurredAt: at(14) }, as(belgrade, 13))
      .thenRejected({ kind: 'in-the-future' })
  })
})

describe('start the support', () => {
  const { StartSupport } = commands

  it('says which services run', () => {
    given(...upTo('arrived'))
      .when(StartSupport, as(belgrade, 14))
      .then({
        type: 'SupportStarted',
        occurredAt: at(13.5),
        facts: { referral, services: ['accommodation'] },
        ...nothingElse,
        recipients: [{ to: vienna, purpose: 'assistance', needs: [] }],
      })
  })

  it('needs nothing but an accepted referral where nobody travels', () => {
    given(...upTo('accepted'))
      .when(StartSupport, as(belgrade, 14))
      .then({
        type: 'SupportStarted',
        occurredAt: at(13.5),
        facts: { referral, services: ['accommodation'] },
        ...nothingElse,
        recipients: [{ to: vienna, purpose: 'assistance', needs: [] }],
      })
    given(...upTo('seen'))
      .when(StartSupport, as(belgrade, 14))
      .thenRejected({ kind: 'not-accepted' })
  })

  it('refuses before the arrival from a journey, twice, and in the future', () => {
    for (const onTheWay of [upTo('planned'), upTo('departed'), upToWithout('departed', 'planned')])
      given(...onTheWay)
        .when(StartSupport, as(belgrade, 14))
        .thenRejected({ kind: 'not-arrived' })
    given(...upTo('supported'))
      .when(StartSupport, as(belgrade, 15))
      .thenRejected({ kind: 'already-done' })
    given(...upTo('arrived'))
      .when({ ...StartSupport, occurredAt: at(15) }, as(belgrade, 14))
      .thenRejected({ kind: 'in-the-future' })
  })
})

describe('give feedback', () => {
  const { GiveFeedback } = commands
  const expected = {
    type: 'FeedbackGiven',
    facts: { referral, outcome: 'supportRunning' },
    ...nothingElse,
    recipients: [{ to: vienna, purpose: 'assistance', needs: ['needs'] }],
  } as const

  it('comes back to the organisation that referred, and as often as there is news', () => {
    given(...upTo('supported'))
      .when(GiveFeedback, as(belgrade, 15))
      .then({ ...expected, occurredAt: at(15) })
    given(...upTo('feedback'))
      .when(GiveFeedback, as(belgrade, 16))
      .then({ ...expected, occurredAt: at(16) })
  })

  it('refuses before the support has begun', () => {
    given(...upTo('arrived'))
      .when(GiveFeedback, as(belgrade, 15))
      .thenRejected({ kind: 'support-not-started' })
  })
})
