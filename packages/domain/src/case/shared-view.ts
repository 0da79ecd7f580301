import type { EventId, OrganisationId } from '@trm/kernel'
import type { CaseEvent } from './events.ts'

/**
 * What two organisations both hold of a case, computed by either from its own log alone: the events
 * that one of them wrote and granted to the other, with the sections, clauses and the grant of that
 * pair, less what was erased. Folding it gives both the same state, which is how they can compare.
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
    if (reader === undefined || grant === undefined) return []
    return [{ event, reader, grant }]
  })
  const erased = erasedSections(exchanged.map(({ event }) => event))
  return exchanged.map(({ event, reader, grant }) => ({
    ...event,
    grants: [grant],
    clauses: event.clauses.filter(
      ({ discloser, recipient }) =>
        (discloser === self && recipient === other) || (discloser === other && recipient === self),
    ),
    sections: event.sections.filter(
      ({ name }) => grant.sections.includes(name) && !erased.has(`${reader} ${name} ${event.id}`),
    ),
  }))
}

/**
 * Who no longer holds which section of which event. An erasure covers the events that its holder had
 * when it answered: those before the answer in the chains of the pair, which the causal order keeps.
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
  if (narrowed === undefined) return []
  const until = narrowed.grants[0]?.seq ?? 0
  return events.filter(
    (event) => event.author === narrowed.author && (event.grants[0]?.seq ?? 0) < until,
  )
}
