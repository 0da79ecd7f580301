import { invariant, type OrganisationId } from '@trm/kernel'
import type { CaseEvent, EventDraft, Grant } from '../case/events.ts'
import type { CaseState } from '../case/state.ts'
import type { PlannedDisclosure } from '../disclosure/minimise.ts'
import { reviewGrant } from '../disclosure/review-grant.ts'
import { at, theCase } from './world.ts'

/** The event that its author records, with the place of each grant in the chain to its recipient. */
export function eventOf(
  draft: EventDraft,
  plan: readonly PlannedDisclosure[],
  author: OrganisationId,
  now: number,
  log: readonly CaseEvent[],
  id: CaseEvent['id'],
): CaseEvent {
  const grants = plan.map(({ grant }): Grant => {
    const sent = log.filter(
      (event) => event.author === author && event.grants.some(({ to }) => to === grant.to),
    )
    const last = sent.at(-1)
    return { ...grant, seq: sent.length + 1, ...(last !== undefined && { prev: last.id }) }
  })
  const sections = Object.keys(draft.sections).map((name) => ({ name, digest: `${name} of ${id}` }))
  const { type, facts, clauses, occurredAt } = draft
  const known = { id, type, facts, clauses, occurredAt, author, grants, sections }
  return { ...known, case: theCase, recordedAt: at(now) } as CaseEvent
}

/** What travels: the own grant, the clauses that concern the reader, the sections that still may go. */
export function copyFor(reader: OrganisationId, event: CaseEvent, state: CaseState): CaseEvent {
  const grant = event.grants.find(({ to }) => to === reader)
  invariant(grant !== undefined, 'random-history: a delivery stands on a grant')
  const mayGo = (section: Grant['sections'][number]) =>
    reviewGrant(
      { event, grant: { ...grant, sections: [section] }, at: event.recordedAt },
      state,
    ) === undefined
  return {
    ...event,
    grants: [grant],
    clauses: event.clauses.filter(
      ({ discloser, recipient }) => discloser === reader || recipient === reader,
    ),
    sections: event.sections.filter(({ name }) => grant.sections.includes(name) && mayGo(name)),
  }
}
