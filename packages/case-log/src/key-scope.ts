import type { StoredEvent } from '@trm/contracts'
import type { CaseEvent, SectionName } from '@trm/domain'
import type { OrganisationId } from '@trm/kernel'

/** An event and how it came into the log. */
type Recorded = { readonly event: CaseEvent; readonly stored: Pick<StoredEvent, 'origin'> }

/**
 * What one key covers: the values of a section that one organisation wrote and that came under one clause,
 * since the section was last erased here. So the end of a consent erases what came under it and nothing
 * that another still covers, and an erasure that is completed late takes nothing that was recorded after it.
 *
 * What one passes on oneself has the key of the original: whatever erases the one erases the other. What was
 * passed on to one has a key of its own, and nothing else that its sender wrote goes with it.
 *
 * It follows from the log alone: from the event, and from what is recorded before it.
 */
export function keyScope(
  event: CaseEvent,
  origin: StoredEvent['origin'],
  section: SectionName,
  before: readonly Recorded[],
): string {
  const original = originalOf(event, origin, before)
  if (original !== undefined) {
    const earlier = before.slice(0, before.indexOf(original))
    return keyScope(original.event, original.stored.origin, section, earlier)
  }
  return `${authorScope(event, section)}${basisOf(event, origin)}${passedOn(event)}${since(section, before)}`
}

/** What the key covers under which this organisation records, next, what it writes itself. */
export function ownScope(
  self: OrganisationId,
  section: SectionName,
  before: readonly Recorded[],
): string {
  return `${authorScope({ author: self }, section)}${since(section, before)}`
}

function since(section: SectionName, before: readonly Recorded[]): string {
  const erased = before.findLast((entry) => isErasureOf(entry, section))
  return erased === undefined ? '' : ` since ${erased.event.id}`
}

/** What one key covered before keys were kept by clause. Values of that time still open with it. */
export function authorScope({ author }: Pick<CaseEvent, 'author'>, section: SectionName): string {
  return `${section} by ${author}`
}

/** Whether this organisation recorded that it erased the section. */
export function isErasureOf({ event, stored }: Recorded, section: SectionName): boolean {
  return (
    event.type === 'PersonalDataErased' &&
    stored.origin.kind === 'own' &&
    event.facts.sections.includes(section)
  )
}

/** What this organisation was given and passes on with an event of its own. */
function originalOf(
  event: CaseEvent,
  origin: StoredEvent['origin'],
  before: readonly Recorded[],
): Recorded | undefined {
  if (event.type !== 'EventShared' || origin.kind !== 'own') return undefined
  return before.find((entry) => entry.event.id === event.facts.event)
}

function passedOn(event: CaseEvent): string {
  return event.type === 'EventShared' ? ` passed on with ${event.id}` : ''
}

/** What one wrote oneself stands on nothing; what was received, on the basis of the own grant. */
function basisOf({ grants }: CaseEvent, origin: StoredEvent['origin']): string {
  const [grant] = grants
  if (origin.kind === 'own' || grant === undefined) return ''
  const { basis } = grant
  return basis.kind === 'consent'
    ? ` under ${basis.clause} of ${basis.consent}`
    : ` under ${basis.kind}`
}
