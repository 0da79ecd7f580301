import type { EventId, OrganisationId } from '@trm/kernel'
import type { CaseEvent, Grant } from './events.ts'

/**
 * What two organisations both hold of a case, computed by either from its own log alone: the events
 * that one of them wrote and granted to the other, with the sections, clauses and the grant of that
 * pair, less what was narrowed, withdrawn, suspended or erased. Folding it gives both the same state, which
 * is how they can compare. What was taken back before the copy left never arrived: that is why an answer is
 * not awaited.
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
  const narrowed = narrowedSections(shared)
  const erased = erasedSections(shared)
  const isHeldBack = findHeldBack(shared)
  return exchanged.map(({ event, grant }) => ({
    ...event,
    sections: event.sections.filter(
      ({ name }) =>
        grant.sections.includes(name) &&
        !isHeldBack(event, grant) &&
        !narrowed.has(`${clauseOf(grant)} ${name}`) &&
        !erased.has(`${grant.to} ${name} ${event.id}`),
    ),
  }))
}

/** Which section was taken from which clause by the one who took the consent. */
function narrowedSections(events: readonly CaseEvent[]): ReadonlySet<string> {
  return new Set(
    events.flatMap((event) => {
      if (event.type !== 'DataConsentNarrowed') return []
      const { consent, clause, sections } = event.facts
      const given = events.find(({ id }) => id === consent)
      if (given?.author !== event.author) return []
      return sections.map((section) => `${consent} ${clause} ${section}`)
    }),
  )
}

/**
 * Whether a grant rests on a consent that has ended since, or that was suspended when she might be a child:
 * its sections may have been held back on their way. Who learned of the change from the other side does not
 * say when; the chain of who made it known does.
 */
function findHeldBack(events: readonly CaseEvent[]): (event: CaseEvent, grant: Grant) => boolean {
  const takenBy = new Map(events.map(({ id, author }) => [id, author] as const))
  const ended = new Set(
    events.flatMap(({ type, author, facts }) =>
      (type === 'DataConsentWithdrawn' || type === 'DataConsentExpired') &&
      takenBy.get(facts.consent) === author
        ? [facts.consent]
        : [],
    ),
  )
  const givenAlone = new Set(
    events.flatMap(({ id, type, facts }) =>
      (type === 'DataConsentGiven' || type === 'RelayConsentGiven') && facts.giver === 'self'
        ? [id]
        : [],
    ),
  )
  const flips = events.filter(
    ({ type, facts }) => type === 'AgeStatusChanged' && facts.ageStatus !== 'verifiedAdult',
  )
  return (event, { basis, seq }) => {
    if (basis.kind !== 'consent' || basis.consent === 'this') return false
    if (ended.has(basis.consent)) return true
    if (!givenAlone.has(basis.consent)) return false
    return flips.some(
      ({ author, grants }) => author !== event.author || seq < (grants[0]?.seq ?? 0),
    )
  }
}

function clauseOf({ basis }: Grant): string {
  return basis.kind === 'consent' ? `${basis.consent} ${basis.clause}` : basis.kind
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
  if (narrowed === undefined) return []
  const until = narrowed.grants[0]?.seq ?? 0
  return events.filter(
    (event) => event.author === narrowed.author && (event.grants[0]?.seq ?? 0) < until,
  )
}
