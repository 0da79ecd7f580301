import { story, upTo } from '../test-support/case-events.ts'
import { commands as c } from '../test-support/commands.ts'
import type { ReachedRows } from '../test-support/rows.ts'
import { sampleCommand } from '../test-support/samples.ts'
import { as, at, belgrade, idOf, vienna, viennaOffice } from '../test-support/world.ts'
import type { sharedRejections } from './rejections.ts'

const referral = idOf('offered')

/** `no-basis` is not a decider's to say: planning the disclosures finds it. */
export const sharedReached: ReachedRows<Omit<typeof sharedRejections, 'no-basis'>> = {
  'case-unknown': [[], c.GiveDataConsent, as(vienna, 1)],
  'not-your-case': [upTo('presumed'), c.GiveDataConsent, as(belgrade, 2)],
  'already-done': [upTo('seen'), c.MarkReferralSeen, as(belgrade, 7)],
  'in-the-future': [upTo('planned'), c.ConfirmDeparture, as(vienna, 11.4)],
  'not-due-yet': [upTo('seen'), sampleCommand('ExpireReferral', { referral }), as(vienna, 99)],
  'response-deadline-passed': [upTo('seen'), c.AcceptReferral, as(belgrade, 100)],
  'empty-window': [upTo('answered'), { ...c.OfferReferral, arrivalUntil: at(200) }, as(vienna, 5)],
  'section-required': [upTo('seen'), { ...c.AcceptReferral, sections: {} }, as(belgrade, 7)],
  'no-recipients': [upTo('opened'), { ...c.AskCapacity, to: [] }, as(vienna, 3)],
  'not-accepted': [upTo('seen'), c.ExchangeContact, as(vienna, 8)],
  'not-presumed': [upTo('opened'), c.OfferReferral, as(vienna, 5)],
  'not-in-policy': [
    [{ ...story.opened, author: viennaOffice }],
    sampleCommand('GrantReflectionPeriod'),
    as(viennaOffice, 3),
  ],
}
