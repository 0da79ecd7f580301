import {
  narrowedClauses,
  type CaseEvent,
  type CaseState,
  type Grant,
  type NarrowingState,
} from '@trm/domain'
import type { OrganisationId } from '@trm/kernel'

/** Whether the event came to the organisation under a clause that was taken back. */
export function isUnder(
  { id, author, grants }: CaseEvent,
  narrowing: NarrowingState,
  state: CaseState,
  self: OrganisationId,
): boolean {
  if (narrowing.share !== undefined) return id === narrowing.share
  return narrowedClauses(state, narrowing).some(
    ({ id: clause, discloser, recipient }) =>
      recipient === self &&
      discloser === author &&
      grants.some(
        ({ to, basis }) =>
          to === self &&
          basis.kind === 'consent' &&
          basis.consent === narrowing.consent &&
          basis.clause === clause,
      ),
  )
}

/** The grant at its place in the chain from its author to the recipient. */
export function placeInChain(
  grant: Omit<Grant, 'seq' | 'prev'>,
  author: OrganisationId,
  log: readonly CaseEvent[],
): Grant {
  const sent = log.filter(
    (event) => event.author === author && event.grants.some(({ to }) => to === grant.to),
  )
  const last = sent.at(-1)
  return { ...grant, seq: sent.length + 1, ...(last !== undefined && { prev: last.id }) }
}

/** What travels: the own grant, the clauses that concern the reader, the sections that were granted. */
export function copyFor(reader: OrganisationId, event: CaseEvent): CaseEvent {
  const grants = event.grants.filter(({ to }) => to === reader)
  const granted = grants.flatMap(({ sections }) => sections)
  return {
    ...event,
    grants,
    clauses: event.clauses.filter(
      ({ discloser, recipient }) => discloser === reader || recipient === reader,
    ),
    sections: event.sections.filter(({ name }) => granted.includes(name)),
  }
}
