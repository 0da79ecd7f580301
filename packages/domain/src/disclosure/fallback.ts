import type { EventId, OrganisationId } from '@trm/kernel'
import type { Basis } from '../case/events.ts'
import type { CaseState } from '../case/state.ts'
import { eventDefinitions, type EventType } from '../definition/catalogue.ts'
import type { EventDefinition } from '../definition/event-definition.ts'
import { referencesIn } from '../definition/field.ts'
import type { SectionName } from '../vocabulary/lists.ts'
import type { UnaskedBasis } from './request.ts'

/** What an event of a type may go on without consent, and with which sections. */
export type FallbackRequest = {
  readonly type: EventType
  readonly facts: Readonly<Record<string, unknown>>
  readonly author: OrganisationId
  readonly recipient: OrganisationId
}

/**
 * The basis on which the event may go to a recipient whom no clause of consent covers; undefined where
 * its type has none, and for a notice where the two do not share what it is about.
 */
export function fallbackBasis(
  request: FallbackRequest,
  state: CaseState,
): UnaskedBasis | undefined {
  const definition: EventDefinition = eventDefinitions[request.type]
  switch (definition.fallback) {
    case 'consentOnly':
      return undefined
    case 'notice': {
      const about = candidates(request, definition, state).find((event) =>
        isShared(event, request, state),
      )
      return about === undefined ? undefined : { kind: 'notice', about }
    }
    case 'noPersonalData':
    case 'legalObligation':
    case 'publicInterest':
    case 'vitalInterests':
      return { kind: definition.fallback }
  }
}

/** Whether a basis other than a consent is one that the type has, and about something the two share. */
export function fallbackHolds(basis: Basis, request: FallbackRequest, state: CaseState): boolean {
  const definition: EventDefinition = eventDefinitions[request.type]
  if (basis.kind !== definition.fallback) return false
  if (basis.kind !== 'notice') return true
  const { about } = basis
  return (
    (definition.about === undefined || candidates(request, definition, state).includes(about)) &&
    isShared(about, request, state)
  )
}

/** The sections that go along without consent. */
export function sectionsUnasked(type: EventType): readonly SectionName[] {
  return eventDefinitions[type].carriesUnasked
}

/** What a notice may be about: the event that its facts name, or the latest that are held. */
function candidates(
  { facts }: FallbackRequest,
  { about, facts: shape }: EventDefinition,
  { known }: CaseState,
): readonly EventId[] {
  if (about === undefined) return (Object.keys(known) as EventId[]).reverse()
  const field = shape[about]
  if (field === undefined) return []
  return referencesIn({ [about]: field }, facts).map(({ event }) => event)
}

/** Whether one of them wrote it and gave it to the other, or it says of itself that it was given to both. */
function isShared(
  event: EventId,
  { author, recipient }: FallbackRequest,
  { known }: CaseState,
): boolean {
  const found = known[event]
  if (found === undefined) return false
  const given = [...found.to, ...(found.among ?? [])]
  return (
    (found.author === author && found.to.includes(recipient)) ||
    (found.author === recipient && found.to.includes(author)) ||
    (found.among !== undefined && given.includes(author) && given.includes(recipient))
  )
}
