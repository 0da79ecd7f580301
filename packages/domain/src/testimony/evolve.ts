import type { EventOf } from '../case/events.ts'
import { unchanged, type EvolversOf } from '../case/process.ts'
import { union, withChange, withEntry } from '../case/records.ts'
import type { CaseState } from '../case/state.ts'
import { compensationEvolvers } from './compensation-evolve.ts'
import type { compensationEvents } from './compensation-events.ts'
import type { testimonyEvents } from './events.ts'
import { withPlannedTrip, withPostponement, withRefusal, withTripConsent } from './overtaking.ts'
import { mayAct } from './parties.ts'
import type { OneTestimonyState } from './state.ts'
import { withTestimony, withTrip } from './steps.ts'

export const testimonyEvolvers: EvolversOf<typeof testimonyEvents & typeof compensationEvents> = {
  ...compensationEvolvers,
  TestimonyRequested(state, { id, author, grants, facts }) {
    const { asked, purpose, modes, hearingFrom, hearingUntil, respondBy } = facts
    const told = grants.map(({ to }) => to)
    const requested: OneTestimonyState = {
      by: author,
      with: union(told, asked).filter((party) => party !== author),
      purpose,
      modes,
      hearingFrom,
      hearingUntil,
      respondBy,
      preparedBy: [],
      safetyAssessedBy: [],
      tripConsents: {},
      postponements: [],
      judgments: [],
    }
    return { ...state, testimonies: withEntry(state.testimonies, id, requested) }
  },
  ProcedureExplained: (state, event) =>
    withTestimony(state, event, 'either', (testimony) => ({
      ...testimony,
      explained: testimony.explained ?? event.id,
    })),
  LegalCounselMet: (state, event) =>
    withTestimony(state, event, 'supporting', (testimony) => ({
      ...testimony,
      counselMet: testimony.counselMet ?? event.id,
    })),
  // She may change her mind, each way: the latest counts.
  ParticipationConsentGiven: (state, event) =>
    withTestimony(state, event, 'supporting', (testimony) => ({
      ...testimony,
      preparedBy: union(testimony.preparedBy, [event.author]),
      participation: { kind: 'given', event: event.id, at: event.occurredAt },
    })),
  ParticipationConsentRefused: withRefusal,
  StatementModeChosen: (state, event) =>
    withTestimony(state, event, 'supporting', (testimony) => ({
      ...testimony,
      preparedBy: union(testimony.preparedBy, [event.author]),
      mode: { event: event.id, mode: event.facts.mode },
    })),
  SafetyAssessed: (state, event) =>
    withTestimony(state, event, 'either', (testimony) => ({
      ...testimony,
      safetyAssessedBy: union(testimony.safetyAssessedBy, [event.author]),
    })),
  TripConsented: withTripConsent,
  TripPlanned: withPlannedTrip,
  TicketIssued: unchanged,
  MedicalCertificateIssued: unchanged,
  AccommodationArranged: unchanged,
  EscortAssigned: unchanged,
  // Anybody may ask to have a traveller met, as anybody may ask for a place.
  AirportReceptionAsked(state, { id, author, grants, facts: { meetAt } }) {
    const reception = { by: author, to: grants.map(({ to }) => to), meetAt }
    return { ...state, receptions: withEntry(state.receptions, id, reception) }
  },
  AirportReceptionConfirmed: (state, { id, author, facts: { request } }) => ({
    ...state,
    receptions: withChange(state.receptions, request, (reception) =>
      reception.to.includes(author)
        ? { ...reception, confirmed: reception.confirmed ?? id }
        : reception,
    ),
  }),
  InterpreterAssigned(state, { id, author, facts: { testimony: about, until } }) {
    const testimony = state.testimonies[about]
    if (testimony === undefined || !mayAct(testimony, author, 'either')) return state
    const interpreter = { by: author, testimony: about, until }
    return { ...state, interpreters: withEntry(state.interpreters, id, interpreter) }
  },
  Departed: (state, event) =>
    withTrip(state, event, 'planning', (trip) => ({
      ...trip,
      departed: trip.departed ?? event.id,
    })),
  Arrived: (state, event) =>
    withTrip(state, event, 'told', (trip) => ({ ...trip, arrived: trip.arrived ?? event.id })),
  HearingPostponed: withPostponement,
  StatementGiven: withStatement,
  VideoStatementGiven: withStatement,
  ReturnTripArranged: (state, event) =>
    withTrip(state, event, 'told', (trip) => ({ ...trip, returnArranged: event.id })),
  ReturnedSafely: (state, event) =>
    withTrip(state, event, 'planning', (trip) => ({
      ...trip,
      returned: trip.returned ?? event.id,
    })),
  DefendantReleaseNotified: (state, { id, facts: { release, expectedOn } }) => ({
    ...state,
    releases: withEntry(state.releases, id, { kind: release, expectedOn }),
  }),
  // A judgment is a fact of the proceedings. Nothing about the case ends with it.
  JudgmentReported: (state, event) =>
    withTestimony(state, event, 'either', (testimony) => ({
      ...testimony,
      judgments: [...testimony.judgments, { event: event.id, outcome: event.facts.outcome }],
    })),
}

/** The first statement counts: nobody is heard twice for want of a record. */
function withStatement(
  state: CaseState,
  event: EventOf<'StatementGiven'> | EventOf<'VideoStatementGiven'>,
): CaseState {
  return withTestimony(state, event, 'either', (testimony) => ({
    ...testimony,
    statement: testimony.statement ?? event.id,
  }))
}
