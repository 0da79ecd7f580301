import { caseEvent, clauses, story, upTo } from '../test-support/case-events.ts'
import { commands as c } from '../test-support/commands.ts'
import type { AccessRows, ReachedRows } from '../test-support/rows.ts'
import { sampleCommand } from '../test-support/samples.ts'
import { as, at, belgrade, idOf, skopje, vienna, viennaOffice } from '../test-support/world.ts'
import type { consentCommands } from './commands.ts'
import type { consentRejections } from './rejections.ts'

const [clause, , other] = clauses
const consent = idOf('consent')

export const withdraw = sampleCommand('WithdrawDataConsent', { consent })
export const expire = sampleCommand('ExpireDataConsent', { consent })
export const withdrawn = caseEvent('DataConsentWithdrawn', 'withdrawn', vienna, 16, { consent })
export const expired = caseEvent('DataConsentExpired', 'expired', vienna, 1000, { consent })
export const child = [
  { ...story.opened, facts: { ageStatus: 'presumedChild' } },
  story.presumed,
] as const
export const guardian = caseEvent('GuardianAppointed', 'guardian', vienna, 2, { kind: 'relative' })
export const excluded = caseEvent('GuardianExcluded', 'excluded', vienna, 3, {
  guardian: guardian.id,
  reason: 'suspectedInvolvement',
})
const hold = caseEvent('LegalHoldPlaced', 'hold', vienna, 3, {
  sections: ['notes'],
  citation: 'order-1',
  until: at(900),
})
const lift = sampleCommand('LiftLegalHold', { hold: hold.id })
const unconsented = sampleCommand('RecordDisclosureWithoutConsent', { anonymousWouldDo: false })

export const consentReached: ReachedRows<typeof consentRejections> = {
  'consent-unknown': [upTo('presumed'), c.NarrowDataConsent, as(vienna, 2)],
  'clause-unknown': [upTo('consent'), { ...c.NarrowDataConsent, clause: 'c9' }, as(vienna, 3)],
  'not-your-consent': [upTo('consent'), c.NarrowDataConsent, as(belgrade, 3)],
  'no-clauses': [upTo('presumed'), { ...c.GiveDataConsent, clauses: [] }, as(vienna, 2)],
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
  'guardian-required': [child, c.GiveDataConsent, as(vienna, 4)],
  'guardian-excluded': [
    [...child, guardian, excluded],
    { ...c.GiveDataConsent, giver: 'guardian' },
    as(vienna, 4),
  ],
  'nothing-to-narrow': [upTo('narrowed'), c.NarrowDataConsent, as(vienna, 17)],
  'already-withdrawn': [[...upTo('consent'), withdrawn], withdraw, as(vienna, 17)],
  'narrowing-unknown': [upTo('consent'), c.AnswerAsHolder, as(belgrade, 17)],
  'not-a-holder': [upTo('narrowed'), c.AnswerAsHolder, as(vienna, 17)],
  'already-answered': [upTo('erased'), c.AnswerAsHolder, as(belgrade, 18)],
  'answer-incomplete': [upTo('narrowed'), { ...c.AnswerAsHolder, sections: [] }, as(belgrade, 17)],
  'anonymous-would-do': [upTo('opened'), { ...unconsented, anonymousWouldDo: true }, as(vienna, 3)],
  'hold-unknown': [upTo('opened'), lift, as(vienna, 4)],
}

const consented = upTo('consent')
const refusal = sampleCommand('RecordDataConsentRefused')
const erase = sampleCommand('RecordErasure')
const place = sampleCommand('PlaceLegalHold')

export const consentAccess: AccessRows<typeof consentCommands> = {
  GiveDataConsent: {
    allowed: [[upTo('presumed'), c.GiveDataConsent, as(vienna, 2)]],
    refused: [
      [upTo('presumed'), c.GiveDataConsent, as(belgrade, 2), 'not-your-case'],
      [[], c.GiveDataConsent, as(vienna, 2), 'case-unknown'],
    ],
  },
  NarrowDataConsent: {
    allowed: [[consented, c.NarrowDataConsent, as(vienna, 16)]],
    refused: [
      [consented, c.NarrowDataConsent, as(belgrade, 16), 'not-your-consent'],
      [consented, c.NarrowDataConsent, as(skopje, 16), 'consent-unknown'],
    ],
  },
  WithdrawDataConsent: {
    allowed: [[consented, withdraw, as(vienna, 16)]],
    refused: [
      [consented, withdraw, as(viennaOffice, 16), 'not-your-consent'],
      [consented, withdraw, as(skopje, 16), 'consent-unknown'],
    ],
  },
  RecordDataConsentRefused: {
    allowed: [[upTo('presumed'), refusal, as(vienna, 2)]],
    refused: [[upTo('presumed'), refusal, as(skopje, 2), 'not-your-case']],
  },
  ExpireDataConsent: {
    allowed: [[consented, expire, as(vienna, 1000)]],
    refused: [
      [consented, expire, as(belgrade, 1000), 'not-your-consent'],
      [consented, expire, as(skopje, 1000), 'consent-unknown'],
    ],
  },
  AnswerAsHolder: {
    allowed: [[upTo('narrowed'), c.AnswerAsHolder, as(belgrade, 17)]],
    refused: [
      [upTo('narrowed'), c.AnswerAsHolder, as(vienna, 17), 'not-a-holder'],
      [upTo('narrowed'), c.AnswerAsHolder, as(viennaOffice, 17), 'narrowing-unknown'],
      [upTo('narrowed'), c.AnswerAsHolder, as(skopje, 17), 'narrowing-unknown'],
    ],
  },
  RecordDisclosureWithoutConsent: {
    allowed: [
      [upTo('opened'), unconsented, as(vienna, 3)],
      [[story.consent], unconsented, as(belgrade, 3)],
    ],
    refused: [[[], unconsented, as(skopje, 3), 'case-unknown']],
  },
  RecordErasure: {
    allowed: [[upTo('opened'), erase, as(vienna, 3)]],
    refused: [[[], erase, as(skopje, 3), 'case-unknown']],
  },
  PlaceLegalHold: {
    allowed: [[[story.consent], place, as(belgrade, 3)]],
    refused: [[[], place, as(skopje, 3), 'case-unknown']],
  },
  LiftLegalHold: {
    allowed: [[[...upTo('opened'), hold], lift, as(vienna, 4)]],
    refused: [[[...upTo('opened'), hold], lift, as(belgrade, 4), 'hold-unknown']],
  },
}
