import { describe, expect, it } from 'vitest'
import { clauses, story, upTo, upToWithout } from '../test-support/case-events.ts'
import { commands } from '../test-support/commands.ts'
import { as, at, belgrade, skopje, vienna, viennaOffice } from '../test-support/world.ts'
import type { CaseCommand, CommandContext, Rejection } from './commands.ts'
import { decide } from './decide.ts'
import { foldCase } from './evolve.ts'
import type { CaseEvent } from './events.ts'

const c = commands
const [clause, , other] = clauses
const oneWay = [story.opened, { ...story.consent, clauses: [clause] }, story.narrowed]

/** For each way to be refused one way to get there. A kind without a row does not compile. */
const reached: {
  readonly [Kind in Rejection['kind']]: readonly [readonly CaseEvent[], CaseCommand, CommandContext]
} = {
  'case-exists': [upTo('opened'), c.OpenCase, as(vienna, 1)],
  'case-unknown': [[], c.GiveDataConsent, as(vienna, 1)],
  'not-your-case': [upTo('presumed'), c.GiveDataConsent, as(belgrade, 2)],
  'already-presumed': [upTo('presumed'), c.RecordPresumedVictim, as(vienna, 2)],
  'consent-unknown': [upTo('presumed'), c.NarrowDataConsent, as(vienna, 2)],
  'clause-unknown': [upTo('consent'), { ...c.NarrowDataConsent, clause: 'c9' }, as(vienna, 3)],
  'not-your-consent': [upTo('consent'), c.NarrowDataConsent, as(belgrade, 3)],
  'no-clauses': [upTo('presumed'), { ...c.GiveDataConsent, clauses: [] }, as(vienna, 2)],
  'empty-window': [
    upTo('presumed'),
    { ...c.GiveDataConsent, clauses: [{ ...clause, until: at(-1) }] },
    as(vienna, 2),
  ],
  'duplicate-clause': [
    upTo('presumed'),
    { ...c.GiveDataConsent, clauses: [clause, clause] },
    as(vienna, 2),
  ],
  'clause-between-others': [
    upTo('presumed'),
    { ...c.GiveDataConsent, clauses: [{ ...other, discloser: skopje }] },
    as(vienna, 2),
  ],
  'nothing-to-narrow': [upTo('narrowed'), c.NarrowDataConsent, as(vienna, 17)],
  'narrowing-unknown': [upTo('consent'), c.AnswerAsHolder, as(belgrade, 17)],
  'answer-incomplete': [upTo('narrowed'), { ...c.AnswerAsHolder, sections: [] }, as(belgrade, 17)],
  'not-a-holder': [upTo('narrowed'), c.AnswerAsHolder, as(vienna, 17)],
  'already-answered': [upTo('erased'), c.AnswerAsHolder, as(belgrade, 18)],
  'enquiry-unknown': [upTo('opened'), c.AnswerCapacity, as(belgrade, 4)],
  'own-enquiry': [upTo('asked'), c.AnswerCapacity, as(vienna, 4)],
  'referral-unknown': [upTo('offered'), c.MarkReferralSeen, as(skopje, 6)],
  'not-your-referral': [upTo('offered'), c.MarkReferralSeen, as(vienna, 6)],
  'referral-to-self': [upTo('answered'), { ...c.OfferReferral, to: vienna }, as(vienna, 5)],
  'already-decided': [upTo('accepted'), c.DeclineReferral, as(belgrade, 8)],
  'not-accepted': [upTo('seen'), c.ExchangeContact, as(vienna, 8)],
  'response-deadline-passed': [upTo('seen'), c.AcceptReferral, as(belgrade, 100)],
  'not-presumed': [upTo('opened'), c.OfferReferral, as(vienna, 5)],
  'risk-not-assessed': [upTo('contact'), c.PlanReturnTravel, as(vienna, 11)],
  'contact-not-exchanged': [
    upToWithout('riskThere', 'contact'),
    c.PlanReturnTravel,
    as(vienna, 11),
  ],
  'travel-not-planned': [upTo('riskThere'), c.ConfirmDeparture, as(vienna, 12)],
  'not-departed': [upTo('planned'), c.ConfirmArrival, as(belgrade, 13)],
  'not-arrived': [upTo('departed'), c.StartSupport, as(belgrade, 14)],
  'support-not-started': [upTo('arrived'), c.GiveFeedback, as(belgrade, 15)],
  'already-done': [upTo('seen'), c.MarkReferralSeen, as(belgrade, 7)],
  'in-the-future': [upTo('planned'), c.ConfirmDeparture, as(vienna, 11.4)],
  'section-required': [upTo('seen'), { ...c.AcceptReferral, sections: {} }, as(belgrade, 7)],
  'notification-unknown': [upTo('opened'), c.AcknowledgeNotification, as(viennaOffice, 19)],
  'already-acknowledged': [upTo('acknowledged'), c.AcknowledgeNotification, as(viennaOffice, 20)],
  'own-notification': [upTo('notified'), c.AcknowledgeNotification, as(vienna, 19)],
  'no-recipients': [upTo('opened'), { ...c.AskCapacity, to: [] }, as(vienna, 3)],
  'no-basis': [oneWay, c.AnswerAsHolder, as(belgrade, 17)],
}

describe('every way to be refused', () => {
  it.each(Object.entries(reached))('can be reached: %s', (kind, [history, command, context]) => {
    const decision = decide(foldCase(history), command, context)
    expect(decision).toMatchObject({ ok: false, failure: { kind } })
  })
})
