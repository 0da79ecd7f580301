import { event } from '../definition/event-definition.ts'
import { code, flag, instant, reference, setOf } from '../definition/field.ts'
import { riskSubjects } from '../vocabulary/lists.ts'
import {
  postponementReasons,
  releaseKinds,
  statementModes,
  testimonyPurposes,
  judgmentOutcomes,
} from '../vocabulary/process-lists.ts'
import { courtSide, serving } from '../vocabulary/organisation-groups.ts'

const parties = [...serving, ...courtSide] as const
const testimony = reference('TestimonyRequested')
const trip = reference('TripPlanned')
const about = { testimony } as const

/** Co-operation is a matter of the proceedings. No service learns it through these. */
const proceedingsOnly = [...courtSide, 'legalAid', 'cso', 'guardianshipAuthority'] as const

export const testimonyEvents = {
  TestimonyRequested: event({
    meaning: 'She is asked to testify or to claim compensation, and which modes the court allows.',
    source: ['3:L752', '2:L2110', '0:L940'],
    authors: parties,
    readers: parties,
    sections: ['proceedings'],
    facts: {
      purpose: code(testimonyPurposes),
      modes: setOf(code(statementModes), { min: 1 }),
      hearingFrom: instant,
      hearingUntil: instant,
      respondBy: instant,
    },
  }),
  ProcedureExplained: event({
    meaning: 'The procedure and her role in it, rights and consequences, were explained to her.',
    source: ['2:L2111', '3:L752', '3:L450'],
    authors: parties,
    readers: parties,
    facts: about,
  }),
  LegalCounselMet: event({
    meaning: 'She has met her lawyer.',
    source: ['3:L752', '2:L2111'],
    authors: serving,
    readers: parties,
    facts: about,
  }),
  ParticipationConsentGiven: event({
    meaning: 'She agrees to take part in the proceedings. It is not a consent to the use of data.',
    source: ['2:L1761', '3:L752'],
    authors: serving,
    readers: proceedingsOnly,
    facts: about,
  }),
  ParticipationConsentRefused: event({
    meaning: 'She does not take part. Nothing else that she is given depends on it.',
    source: ['2:L1614', '2:L1745'],
    authors: serving,
    readers: proceedingsOnly,
    facts: about,
  }),
  StatementModeChosen: event({
    meaning: 'She chose how to give her statement, from the modes that were offered to her.',
    source: ['3:L752', '3:L1294', '2:L2110'],
    authors: serving,
    readers: proceedingsOnly,
    facts: {
      testimony,
      offered: setOf(code(statementModes), { min: 1 }),
      mode: code(statementModes),
    },
  }),
  SafetyAssessed: event({
    meaning: 'Her safety and that of her family during the testimony was assessed.',
    source: ['3:L758', '3:L1311', '3:L1294'],
    authors: parties,
    readers: parties,
    sections: ['risk'],
    facts: { testimony, subjects: setOf(code(riskSubjects), { min: 1 }) },
  }),
  TripConsented: event({
    meaning: 'She consents to this one trip.',
    source: ['3:L752', 'inferred'],
    authors: serving,
    readers: proceedingsOnly,
    facts: about,
  }),
  TripPlanned: event({
    meaning: 'The trip is planned: who travels when, for those who arrange it.',
    source: ['3:L752', '0:L940'],
    authors: serving,
    readers: parties,
    sections: ['travel'],
    facts: { testimony, consent: reference('TripConsented') },
  }),
  TicketIssued: event({
    meaning: 'There is a ticket.',
    source: ['3:L752'],
    authors: parties,
    readers: parties,
    sections: ['travel', 'documents'],
    facts: { trip },
  }),
  MedicalCertificateIssued: event({
    meaning: 'There is a medical certificate for the trip.',
    source: ['3:L752'],
    authors: [...serving],
    readers: serving,
    sections: ['documents'],
    facts: { trip },
  }),
  AccommodationArranged: event({
    meaning: 'There is a safe place for the stay.',
    source: ['2:L1767', '3:L752'],
    authors: serving,
    readers: serving,
    sections: ['protection'],
    facts: { trip },
  }),
  EscortAssigned: event({
    meaning: 'Somebody travels along.',
    source: ['inferred', '3:L752'],
    authors: parties,
    readers: parties,
    sections: ['travel'],
    facts: { trip },
  }),
  AirportReceptionAsked: event({
    meaning: 'Somebody is asked to meet her on arrival: a journey and a code word, no name.',
    source: ['3:L752', '0:L940'],
    authors: serving,
    readers: parties,
    sections: ['travel'],
    facts: { trip, meetAt: instant },
  }),
  AirportReceptionConfirmed: event({
    meaning: 'Somebody will be there.',
    source: ['3:L752'],
    authors: parties,
    readers: serving,
    facts: { request: reference('AirportReceptionAsked') },
  }),
  InterpreterAssigned: event({
    meaning: 'An interpreter takes part, with a scope of her own, bound to confidentiality.',
    source: ['3:L1249', '2:L1723', '2:L2115', '2:L2655'],
    authors: parties,
    readers: parties,
    sections: ['needs'],
    facts: { testimony, isBoundToConfidentiality: flag, isFreeOfConflict: flag, until: instant },
  }),
  Departed: event({
    meaning: 'She has left for the hearing.',
    source: ['3:L752'],
    authors: serving,
    readers: parties,
    facts: { trip },
  }),
  Arrived: event({
    meaning: 'She has arrived for the hearing and was met.',
    source: ['3:L752'],
    authors: parties,
    readers: parties,
    facts: { trip },
  }),
  HearingPostponed: event({
    meaning: 'The hearing is put off; a person who is on her way is still brought home.',
    source: ['3:L752', 'inferred'],
    authors: courtSide,
    readers: parties,
    facts: {
      testimony,
      reason: code(postponementReasons),
      hearingFrom: instant,
      hearingUntil: instant,
    },
  }),
  StatementGiven: event({
    meaning: 'She gave her statement in court: the fact and the time, never the content.',
    source: ['3:L752'],
    authors: parties,
    readers: proceedingsOnly,
    facts: about,
  }),
  VideoStatementGiven: event({
    meaning:
      'She gave her statement by video or on a recording: the fact and the time, never the content.',
    source: ['3:L752', '3:L1294', '2:L2110'],
    authors: parties,
    readers: proceedingsOnly,
    facts: about,
  }),
  ReturnTripArranged: event({
    meaning: 'The way home is arranged.',
    source: ['3:L752', '0:L940'],
    authors: parties,
    readers: parties,
    sections: ['travel'],
    facts: { trip },
  }),
  ReturnedSafely: event({
    meaning: 'She is back and safe.',
    source: ['inferred', '3:L752'],
    authors: serving,
    readers: parties,
    facts: { trip },
  }),
  DefendantReleaseNotified: event({
    meaning:
      'Urgent: a defendant may be released. It goes to who houses her and to police, without an address.',
    source: ['2:L2124'],
    authors: [...courtSide, 'police'],
    readers: [...serving, ...courtSide, 'police'],
    isUrgent: true,
    fallback: 'vitalInterests',
    facts: { release: code(releaseKinds), expectedOn: instant },
  }),
  JudgmentReported: event({
    meaning: 'A court has decided. The case stays open.',
    source: ['3:L1295', '4:L332'],
    authors: [...courtSide, 'legalAid', 'cso'],
    readers: proceedingsOnly,
    facts: { testimony, outcome: code(judgmentOutcomes) },
  }),
} as const
