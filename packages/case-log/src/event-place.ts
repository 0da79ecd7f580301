import { inCausalOrder } from '@trm/domain'
import { invariant, type EventId, type Instant, type OrganisationId } from '@trm/kernel'
import type { LoadedCase } from './loaded-case.ts'

/** An event of a case, by what it is called in its history. */
export type EventPlace = {
  /** In causal order, from 1 on. */
  readonly number: number
  readonly event: EventId
  readonly by: OrganisationId
  /** When its author recorded it. */
  readonly at: Instant
}

/** Finds the place of each event that is held of a case. */
export function placesOf({ entries }: Pick<LoadedCase, 'entries'>): (event: EventId) => EventPlace {
  const order = inCausalOrder(entries.map(({ event }) => event))
  const places = new Map(
    order.map(({ id, author, recordedAt }, index) => [
      id,
      { number: index + 1, event: id, by: author, at: recordedAt },
    ]),
  )
  return (event) => {
    const place = places.get(event)
    invariant(place !== undefined, 'event-place: an event that is held has a place')
    return place
  }
}
