import type { EventId } from '@trm/kernel'
import type { CaseEvent } from '../case/events.ts'
import { isPartyTo } from '../case/given-to.ts'
import { withEntry } from '../case/records.ts'
import type { CaseState } from '../case/state.ts'
import { mayAct, type ActingParty } from './parties.ts'
import type { OneTestimonyState, TripState } from './state.ts'

type TestimonyStep = Extract<CaseEvent, { readonly facts: { readonly testimony: EventId } }>
type TripStep = Extract<CaseEvent, { readonly facts: { readonly trip: EventId } }>

/** A step of the party that may take it; of anybody else it changes nothing. */
export function withTestimony(
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
export function withTrip(
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
