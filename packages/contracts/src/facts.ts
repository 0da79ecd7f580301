import {
  ageBands,
  ageStatuses,
  capacityAnswers,
  consentForms,
  consentGivers,
  declineReasons,
  feedbackOutcomes,
  holderAnswers,
  identificationStatuses,
  riskSubjects,
  sectionNames,
  serviceTypes,
  urgencies,
  type EventType,
  type FactsByType,
} from '@trm/domain'
import { z } from 'zod'
import {
  codeOf,
  eventId,
  instant,
  languageTag,
  organisationId,
  participantCode,
  setOf,
} from './scalars.ts'

const services = setOf(codeOf(serviceTypes), 16)
const sections = setOf(codeOf(sectionNames), 16)
const languages = setOf(languageTag, 16)
const versionTag = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,31}$/)

/** The facts of each event type, version 1: what every recipient reads. No free text, by design. */
export const factsSchemas = {
  CaseOpened: z.strictObject({ ageStatus: codeOf(ageStatuses) }),
  PresumedVictimRecorded: z.strictObject({ indicatorSet: versionTag }),
  DataConsentGiven: z.strictObject({
    giver: codeOf(consentGivers),
    form: codeOf(consentForms),
    formVersion: versionTag,
    language: languageTag,
    interpreter: z.boolean(),
  }),
  DataConsentNarrowed: z.strictObject({
    consent: eventId,
    clause: z.string().regex(/^c[1-9][0-9]?$/),
    sections,
  }),
  HoldersAnswered: z.strictObject({
    narrowing: eventId,
    answer: codeOf(holderAnswers),
    sections,
  }),
  CapacityAsked: z.strictObject({ services, languages, respondBy: instant }),
  CapacityAnswered: z.strictObject({ enquiry: eventId, answer: codeOf(capacityAnswers) }),
  ReferralOffered: z.strictObject({
    to: organisationId,
    services,
    urgency: codeOf(urgencies),
    languages,
    ageBand: codeOf(ageBands),
    arrivalFrom: instant,
    arrivalUntil: instant,
    respondBy: instant,
  }),
  ReferralSeen: z.strictObject({ referral: eventId }),
  ReferralAccepted: z.strictObject({ referral: eventId, firstContactBy: instant }),
  ReferralDeclined: z.strictObject({ referral: eventId, reason: codeOf(declineReasons) }),
  ContactExchanged: z.strictObject({ referral: eventId }),
  RiskAssessed: z.strictObject({ referral: eventId, subjects: setOf(codeOf(riskSubjects), 4) }),
  ReturnTravelPlanned: z.strictObject({ referral: eventId }),
  DepartureConfirmed: z.strictObject({ referral: eventId }),
  ArrivalConfirmed: z.strictObject({ referral: eventId }),
  SupportStarted: z.strictObject({ referral: eventId, services }),
  FeedbackGiven: z.strictObject({ referral: eventId, outcome: codeOf(feedbackOutcomes) }),
  CaseNotified: z.strictObject({
    identification: codeOf(identificationStatuses),
    ageStatus: codeOf(ageStatuses),
    identifiedIn: participantCode,
    services,
    respondBy: instant,
  }),
  NotificationAcknowledged: z.strictObject({ notification: eventId }),
} satisfies { readonly [Type in EventType]: z.ZodType<FactsByType[Type]> }

/** Whether the text names an event type of this version of the protocol. */
export function isEventType(text: string): text is EventType {
  return Object.hasOwn(factsSchemas, text)
}
