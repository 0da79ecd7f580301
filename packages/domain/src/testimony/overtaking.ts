import type { EventId } from '@trm/kernel'
import type { EventOf } from '../case/events.ts'
import { union, withChange, withEntry } from '../case/records.ts'
import type { CaseState } from '../case/state.ts'
import { mayAct } from './parties.ts'
import type { OneTestimonyState, Overtaking, TripState } from './state.ts'
import { withTestimony } from './steps.ts'

// A consent to a trip carries one trip to one hearing, while she takes part. A postponement and a refusal
// overtake what she has consented to so far, in whatever order all of it became known.

/** What she agrees to where she is known to refuse was agreed before anybody there knew of the refusal. */
export function withTripConsent(state: CaseState, event: EventOf<'TripConsented'>): CaseState {
  return withTestimony(state, event, 'supporting', (testimony) => {
    const { participation, preparedBy, tripConsents } = testimony
    const consent: 'open' | Overtaking =
      participation?.kind === 'refused' ? { ...participation, kind: 'refused' } : 'open'
    return {
      ...testimony,
      preparedBy: union(preparedBy, [event.author]),
      tripConsents: withEntry(tripConsents, event.id, consent),
    }
  })
}

/** A trip that stands on an overtaken consent was planned in ignorance of what overtook it. */
export function withPlannedTrip(state: CaseState, event: EventOf<'TripPlanned'>): CaseState {
  const { id, author, facts } = event
  const testimony = state.testimonies[facts.testimony]
  if (testimony === undefined || !mayAct(testimony, author, 'supporting')) return state
  const consent = testimony.tripConsents[facts.consent]
  const trip: TripState = { by: author, testimony: facts.testimony }
  const planned = typeof consent === 'object' ? marked(trip, consent) : trip
  const used = withTestimony(state, event, 'supporting', (found) => ({
    ...found,
    tripConsents: withChange(found.tripConsents, facts.consent, (each) =>
      each === 'open' ? 'used' : each,
    ),
  }))
  return { ...used, trips: withEntry(state.trips, id, planned) }
}

/** Both stand, the postponement and the journey, in whatever order they became known. */
export function withPostponement(state: CaseState, event: EventOf<'HearingPostponed'>): CaseState {
  const { id, author, occurredAt, facts } = event
  const testimony = state.testimonies[facts.testimony]
  if (testimony === undefined || !mayAct(testimony, author, 'asking')) return state
  const postponed = withTestimony(state, event, 'asking', (found) => ({
    ...found,
    hearingFrom: facts.hearingFrom,
    hearingUntil: facts.hearingUntil,
    postponements: [...found.postponements, { event: id, at: occurredAt }],
  }))
  return overtaken(postponed, facts.testimony, { kind: 'postponed', event: id, at: occurredAt })
}

/** She may agree again, and is then asked again for each trip. */
export function withRefusal(
  state: CaseState,
  event: EventOf<'ParticipationConsentRefused'>,
): CaseState {
  const { id, author, occurredAt, facts } = event
  const testimony = state.testimonies[facts.testimony]
  if (testimony === undefined || !mayAct(testimony, author, 'supporting')) return state
  const refusal = { kind: 'refused', event: id, at: occurredAt } as const
  const refused = withTestimony(state, event, 'supporting', (found) => ({
    ...found,
    participation: refusal,
  }))
  return overtaken(refused, facts.testimony, refusal)
}

/** The state with every consent that is still open overtaken, and every trip marked that is not over. */
function overtaken(state: CaseState, testimony: EventId, overtaking: Overtaking): CaseState {
  const testimonies = withChange(state.testimonies, testimony, (found): OneTestimonyState => ({
    ...found,
    tripConsents: mapValues(found.tripConsents, (consent) =>
      consent === 'open' ? overtaking : consent,
    ),
  }))
  const trips = mapValues(state.trips, (trip) =>
    trip.testimony === testimony && trip.returned === undefined ? marked(trip, overtaking) : trip,
  )
  return { ...state, testimonies, trips }
}

/** The first of each kind counts: from then on nobody leaves on this trip. */
function marked(trip: TripState, { kind, event, at }: Overtaking): TripState {
  return { ...trip, [kind]: trip[kind] ?? { event, at } }
}

function mapValues<Value>(
  record: Readonly<Record<EventId, Value>>,
  change: (value: Value) => Value,
): Readonly<Record<EventId, Value>> {
  return Object.fromEntries(Object.entries(record).map(([id, value]) => [id, change(value)]))
}
