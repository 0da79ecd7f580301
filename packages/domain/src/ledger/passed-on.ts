import type { EventId, Instant, OrganisationId } from '@trm/kernel'
import type { CaseEvent, EventOf } from '../case/events.ts'
import type { DenialRule } from '../disclosure/may-disclose.ts'
import { givenOnwardTo, whyNoLongerGiven } from '../sharing/given.ts'
import type { Purpose, SectionName } from '../vocabulary/lists.ts'
import type { Standing, UncoveredReason } from './holding.ts'
import { standingTakenBack, type Given, type Held } from './standing.ts'

/**
 * One section of an event of this organisation's that somebody else passed on. On which consent stays between
 * the two: whoever wrote it is told to whom, what, what for and until when.
 */
export type PassedOn = {
  readonly holder: OrganisationId
  readonly section: SectionName
  /** With which it was passed on. */
  readonly event: EventId
  /** Of which event of this organisation's it is. */
  readonly of: EventId
  readonly recordedAt: Instant
  /** Who passed it on. */
  readonly by: OrganisationId
  readonly purpose: Purpose
  readonly until: Instant
  readonly standing: Standing
}

/** What others passed on of what this organisation wrote, as they told it. */
export function passedOnOf(held: Held, self: OrganisationId, now: Instant): readonly PassedOn[] {
  return held.events.flatMap((event) =>
    event.type === 'EventShared' &&
    event.facts.writtenBy === self &&
    held.state.shares[event.id] !== undefined
      ? event.facts.sections.map((section) => passedOn(event, section, { held, now }))
      : [],
  )
}

function passedOn(
  event: EventOf<'EventShared'>,
  section: SectionName,
  { held, now }: { readonly held: Held; readonly now: Instant },
): PassedOn {
  const { id, author: by, recordedAt, facts } = event
  const { to: holder, event: of, purpose, until } = facts
  const given = { event: event as CaseEvent, section, grant: toHolder(event) }
  const standing = standingTakenBack(given, held) ?? standingLeft({ event, section }, held, now)
  return { holder, section, event: id, of, recordedAt, by, purpose, until, standing }
}

/** The grant to the holder is not in the copy of the author; what it says for the author is in the facts. */
function toHolder({ facts }: EventOf<'EventShared'>): Given['grant'] {
  const { to, sections, purpose, until, event: about } = facts
  return { to, sections, purpose, until, basis: { kind: 'notice', about }, onward: false, seq: 0 }
}

/**
 * What of it was not taken back by whoever passed it on. What she took back here is covered there no more,
 * though the news may still be on its way, or whoever passed it on is away: then its answer is awaited.
 */
function standingLeft(
  { event, section }: { readonly event: EventOf<'EventShared'>; readonly section: SectionName },
  { state }: Held,
  at: Instant,
): Standing {
  const { event: original, purpose, until } = event.facts
  const given = givenOnwardTo(state, original, event.author)
  const rule = given && whyNoLongerGiven(state, given, { section, purpose, at })
  if (rule !== undefined) return { kind: 'uncovered', because: becauseOf(rule), answer: 'awaited' }
  return until <= at
    ? { kind: 'uncovered', because: 'ended', answer: 'notAsked' }
    : { kind: 'covered' }
}

/** Every other rule was true already when it was given. */
const reasons: Readonly<Partial<Record<DenialRule, UncoveredReason>>> = {
  'section-narrowed': 'narrowed',
  'consent-withdrawn': 'withdrawn',
  'consent-suspended': 'suspended',
  'outside-window': 'ended',
}

function becauseOf(rule: DenialRule): UncoveredReason {
  return reasons[rule] ?? 'neverCovered'
}
