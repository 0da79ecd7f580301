import type { EventId, OrganisationId } from '@trm/kernel'
import type { SectionName } from '../vocabulary/lists.ts'
import type { CaseEvent, Grant } from './events.ts'
import { foldCase } from './evolve.ts'
import type { CaseState } from './state.ts'

/**
 * What two organisations both hold of a case, computed by either from its own log alone: the events
 * that one of them wrote and granted to the other, with the sections, clauses and the grant of that
 * pair, less what was narrowed or erased. Folding it gives both the same state, which is how they can
 * compare. What was narrowed before the copy left never arrived: that is why an answer is not awaited.
 *
 * @param self whose log the events are from; `other` the counterpart.
 */
export function sharedView(
  events: readonly CaseEvent[],
  self: OrganisationId,
  other: OrganisationId,
): readonly CaseEvent[] {
  const exchanged = events.flatMap((event) => {
    const reader = event.author === self ? other : event.author === other ? self : undefined
    const grant = event.grants.find(({ to }) => to === reader)
    if (grant === undefined) return []
    const clauses = event.clauses.filter(
      ({ discloser, recipient }) =>
        (discloser === self && recipient === other) || (discloser === other && recipient === self),
    )
    return [{ grant, event: { ...event, grants: [grant], clauses } }]
  })
  const shared = exchanged.map(({ event }) => event)
  const { consents, shares } = foldCase(shared)
  const erased = erasedSections(shared)
  return exchanged.map(({ event, grant }) => ({
    ...event,
    sections: event.sections.filter(
      ({ name }) =>
        grant.sections.includes(name) &&
        !wasTakenBack(grant, name, consents) &&
        shares[event.id]?.ended.includes(name) !== true &&
        !erased.has(`${grant.to} ${name} ${event.id}`),
    ),
  }))
}

/**
 * Whether the section was taken back at any time: narrowed, with its whole consent, or while that was
 * suspended, when copies that had not left yet left without it.
 */
function wasTakenBack(
  { basis }: Grant,
  section: SectionName,
  consents: CaseState['consents'],
): boolean {
  if (basis.kind !== 'consent' || basis.consent === 'this') return false
  const given = consents[basis.consent]
  const clause = given?.clauses.find(({ id }) => id === basis.clause)
  if (given === undefined || clause === undefined) return false
  return given.ended !== undefined || given.wasSuspended || clause.removed.includes(section)
}

/**
 * Who no longer holds which section of which event. An erasure covers what its holder had been sent
 * when consent was narrowed: the events before the narrowing in the chain to that holder.
 */
function erasedSections(events: readonly CaseEvent[]): ReadonlySet<string> {
  const erased = new Set<string>()
  for (const answer of events) {
    if (answer.type !== 'HoldersAnswered' || answer.facts.answer !== 'erased') continue
    for (const event of before(events, answer.facts.narrowing)) {
      for (const section of answer.facts.sections) {
        erased.add(`${answer.author} ${section} ${event.id}`)
      }
    }
  }
  return erased
}

/** The events of the narrowing's author up to it: its chain to the holder says which those are. */
function before(events: readonly CaseEvent[], narrowing: EventId): readonly CaseEvent[] {
  const narrowed = events.find(({ id }) => id === narrowing)
  // Of what was passed on, what is taken back says itself which event it is of.
  if (narrowed === undefined || narrowed.type === 'SharingEnded') return []
  const until = narrowed.grants[0]?.seq ?? 0
  return events.filter(
    (event) => event.author === narrowed.author && (event.grants[0]?.seq ?? 0) < until,
  )
}
