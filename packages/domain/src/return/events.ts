import { event } from '../definition/event-definition.ts'
import { code, flag, optional, reference, setOf } from '../definition/field.ts'
import { riskSubjects } from '../vocabulary/lists.ts'
import { returnAlternatives, returnReasons } from '../vocabulary/process-lists.ts'
import { courtSide, encountering, serving } from '../vocabulary/organisation-groups.ts'

const referring = [...serving, ...encountering, 'nrmOffice', 'prosecution'] as const
/** Those who decide that somebody returns, or help her to. Police do not. */
const returning = [...serving, 'migrationAuthority', 'nrmOffice'] as const
const referral = reference('ReferralOffered')

export const returnEvents = {
  RiskAssessed: event({
    meaning: 'The risk was assessed, as it is again and again.',
    source: ['2:L1739', '2:L1804', '3:L786', '3:L1311'],
    authors: referring,
    readers: [...referring, 'courtLiaison'],
    sections: ['risk'],
    facts: {
      /** What it was assessed for; nothing in particular where it is absent. */
      about: optional(reference('ReferralOffered', 'TestimonyRequested')),
      subjects: setOf(code(riskSubjects), { min: 1 }),
    },
    earlier: [
      {
        version: 1,
        facts: { referral, subjects: setOf(code(riskSubjects)) },
        upcast: ({ referral: about, ...facts }) => ({ about, ...facts }),
      },
    ],
  }),
  ReturnDecided: event({
    meaning: 'It is decided that she returns, with the alternatives that were considered.',
    source: ['2:L1804', '2:L1664', '2:L1786', '2:L1805', '2:L1834'],
    authors: returning,
    readers: [...referring],
    facts: {
      referral,
      reason: code(returnReasons),
      isVoluntary: flag,
      alternatives: setOf(code(returnAlternatives), { min: 1 }),
      /** The risk assessments that it rests on. */
      assessments: setOf(reference('RiskAssessed'), { min: 1 }),
    },
  }),
  ReturnTravelPlanned: event({
    meaning: 'The journey home is planned.',
    source: ['3:L752', '2:L1812'],
    authors: returning,
    readers: serving,
    sections: ['travel'],
    facts: { referral },
  }),
  DepartureConfirmed: event({
    meaning: 'She has departed.',
    source: ['3:L752'],
    authors: referring,
    readers: serving,
    fallback: 'notice',
    about: 'referral',
    facts: { referral },
  }),
  ArrivalConfirmed: event({
    meaning: 'She has arrived and was met.',
    source: ['3:L752'],
    authors: serving,
    readers: referring,
    fallback: 'notice',
    about: 'referral',
    facts: { referral },
  }),
  PersonNotSeen: event({
    meaning: 'She was awaited and did not come. Absence is normal and no error.',
    source: ['3:L604', '3:L616'],
    authors: serving,
    readers: [...referring, ...courtSide],
    fallback: 'notice',
    about: 'subject',
    facts: { subject: reference('ReferralOffered', 'RelayForwarded') },
  }),
  ReintegrationPlanAgreed: event({
    meaning: 'A plan for the time after the return was made together with the person.',
    source: ['2:L1722', '2:L1811', '3:L596'],
    authors: serving,
    readers: referring,
    sections: ['needs'],
    facts: { referral },
  }),
} as const
