import type { EventType, FactsByType } from '@trm/domain'
import {
  invariant,
  isCaseReference,
  isEventId,
  isInstant,
  isOrganisationId,
  isParticipantCode,
  isTokenId,
} from '@trm/kernel'

/** The text, once its guard has agreed. */
function checked<Text extends string>(text: string, guard: (text: string) => text is Text): Text {
  invariant(guard(text), 'test-support: sample')
  return text
}

export const vienna = checked('at.vienna-cso', isOrganisationId)
export const belgrade = checked('rs.belgrade-cso', isOrganisationId)
export const austria = checked('at', isParticipantCode)
export const someCase = checked('caseReferenceForTestsA', isCaseReference)
export const someToken = checked('tokenIdForTheseTests-A', isTokenId)
export const someEvent = checked(`${'someEvent'.padEnd(42, '_')}A`, isEventId)
export const otherEvent = checked(`${'otherEvent'.padEnd(42, '_')}A`, isEventId)
export const noon = checked('2026-03-01T12:00:00.000Z', isInstant)
export const later = checked('2026-04-01T12:00:00.000Z', isInstant)

/** A digest of the right length: which one does not matter. */
export const digest = (place: number) => `digest${String(place)}`.padEnd(43, 'A')

const referral = someEvent

/** Facts of each event type. A type without facts here does not compile. */
export const facts: FactsByType = {
  CaseOpened: { ageStatus: 'presumedChild' },
  PresumedVictimRecorded: { indicatorSet: 'at-2024.1' },
  DataConsentGiven: {
    giver: 'guardian',
    form: 'pictogram',
    formVersion: 'v3',
    language: 'sr-Latn',
    interpreter: true,
  },
  DataConsentNarrowed: { consent: someEvent, clause: 'c1', sections: ['health'] },
  HoldersAnswered: { narrowing: someEvent, answer: 'erased', sections: ['health'] },
  CapacityAsked: { services: ['accommodation'], languages: ['sr'], respondBy: noon },
  CapacityAnswered: { enquiry: someEvent, answer: 'waitingList' },
  ReferralOffered: {
    to: belgrade,
    services: ['accommodation', 'legalAid'],
    urgency: 'soon',
    languages: ['sr', 'de-AT'],
    ageBand: 'under18',
    arrivalFrom: noon,
    arrivalUntil: later,
    respondBy: noon,
  },
  ReferralSeen: { referral },
  ReferralAccepted: { referral, firstContactBy: noon },
  ReferralDeclined: { referral, reason: 'languageNotCovered' },
  ContactExchanged: { referral },
  RiskAssessed: { referral, subjects: ['person', 'familyInOrigin'] },
  ReturnTravelPlanned: { referral },
  DepartureConfirmed: { referral },
  ArrivalConfirmed: { referral },
  SupportStarted: { referral, services: [] },
  FeedbackGiven: { referral, outcome: 'personNotReached' },
  CaseNotified: {
    identification: 'presumed',
    ageStatus: 'verifiedAdult',
    identifiedIn: austria,
    services: ['accommodation'],
    respondBy: noon,
  },
  NotificationAcknowledged: { notification: someEvent },
}

export const eventTypes = Object.keys(facts) as readonly EventType[]
