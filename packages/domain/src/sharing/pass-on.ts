import type { EventId, Instant, OrganisationId } from '@trm/kernel'
import { draft } from '../case/draft.ts'
import type { DraftOf } from '../case/events.ts'
import type { CaseState, KnownEvent } from '../case/state.ts'
import type { Purpose, SectionName } from '../vocabulary/lists.ts'
import type { OnwardGrant } from './state.ts'

/** What is passed on, to whom and for how long she consents to that. */
export type PassingOn = {
  readonly event: EventId
  readonly to: OrganisationId
  readonly sections: readonly SectionName[]
  readonly purpose: Purpose
  readonly until: Instant
}

/**
 * The event by which something that is held is passed on: to whoever is to read it, and as the bare news to
 * whoever wrote it. Never for longer than it was given. Of a correction it says that it is one.
 *
 * @param held the event as it is held, and as what it was given to whoever passes it on.
 */
export function passOn(
  { corrections }: CaseState,
  { event, to, sections, purpose, until }: PassingOn,
  held: { readonly original: KnownEvent; readonly given: OnwardGrant },
  now: Instant,
): DraftOf<'EventShared'> {
  const { original, given } = held
  const correction = corrections[event]
  const { author: writtenBy, recordedAt: issuedAt } = original
  return draft('EventShared', {
    occurredAt: now,
    facts: {
      event,
      writtenBy,
      to,
      sections,
      purpose,
      until: until < given.until ? until : given.until,
      putsRight: correction === undefined ? [] : [{ corrects: correction.corrects, issuedAt }],
      among: correction === undefined ? [] : [writtenBy, to],
    },
    recipients: [
      { to: writtenBy, purpose, needs: [] },
      { to, purpose, needs: sections },
    ],
  })
}
