import { event } from '../definition/event-definition.ts'
import { code, flag, instant, organisation, reference, setOf } from '../definition/field.ts'
import { riskSubjects } from '../vocabulary/lists.ts'
import {
  postponementReasons,
  releaseKinds,
  statementModes,
  testimonyPurposes,
  judgmentOutcomes,
} from '../vocabulary/process-lists.ts'
import { courtSide, serving } from '../vocabulary/organisation-groups.ts'

/**
 * Who prepares her: those to whom she turns for help with the proceedings, among them her lawyer and, of a
 * child, her guardian. Who houses, treats or meets her is none of them.
 */
const preparing = ['cso', 'legalAid', 'guardianshipAuthority'] as const

/**
 * The kinds that can be a party: the asking side and who prepares her. Only a party learns whether she takes
 * part; whoever else helps is asked by events that say nothing of it.
 */
const parties = [...courtSide, ...preparing] as const

/** Who may be asked to meet a traveller, whatever the journey is for. */
const helping = [...serving, ...courtSide] as const

const testimony = reference('TestimonyRequested')
const trip = reference('TripPlanned')
const about = { testimony } as const

/** How many can be asked for one testimony. */
export const PARTIES_MAX = 32

/** What was asked for, and when. */
const request = {
  purpose: code(testimonyPurposes),
  modes: setOf(code(statementModes), { min: 1 }),
  hearingFrom: instant,
  hearingUntil: instant,
  respondBy: instant,
} as const

export const testimonyEvents = {
  TestimonyRequested: event({
    meaning: 'She is asked to testify or to claim compensation, and which modes the court allows.',
    source: ['3:L752', '2:L2110', '0:L940'],
    authors: parties,
    readers: parties,
    sections: ['proceedings'],
    sharedAmong: 'asked',
    // The parties know of each other, so that her refusal reaches each of them.
    facts: { ...request, asked: setOf(organisation, { max: PARTIES_MAX }) },
    earlier: [
      // Whom else it went to, a first version did not say.
      { version: 1, facts: request, upcast: (facts) => ({ ...facts, asked: [] }) },
    ],
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
    authors: preparing,
    readers: parties,
    facts: about,
  }),
  ParticipationConsentGiven: event({
    meaning: 'She agrees to take part in the proceedings. It is not a consent to the use of data.',
    source: ['2:L1761', '3:L752'],
    authors: preparing,
    readers: parties,
    facts: about,
  }),
  ParticipationConsentRefused: event({
    meaning: 'She does not take part. Nothing else that she is given depends on it.',
    source: ['2:L1614', '2:L1745'],
    authors: preparing,
    readers: parties,
    // She is heard wherever she says it, and nobody goes on for want of a consent to tell them.
    isUrgent: true,
    fallback: 'notice',
    about: 'testimony',
    facts: about,
  }),
  StatementModeChosen: event({
    meaning: 'She chose how to give her statement, from the modes that were offered to her.',
    source: ['3:L752', '3:L1294', '2:L2110'],
    authors: preparing,
    readers: parties,
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
    authors: preparing,
    readers: parties,
    facts: about,
  }),
  TripPlanned: event({
    meaning: 'The trip is planned: who travels when, for those who arrange it.',
    source: ['3:L752', '0:L940'],
    authors: preparing,
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
    authors: preparing,
    readers: preparing,
    sections: ['documents'],
    facts: { trip },
  }),
  AccommodationArranged: event({
    meaning: 'There is a safe place for the stay.',
    source: ['2:L1767', '3:L752'],
    authors: preparing,
    readers: preparing,
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
    meaning:
      'Somebody is asked to meet a traveller: a journey, an hour and a code word; no name and no reason.',
    source: ['3:L752', '0:L940'],
    authors: serving,
    readers: helping,
    sections: ['travel'],
    facts: { meetAt: instant },
    earlier: [
      // A first version pointed at a trip to a testimony, which is more than who meets her should know.
      {
        version: 1,
        facts: { trip, meetAt: instant },
        upcast: ({ trip: _trip, ...facts }) => facts,
      },
    ],
  }),
  AirportReceptionConfirmed: event({
    meaning: 'Somebody will be there.',
    source: ['3:L752'],
    authors: helping,
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
    authors: preparing,
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
    readers: parties,
    facts: about,
  }),
  VideoStatementGiven: event({
    meaning:
      'She gave her statement by video or on a recording: the fact and the time, never the content.',
    source: ['3:L752', '3:L1294', '2:L2110'],
    authors: parties,
    readers: parties,
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
    authors: preparing,
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
    readers: parties,
    facts: { testimony, outcome: code(judgmentOutcomes) },
  }),
} as const
