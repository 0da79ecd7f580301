import type { OrganisationId } from '@trm/kernel'
import { eventDefinitions } from '../definition/catalogue.ts'
import type { EventDefinition } from '../definition/event-definition.ts'
import { referencesIn } from '../definition/field.ts'
import { withOnwardGrants } from '../sharing/evolve.ts'
import type { SectionName } from '../vocabulary/lists.ts'
import type { CaseEvent } from './events.ts'
import { evolvers } from './evolvers.ts'
import { advanced, causalFrontOf, comesLast, inCausalOrder, type CausalFront } from './order.ts'
import { emptyCase, type CaseState, type KnownEvent, type SectionReference } from './state.ts'

/** The state of a case: the fold of the events that are held, in causal order. */
export function foldCase(events: readonly CaseEvent[]): CaseState {
  return inCausalOrder(events).reduce(evolve, emptyCase)
}

/** The fold of a case's events, and what it takes to go on from it. */
export type CaseFold = { readonly state: CaseState; readonly front: CausalFront }

/** {@link foldCase}, to go on from. */
export function foldAll(events: readonly CaseEvent[]): CaseFold {
  return { state: foldCase(events), front: causalFrontOf(events) }
}

/**
 * The fold of more events, one step for each.
 *
 * @returns undefined where one of them does not come last in causal order: all are to be folded anew.
 */
export function foldFurther(before: CaseFold, more: readonly CaseEvent[]): CaseFold | undefined {
  let { state, front } = before
  for (const event of more) {
    if (!comesLast(front, event)) return undefined
    const { known } = state
    front = advanced(front, event, (id) => known[id] !== undefined)
    state = evolve(state, event)
  }
  return { state, front }
}

/**
 * One event later. What is recorded has happened, so nothing is refused here: an event about something
 * of another kind than it says, or from one who had no say, is held and changes nothing else.
 */
export function evolve(state: CaseState, event: CaseEvent): CaseState {
  const held = withOnwardGrants(withSections(withKnown(state, event), event), event)
  if (!pointsWhereItMay(state, event)) return held
  // The evolver was chosen by the type of the event, which the compiler cannot follow.
  const evolver = evolvers[event.type] as (state: CaseState, event: CaseEvent) => CaseState
  return evolver(held, event)
}

function withKnown(state: CaseState, event: CaseEvent): CaseState {
  const { id, type, author, recordedAt, grants } = event
  const known = { type, author, recordedAt, to: grants.map(({ to }) => to), ...namedIn(event) }
  return { ...state, known: { ...state.known, [id]: known } }
}

/** The organisations that the event itself names as those to whom it was given. */
function namedIn({ type, facts }: CaseEvent): Pick<KnownEvent, 'among'> {
  const { sharedAmong }: EventDefinition = eventDefinitions[type]
  if (sharedAmong === undefined) return {}
  const named = (facts as Readonly<Record<string, unknown>>)[sharedAmong]
  return { among: named as readonly OrganisationId[] }
}

/** A reference to an event that is not held may be right; one to an event of another type is not. */
function pointsWhereItMay({ known }: CaseState, { type, facts }: CaseEvent): boolean {
  return referencesIn(eventDefinitions[type].facts, facts).every(({ event, to }) => {
    const found = known[event]
    return found === undefined || to.length === 0 || to.includes(found.type)
  })
}

function withSections(state: CaseState, event: CaseEvent): CaseState {
  if (event.sections.length === 0) return state
  const sections: Partial<Record<SectionName, readonly SectionReference[]>> = { ...state.sections }
  // What is passed on goes on being what its author wrote.
  const author = event.type === 'EventShared' ? event.facts.writtenBy : event.author
  for (const { name, digest } of event.sections) {
    const held = sections[name] ?? []
    const to = event.grants
      .filter((grant) => grant.sections.includes(name))
      .map((grant) => grant.to)
    sections[name] = [...held, { event: event.id, author, digest, to }]
  }
  return { ...state, sections }
}
