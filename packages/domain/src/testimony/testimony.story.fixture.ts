import type { CaseEvent } from '../case/events.ts'
import { caseEvent, commitmentTo, grantTo } from '../test-support/case-events.ts'
import { sampleCommand } from '../test-support/samples.ts'
import { at, belgrade, court, greeter, idOf, police, vienna } from '../test-support/world.ts'

const testimony = idOf('testimony')
const trip = idOf('trip')
const claim = idOf('claim')
const about = { testimony } as const

/** She is asked to testify, comes, is heard and goes home; years later a court awards compensation. */
export const story = {
  asked: caseEvent(
    'TestimonyRequested',
    'testimony',
    court,
    0,
    {
      purpose: 'testify',
      modes: ['video', 'recorded', 'inPerson'],
      hearingFrom: at(1000),
      hearingUntil: at(1100),
      respondBy: at(500),
      asked: [vienna, belgrade],
    },
    { grants: [grantTo(vienna), grantTo(belgrade)] },
  ),
  explained: caseEvent('ProcedureExplained', 'explained', vienna, 1, about),
  counselMet: caseEvent('LegalCounselMet', 'counselMet', vienna, 2, about),
  agreed: caseEvent('ParticipationConsentGiven', 'agreed', vienna, 3, about),
  modeChosen: caseEvent('StatementModeChosen', 'modeChosen', vienna, 4, {
    testimony,
    offered: ['video', 'inPerson'],
    mode: 'inPerson',
  }),
  safe: caseEvent(
    'SafetyAssessed',
    'safe',
    vienna,
    5,
    { testimony, subjects: ['person', 'familyInOrigin'] },
    { sections: [commitmentTo('risk')] },
  ),
  consented: caseEvent('TripConsented', 'consented', vienna, 6, about),
  planned: caseEvent(
    'TripPlanned',
    'trip',
    vienna,
    7,
    { testimony, consent: idOf('consented') },
    { grants: [grantTo(court), grantTo(belgrade)] },
  ),
  receptionAsked: caseEvent(
    'AirportReceptionAsked',
    'receptionAsked',
    vienna,
    8,
    { meetAt: at(30) },
    { grants: [grantTo(greeter)] },
  ),
  receptionConfirmed: caseEvent('AirportReceptionConfirmed', 'receptionConfirmed', greeter, 9, {
    request: idOf('receptionAsked'),
  }),
  interpreter: caseEvent('InterpreterAssigned', 'interpreter', court, 10, {
    testimony,
    isBoundToConfidentiality: true,
    isFreeOfConflict: true,
    until: at(1100),
  }),
  departed: caseEvent('Departed', 'departed', vienna, 20, { trip }),
  arrived: caseEvent('Arrived', 'arrived', court, 30, { trip }),
  heard: caseEvent('StatementGiven', 'heard', court, 40, about),
  returnArranged: caseEvent('ReturnTripArranged', 'returnArranged', vienna, 50, { trip }),
  returned: caseEvent('ReturnedSafely', 'returned', vienna, 60, { trip }),
  judged: caseEvent('JudgmentReported', 'judged', court, 70, { testimony, outcome: 'convicted' }),
} as const satisfies Readonly<Record<string, CaseEvent>>

const { asked: _asked, ...request } = story.asked.facts

export type Step = keyof typeof story

const steps = Object.keys(story) as readonly Step[]

/** The story up to a step, which is included. */
export function upTo(step: Step): readonly CaseEvent[] {
  return steps.slice(0, steps.indexOf(step) + 1).map((name) => story[name])
}

/** The story up to a step, with some events left out. */
export function upToWithout(step: Step, ...left: readonly Step[]): readonly CaseEvent[] {
  const ids = new Set<string>(left.map((name) => story[name].id))
  return upTo(step).filter(({ id }) => !ids.has(id))
}

/** What may happen beside the story. */
export const beside = {
  refused: caseEvent('ParticipationConsentRefused', 'refused', vienna, 15, about),
  videoChosen: caseEvent('StatementModeChosen', 'videoChosen', vienna, 4.5, {
    testimony,
    offered: ['video', 'inPerson'],
    mode: 'video',
  }),
  heardByVideo: caseEvent('VideoStatementGiven', 'heardByVideo', vienna, 40, about),
  postponed: caseEvent('HearingPostponed', 'postponed', court, 25, {
    testimony,
    reason: 'court',
    hearingFrom: at(5000),
    hearingUntil: at(5100),
  }),
  interpreterAgain: caseEvent('InterpreterAssigned', 'interpreterAgain', court, 26, {
    testimony,
    isBoundToConfidentiality: true,
    isFreeOfConflict: true,
    until: at(5100),
  }),
  consentedAgain: caseEvent('TripConsented', 'consentedAgain', vienna, 65, about),
  agreedAgain: caseEvent('ParticipationConsentGiven', 'agreedAgain', vienna, 16, about),
  released: caseEvent(
    'DefendantReleaseNotified',
    'released',
    court,
    75,
    { release: 'onParole', expectedOn: at(200) },
    { grants: [grantTo(vienna), grantTo(police)] },
  ),
} as const satisfies Readonly<Record<string, CaseEvent>>

export const redress = {
  claimed: caseEvent(
    'CompensationClaimed',
    'claim',
    vienna,
    80,
    { heads: ['lostWages'], route: 'civilClaim' },
    { grants: [grantTo(court)] },
  ),
  awarded: caseEvent('CompensationAwarded', 'award', court, 90, { claim, heads: ['lostWages'] }),
  rejected: caseEvent('CompensationRefused', 'rejected', court, 91, { claim, reason: 'notProved' }),
  paid: caseEvent('CompensationPaid', 'paid', vienna, 95, { award: idOf('award') }),
} as const satisfies Readonly<Record<string, CaseEvent>>

export const journey = {
  mode: 'air',
  arrivesOn: '2026-03-02',
  to: 'Vienna',
  carrier: 'Example Air',
  reference: 'EX 123',
  codeWord: 'Lime tree',
} as const

/** The commands of the story, as they would be given in it. */
export const commands = {
  request: sampleCommand('RequestTestimony', {
    to: [vienna, belgrade],
    ...request,
    sections: { proceedings: { court: 'Example Court' } },
  }),
  explain: sampleCommand('RecordProcedureExplained', about),
  meetCounsel: sampleCommand('RecordCounselMet', about),
  agree: sampleCommand('RecordParticipationConsent', about),
  refuse: sampleCommand('RecordParticipationRefusal', about),
  choose: sampleCommand('ChooseStatementMode', {
    testimony,
    offered: ['video', 'inPerson'],
    mode: 'inPerson',
  }),
  assess: sampleCommand('AssessSafety', {
    testimony,
    subjects: ['person', 'familyInOrigin'],
    sections: { risk: { assessments: [{ level: 'low' }] } },
  }),
  interpret: sampleCommand('AssignInterpreter', {
    ...story.interpreter.facts,
    sections: { needs: { languages: ['sr'] } },
  }),
  consent: sampleCommand('RecordTripConsent', about),
  plan: sampleCommand('PlanTrip', {
    to: [court, belgrade],
    ...story.planned.facts,
    sections: { travel: { mode: 'air' } },
  }),
  ticket: sampleCommand('RecordTicket', {
    to: [belgrade],
    trip,
    sections: { travel: { mode: 'air' }, documents: { documents: [] } },
  }),
  certify: sampleCommand('RecordMedicalCertificate', {
    to: [belgrade],
    trip,
    sections: { documents: { documents: [] } },
  }),
  accommodate: sampleCommand('ArrangeAccommodation', {
    to: [belgrade],
    trip,
    sections: { protection: { kind: 'shelter' } },
  }),
  escort: sampleCommand('AssignEscort', {
    to: [belgrade],
    trip,
    sections: { travel: { accompaniedBy: 'Example Escort' } },
  }),
  askReception: sampleCommand('AskAirportReception', {
    to: greeter,
    meetAt: at(30),
    sections: { travel: journey },
  }),
  confirmReception: sampleCommand('ConfirmAirportReception', { request: story.receptionAsked.id }),
  depart: sampleCommand('RecordDeparture', { trip, occurredAt: at(19) }),
  arrive: sampleCommand('RecordArrival', { trip, occurredAt: at(29) }),
  postpone: sampleCommand('PostponeHearing', beside.postponed.facts),
  hear: sampleCommand('RecordStatement', { testimony, occurredAt: at(39) }),
  hearByVideo: sampleCommand('RecordVideoStatement', { testimony, occurredAt: at(39) }),
  arrangeReturn: sampleCommand('ArrangeReturnTrip', {
    trip,
    sections: { travel: { mode: 'rail' } },
  }),
  bringHome: sampleCommand('RecordSafeReturn', { trip, occurredAt: at(59) }),
  warn: sampleCommand('NotifyDefendantRelease', {
    to: [vienna, police],
    ...beside.released.facts,
  }),
  judge: sampleCommand('ReportJudgment', story.judged.facts),
  claim: sampleCommand('ClaimCompensation', {
    to: [court],
    ...redress.claimed.facts,
    sections: { proceedings: { claim: 'Example claim' } },
  }),
  award: sampleCommand('RecordCompensationAward', {
    ...redress.awarded.facts,
    sections: { proceedings: { award: 'Example award' } },
  }),
  reject: sampleCommand('RecordCompensationRefusal', redress.rejected.facts),
  pay: sampleCommand('RecordCompensationPayment', {
    award: redress.awarded.id,
    occurredAt: at(94),
  }),
} as const
