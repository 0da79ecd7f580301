import type { EventId } from '@trm/kernel'
import type { CaseEvent, EventOf } from '../case/events.ts'
import { isPartyTo } from '../case/given-to.ts'
import { unchanged, type EvolversOf } from '../case/process.ts'
import { union, withChange, withEntry } from '../case/records.ts'
import type { CaseState } from '../case/state.ts'
import { compensationEvolvers } from './compensation-evolve.ts'
import type { compensationEvents } from './compensation-events.ts'
import type { testimonyEvents } from './events.ts'
import { mayAct, type ActingParty } from './parties.ts'
import type { OneTestimonyState, TripState } from './state.ts'

export const testimonyEvolvers: EvolversOf<typeof testimonyEvents & typeof compensationEvents> = {
  ...compensationEvolvers,
  TestimonyRequested(state, { id, author, grants, facts }) {
    const { purpose, modes, hearingFrom, hearingUntil, respondBy } = facts
    const requested: OneTestimonyState = {
      by: author,
      with: grants.map(({ to }) => to),
      purpose,
      modes,
      hearingFrom,
      hearingUntil,
      respondBy,
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
      participation: { kind: 'given', event: event.id, at: event.occurredAt },
    })),
  ParticipationConsentRefused: (state, event) =>
    withTestimony(state, event, 'supporting', (testimony) => ({
      ...testimony,
      participation: { kind: 'refused', event: event.id, at: event.occurredAt },
    })),
  StatementModeChosen: (state, event) =>
    withTestimony(state, event, 'supporting', (testimony) => ({
      ...testimony,
      mode: { event: event.id, mode: event.facts.mode },
    })),
  SafetyAssessed: (state, event) =>
    withTestimony(state, event, 'either', (testimony) => ({
      ...testimony,
      safetyAssessedBy: union(testimony.safetyAssessedBy, [event.author]),
    })),
  TripConsented: (state, event) =>
    withTestimony(state, event, 'supporting', (testimony) => ({
      ...testimony,
      tripConsents: withEntry(testimony.tripConsents, event.id, 'open'),
    })),
  TripPlanned: withPlannedTrip,
  TicketIssued: unchanged,
  MedicalCertificateIssued: unchanged,
  AccommodationArranged: unchanged,
  EscortAssigned: unchanged,
  AirportReceptionAsked(state, { id, author, grants, facts: { trip, meetAt } }) {
    // Who is asked does not hold the trip; who does knows whose it is.
    const held = state.trips[trip]
    if (held !== undefined && held.by !== author) return state
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

type TestimonyStep = Extract<CaseEvent, { readonly facts: { readonly testimony: EventId } }>
type TripStep = Extract<CaseEvent, { readonly facts: { readonly trip: EventId } }>

/** A step of the party that may take it; of anybody else it changes nothing. */
function withTestimony(
  state: CaseState,
  { author, facts: { testimony: id } }: TestimonyStep,
  party: ActingParty,
  step: (testimony: OneTestimonyState) => OneTestimonyState,
): CaseState {
  const testimony = state.testimonies[id]
  if (testimony === undefined || !mayAct(testimony, author, party)) return state
  return { ...state, testimonies: withEntry(state.testimonies, id, step(testimony)) }
}

/** A step of who planned the trip, or of whoever was told of it; of anybody else it changes nothing. */
function withTrip(
  state: CaseState,
  { author, facts: { trip: id } }: TripStep,
  who: 'planning' | 'told',
  step: (trip: TripState) => TripState,
): CaseState {
  const trip = state.trips[id]
  if (trip === undefined) return state
  const mayStep = who === 'planning' ? trip.by === author : isPartyTo(state, id, author)
  return mayStep ? { ...state, trips: withEntry(state.trips, id, step(trip)) } : state
}

/** A trip that stands on a consent from before a postponement was planned in ignorance of it. */
function withPlannedTrip(state: CaseState, event: EventOf<'TripPlanned'>): CaseState {
  const { id, author, facts } = event
  const testimony = state.testimonies[facts.testimony]
  // Who was only told of the trip does not hold the testimony, and helps all the same.
  if (testimony === undefined)
    return {
      ...state,
      trips: withEntry(state.trips, id, { by: author, testimony: facts.testimony }),
    }
  if (!mayAct(testimony, author, 'supporting')) return state
  const isOvertaken = testimony.tripConsents[facts.consent] === 'overtaken'
  const postponed = isOvertaken ? testimony.postponements.at(-1) : undefined
  const planned: TripState = {
    by: author,
    testimony: facts.testimony,
    ...(postponed !== undefined && { postponed }),
  }
  const used = withTestimony(state, event, 'supporting', (found) => ({
    ...found,
    tripConsents: withChange(found.tripConsents, facts.consent, (consent) =>
      consent === 'open' ? 'used' : consent,
    ),
  }))
  return { ...used, trips: withEntry(state.trips, id, planned) }
}

/** The first statement counts: nobody is heard twice for want of a record. */
function withStatement(
  state: CaseState,
  event: Extract<TestimonyStep, { readonly type: 'StatementGiven' | 'VideoStatementGiven' }>,
): CaseState {
  return withTestimony(state, event, 'either', (testimony) => ({
    ...testimony,
    statement: testimony.statement ?? event.id,
  }))
}

/** Both stand, the postponement and the journey, in whatever order they became known. */
function withPostponement(state: CaseState, event: EventOf<'HearingPostponed'>): CaseState {
  const { id, author, occurredAt, facts } = event
  const testimony = state.testimonies[facts.testimony]
  if (testimony === undefined || !mayAct(testimony, author, 'asking')) return state
  const postponement = { event: id, at: occurredAt }
  const postponed = withTestimony(state, event, 'asking', (found) => ({
    ...found,
    hearingFrom: facts.hearingFrom,
    hearingUntil: facts.hearingUntil,
    postponements: [...found.postponements, postponement],
    tripConsents: mapValues(found.tripConsents, (consent) =>
      consent === 'open' ? 'overtaken' : consent,
    ),
  }))
  const trips = mapValues(state.trips, (trip) =>
    trip.testimony === facts.testimony && trip.returned === undefined
      ? { ...trip, postponed: trip.postponed ?? postponement }
      : trip,
  )
  return { ...postponed, trips }
}

function mapValues<Value>(
  record: Readonly<Record<EventId, Value>>,
  change: (value: Value) => Value,
): Readonly<Record<EventId, Value>> {
  return Object.fromEntries(Object.entries(record).map(([id, value]) => [id, change(value)]))
}
