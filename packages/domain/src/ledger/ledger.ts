import type { EventId, Instant, OrganisationId } from '@trm/kernel'
import type { CaseEvent, EventOf, EventType, FactsByType } from '../case/events.ts'
import type { SectionName } from '../vocabulary/lists.ts'
import type { ErasedHere, Holding, StandingHere } from './holding.ts'
import { passedOnOf, type PassedOn } from './passed-on.ts'
import { heldOf, tracedHoldings, type Traced } from './shared-holdings.ts'
import { standingOf, type Held } from './standing.ts'

/** Who holds what about a person, as far as one organisation can tell from the events that it holds. */
export type Ledger = {
  /** What others hold of this organisation's, and it of theirs; by holder, then in causal order. */
  readonly holdings: readonly Holding[]
  /** What others passed on of what this organisation wrote; in causal order. */
  readonly passedOn: readonly PassedOn[]
  /** What this organisation wrote itself. */
  readonly own: readonly OwnHolding[]
  /** Who was told of the case and was given no section by this organisation. */
  readonly toldOnly: readonly OrganisationId[]
  /** What this organisation recorded that it disclosed without consent. To whom is not recorded. */
  readonly withoutConsent: readonly DisclosedWithoutConsent[]
}

export type OwnHolding = {
  readonly section: SectionName
  readonly event: EventId
  readonly type: EventType
  readonly recordedAt: Instant
  readonly erased?: ErasedHere
}

export type DisclosedWithoutConsent = {
  readonly event: EventId
  readonly recordedAt: Instant
} & Pick<
  FactsByType['DisclosureWithoutConsentProposed'],
  'to' | 'basis' | 'citation' | 'sections' | 'until'
>

/**
 * The ledger of a case: who holds which section of which event, on which basis, until when, and what has
 * become of it. It is derived from events alone and holds no value.
 *
 * @param events what the organisation holds, in the order in which it recorded them: what it erases by itself
 * is what it held until then. Nothing else depends on the order.
 * @param self whose log they are from.
 */
export function ledgerOf(events: readonly CaseEvent[], self: OrganisationId, now: Instant): Ledger {
  const held = heldOf(events)
  const traced = counterpartsOf(events, self).flatMap((other) =>
    tracedHoldings(events, [self, other], now),
  )
  const holdings = traced.map(({ holding, given }) => {
    const here = standingHere({ holding, given }, { events, held, self, now })
    return { ...holding, ...(here !== undefined && { here }) }
  })
  const holders = new Set(holdings.map(({ holder }) => holder))
  return {
    holdings: holdings.toSorted((left, right) => compare(left.holder, right.holder)),
    passedOn: passedOnOf(held, self, now),
    own: events.flatMap((event) => (event.author === self ? ownHoldings(event, events) : [])),
    toldOnly: recipientsOf(events, self).filter((each) => !holders.has(each)),
    withoutConsent: events.flatMap((event) =>
      event.type === 'DisclosureWithoutConsentMade' && event.author === self
        ? withoutConsent(event, events)
        : [],
    ),
  }
}

/** Everybody with whom something was exchanged, each once, ordered by id. */
function counterpartsOf(
  events: readonly CaseEvent[],
  self: OrganisationId,
): readonly OrganisationId[] {
  const authors = events.map(({ author }) => author).filter((author) => author !== self)
  return [...new Set([...authors, ...recipientsOf(events, self)])].toSorted(compare)
}

function recipientsOf(
  events: readonly CaseEvent[],
  self: OrganisationId,
): readonly OrganisationId[] {
  const own = events.filter(({ author }) => author === self)
  return [...new Set(own.flatMap(({ grants }) => grants.map(({ to }) => to)))].toSorted(compare)
}

/** What this log alone says of a holding. */
function standingHere(
  { holding, given }: Traced,
  log: {
    readonly events: readonly CaseEvent[]
    readonly held: Held
    readonly self: OrganisationId
    readonly now: Instant
  },
): StandingHere | undefined {
  const { events, held, self, now } = log
  const { holder, event: id, section, standing } = holding
  if (holder === self) {
    const copy = events.find((event) => event.id === id)
    if (copy?.sections.some(({ name }) => name === section) !== true) return { kind: 'notReceived' }
    const erased = erasedHere(copy, section, { events, self })
    if (erased !== undefined) return standing.kind === 'erased' ? undefined : erased
  }
  if (standing.kind !== 'covered') return undefined
  const beyond = standingOf(given, held, now)
  return beyond.kind === 'uncovered' || beyond.kind === 'unknown' ? beyond : undefined
}

/** The first erasure of the section that this organisation recorded after it held the event. */
function erasedHere(
  held: CaseEvent,
  section: SectionName,
  { events, self }: { readonly events: readonly CaseEvent[]; readonly self: OrganisationId },
): ErasedHere | undefined {
  const since = events.slice(events.indexOf(held) + 1)
  const erasure = since.find(
    (event): event is EventOf<'PersonalDataErased'> =>
      event.type === 'PersonalDataErased' &&
      event.author === self &&
      event.facts.sections.includes(section),
  )
  if (erasure === undefined) return undefined
  const { id: under, recordedAt: at, facts } = erasure
  return { kind: 'erasedHere', under, at, authority: facts.authority }
}

function ownHoldings(event: CaseEvent, events: readonly CaseEvent[]): readonly OwnHolding[] {
  const { id, type, recordedAt } = event
  return event.sections.map(({ name }) => {
    const erased = erasedHere(event, name, { events, self: event.author })
    const own = { section: name, event: id, type, recordedAt }
    return erased === undefined ? own : { ...own, erased }
  })
}

/** What one person proposed and another confirmed; without its proposal nothing is known of it. */
function withoutConsent(
  { id, recordedAt, author, facts: { proposal } }: EventOf<'DisclosureWithoutConsentMade'>,
  events: readonly CaseEvent[],
): readonly DisclosedWithoutConsent[] {
  const proposed = events.find((event) => event.id === proposal && event.author === author)
  if (proposed?.type !== 'DisclosureWithoutConsentProposed') return []
  const { to, basis, citation, sections, until } = proposed.facts
  return [{ event: id, recordedAt, to, basis, citation, sections, until }]
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}
