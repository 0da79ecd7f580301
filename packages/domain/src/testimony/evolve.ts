import type { EventId } from '@trm/kernel'
import type { CaseEvent } from '../case/events.ts'
import { unchanged, type EvolversOf } from '../case/process.ts'
import { union, withChange, withEntry } from '../case/records.ts'
import type { CaseState } from '../case/state.ts'
import { compensationEvolvers } from './compensation-evolve.ts'
import type { compensationEvents } from './compensation-events.ts'
import type { testimonyEvents } from './events.ts'
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
    withTestimony(state, event, (testimony) => ({
      ...testimony,
      explained: testimony.explained ?? event.id,
    })),
  LegalCounselMet: (state, event) =>
    withTestimony(state, event, (testimony) => ({
      ...testimony,
      counselMet: testimony.counselMet ?? event.id,
    })),
  // She may change her mind, each way: the latest counts.
  ParticipationConsentGiven: (state, event) =>
    withTestimony(state, event, (testimony) => ({
      ...testimony,
      participation: { kind: 'given', event: event.id },
    })),
  ParticipationConsentRefused: (state, event) =>
    withTestimony(state, event, (testimony) => ({
      ...testimony,
      participation: { kind: 'refused', event: event.id },
    })),
  StatementModeChosen: (state, event) =>
    withTestimony(state, event, (testimony) => ({
      ...testimony,
      mode: { event: event.id, mode: event.facts.mode },
    })),
  SafetyAssessed: (state, event) =>
    withTestimony(state, event, (testimony) => ({
      ...testimony,
      safetyAssessedBy: union(testimony.safetyAssessedBy, [event.author]),
    })),
  TripConsented: (state, event) =>
    withTestimony(state, event, (testimony) => ({
      ...testimony,
      tripConsents: withEntry(testimony.tripConsents, event.id, 'open'),
    })),
  TripPlanned(state, event) {
    const { id, author, facts } = event
    const trips = withEntry(state.trips, id, { by: author, testimony: facts.testimony })
    const used = withTestimony(state, event, (testimony) => ({
      ...testimony,
      tripConsents: withChange(testimony.tripConsents, facts.consent, () => 'used' as const),
    }))
    return { ...used, trips }
  },
  TicketIssued: unchanged,
  MedicalCertificateIssued: unchanged,
  AccommodationArranged: unchanged,
  EscortAssigned: unchanged,
  AirportReceptionAsked: (state, { id, author, grants, facts: { meetAt } }) => ({
    ...state,
    receptions: withEntry(state.receptions, id, {
      by: author,
      to: grants.map(({ to }) => to),
      meetAt,
    }),
  }),
  AirportReceptionConfirmed: (state, { id, author, facts: { request } }) => ({
    ...state,
    receptions: withChange(state.receptions, request, (reception) =>
      reception.to.includes(author)
        ? { ...reception, confirmed: reception.confirmed ?? id }
        : reception,
    ),
  }),
  InterpreterAssigned: (state, { id, author, facts: { testimony, until } }) => ({
    ...state,
    interpreters: withEntry(state.interpreters, id, { by: author, testimony, until }),
  }),
  Departed: (state, event) =>
    withTrip(state, event, (trip) => ({ ...trip, departed: trip.departed ?? event.id })),
  Arrived: (state, event) =>
    withTrip(state, event, (trip) => ({ ...trip, arrived: trip.arrived ?? event.id })),
  HearingPostponed(state, event) {
    const { hearingFrom, hearingUntil } = event.facts
    const postponed = withTestimony(state, event, (testimony) =>
      testimony.by === event.author
        ? {
            ...testimony,
            hearingFrom,
            hearingUntil,
            postponements: [...testimony.postponements, event.id],
          }
        : testimony,
    )
    return postponed === state
      ? state
      : withPeopleOnTheWay(postponed, event.facts.testimony, event.id)
  },
  StatementGiven: withStatement,
  VideoStatementGiven: withStatement,
  ReturnTripArranged: (state, event) =>
    withTrip(state, event, (trip) => ({ ...trip, returnArranged: event.id })),
  ReturnedSafely: (state, event) =>
    withTrip(state, event, (trip) => ({ ...trip, returned: trip.returned ?? event.id })),
  DefendantReleaseNotified: (state, { id, facts: { release, expectedOn } }) => ({
    ...state,
    releases: withEntry(state.releases, id, { kind: release, expectedOn }),
  }),
  // A judgment is a fact of the proceedings. Nothing about the case ends with it.
  JudgmentReported: (state, event) =>
    withTestimony(state, event, (testimony) => ({
      ...testimony,
      judgments: [...testimony.judgments, { event: event.id, outcome: event.facts.outcome }],
    })),
}

type TestimonyStep = Extract<CaseEvent, { readonly facts: { readonly testimony: EventId } }>
type TripStep = Extract<CaseEvent, { readonly facts: { readonly trip: EventId } }>

/** A step of a party; of anybody else it changes nothing. */
function withTestimony(
  state: CaseState,
  { author, facts: { testimony: id } }: TestimonyStep,
  step: (testimony: OneTestimonyState) => OneTestimonyState,
): CaseState {
  const testimony = state.testimonies[id]
  if (testimony === undefined) return state
  if (testimony.by !== author && !testimony.with.includes(author)) return state
  return { ...state, testimonies: withEntry(state.testimonies, id, step(testimony)) }
}

function withTrip(
  state: CaseState,
  { facts: { trip } }: TripStep,
  step: (trip: TripState) => TripState,
): CaseState {
  return { ...state, trips: withChange(state.trips, trip, step) }
}

/** The first statement counts: nobody is heard twice for want of a record. */
function withStatement(
  state: CaseState,
  event: Extract<TestimonyStep, { readonly type: 'StatementGiven' | 'VideoStatementGiven' }>,
): CaseState {
  return withTestimony(state, event, (testimony) => ({
    ...testimony,
    statement: testimony.statement ?? event.id,
  }))
}

/** Both stand, the postponement and the departure, in whatever order they happened. */
function withPeopleOnTheWay(
  state: CaseState,
  testimony: EventId,
  postponement: EventId,
): CaseState {
  const trips = Object.fromEntries(
    Object.entries(state.trips).map(([id, trip]) => {
      const isOnTheWay = trip.departed !== undefined && trip.returned === undefined
      const isMeant = trip.testimony === testimony && isOnTheWay
      return [
        id,
        isMeant ? { ...trip, postponedOnTheWay: trip.postponedOnTheWay ?? postponement } : trip,
      ]
    }),
  )
  return { ...state, trips }
}
