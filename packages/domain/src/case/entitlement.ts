import type { OrganisationKind } from '../vocabulary/lists.ts'
import type { EventType } from './events.ts'

/** Those who serve people: they open cases, take consent, hand over and receive. */
const serving: readonly OrganisationKind[] = [
  'cso',
  'shelter',
  'guardianshipAuthority',
  'healthProvider',
  'legalAid',
  'helpline',
  'internationalOrganisation',
]

const entitled: { readonly [Type in EventType]: readonly OrganisationKind[] } = {
  CaseOpened: serving,
  PresumedVictimRecorded: serving,
  DataConsentGiven: serving,
  DataConsentNarrowed: serving,
  HoldersAnswered: [...serving, 'nrmOffice', 'courtLiaison', 'police', 'prosecution'],
  CapacityAsked: serving,
  CapacityAnswered: serving,
  ReferralOffered: serving,
  ReferralSeen: serving,
  ReferralAccepted: serving,
  ReferralDeclined: serving,
  ContactExchanged: serving,
  RiskAssessed: serving,
  ReturnTravelPlanned: serving,
  DepartureConfirmed: serving,
  ArrivalConfirmed: serving,
  SupportStarted: serving,
  FeedbackGiven: serving,
  CaseNotified: serving,
  NotificationAcknowledged: ['nrmOffice'],
}

/**
 * Whether an organisation of this kind may author events of this type at all. A valid signature by
 * the wrong kind of organisation is refused; an auditor or a rapporteur authors nothing in a case.
 */
export function mayAuthor(kind: OrganisationKind, type: EventType): boolean {
  return entitled[type].includes(kind)
}

const atHome: ReadonlySet<EventType> = new Set<EventType>(['CaseOpened', 'PresumedVictimRecorded'])

/**
 * Whether events of this type go to other organisations at all. How a case began and what its own
 * organisation made of it stays there: nobody can open or re-open somebody else's case from outside.
 */
export function mayTravel(type: EventType): boolean {
  return !atHome.has(type)
}
