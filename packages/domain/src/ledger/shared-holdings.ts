import type { Instant, OrganisationId } from '@trm/kernel'
import type { CaseEvent, Grant } from '../case/events.ts'
import { foldCase } from '../case/evolve.ts'
import { inCausalOrder } from '../case/order.ts'
import { sharedView } from '../case/shared-view.ts'
import type { Holding } from './holding.ts'
import { standingOf, type Given, type Held } from './standing.ts'

/** A holding, and what it was made from. */
export type Traced = { readonly holding: Holding; readonly given: Given }

/**
 * What two organisations hold of each other's, from what they exchanged and nothing else: either of them,
 * once everything has arrived, comes to the same.
 *
 * @param self whose log the events are from; `other` the counterpart.
 */
export function sharedHoldings(
  events: readonly CaseEvent[],
  [self, other]: readonly [OrganisationId, OrganisationId],
  now: Instant,
): readonly Holding[] {
  return tracedHoldings(events, [self, other], now).map(({ holding }) => holding)
}

/** The same, each with the grant that it comes from. */
export function tracedHoldings(
  events: readonly CaseEvent[],
  [self, other]: readonly [OrganisationId, OrganisationId],
  now: Instant,
): readonly Traced[] {
  const held = heldOf(sharedView(events, self, other))
  return held.events.flatMap((event) =>
    event.grants.flatMap((grant) =>
      grant.sections.map((section) => {
        const given = { event, grant: named(grant, event), section }
        return { given, holding: holdingOf(given, held, now) }
      }),
    ),
  )
}

/** Events as the standing of a section is asked of them. */
export function heldOf(events: readonly CaseEvent[]): Held {
  const ordered = inCausalOrder(events)
  return { events: ordered, state: foldCase(ordered) }
}

/** A consent event reaches its readers on its own clauses: they end like those of any other consent. */
function named(grant: Grant, { id }: CaseEvent): Grant {
  const { basis } = grant
  return basis.kind === 'consent' && basis.consent === 'this'
    ? { ...grant, basis: { ...basis, consent: id } }
    : grant
}

function holdingOf(given: Given, held: Held, now: Instant): Holding {
  const { event, grant, section } = given
  return {
    holder: grant.to,
    section,
    event: event.id,
    type: event.type,
    recordedAt: event.recordedAt,
    author: event.author,
    purpose: grant.purpose,
    basis: grant.basis,
    until: grant.until,
    onward: grant.onward,
    standing: standingOf(given, held, now),
  }
}
