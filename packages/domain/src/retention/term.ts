import type { Instant } from '@trm/kernel'
import { hasCustody } from '../case/custody.ts'
import { commandDefinitions, type CommandType, type EventType } from '../definition/catalogue.ts'
import type { PolicyPack, RetentionTerm } from '../policy/policy-pack.ts'
import type { SectionName } from '../vocabulary/lists.ts'
import type { HeldCase, HeldEvent } from './held.ts'
import { plusMonths } from './months.ts'

/** The term of the schedule under which something ends. */
export type RetentionRule = RetentionTerm & {
  /** What an organisation wrote itself, or what others disclosed to it. */
  readonly of: 'own' | 'received'
}

/** When a value is not to be kept any longer, and by which rule. */
export type End = { readonly at: Instant; readonly rule: RetentionRule }

/** What is done about the data and not about the person: with it, no term begins anew. */
const aboutData: ReadonlySet<EventType> = new Set<EventType>([
  'PersonalDataErased',
  'LegalHoldPlaced',
  'LegalHoldLifted',
])

/** What somebody decided to record, as against what agents record by themselves. */
const recordedByPeople: ReadonlySet<string> = new Set(
  (Object.keys(commandDefinitions) as CommandType[])
    .filter((type) => commandDefinitions[type].givenBy === 'caseworker')
    .flatMap((type): readonly string[] => commandDefinitions[type].emits),
)

/**
 * When a value of a section ends by the schedules; undefined while its anchor has not come. Never before it
 * has been here for the whole term: what comes late, or after the closing, is not gone as it comes.
 */
export function endOf(
  { event, heldSince }: HeldEvent,
  section: SectionName,
  kept: HeldCase,
  schedules: PolicyPack['retention'],
): End | undefined {
  const of = event.author === kept.self ? 'own' : 'received'
  const { otherwise, sections } = schedules[of]
  const { months, after } = sections.find((term) => term.section === section) ?? otherwise
  const grant = event.grants.find(({ to }) => to === kept.self)
  const ended =
    after === 'grantEnd'
      ? { from: grant?.until ?? heldSince }
      : after === 'caseClosed'
        ? closingOf(kept, section)
        : lastEventOf(kept, section)
  if (ended === undefined) return undefined
  const { from, notBefore = from } = ended
  const at = laterOf(plusMonths(laterOf(from, heldSince), months), notBefore)
  return { at, rule: { of, months, after } }
}

type Anchor = {
  /** The months count from here. */
  readonly from: Instant
  /** However many they are, it does not end before. */
  readonly notBefore?: Instant
}

/** Who can close the case decides when it is over; whoever cannot takes the last that it hears of it. */
function closingOf(kept: HeldCase, section: SectionName): Anchor | undefined {
  const { state, self } = kept
  const closedAt = closingTime(kept)
  if (closedAt !== undefined) return { from: closedAt }
  const canClose = state.opened?.by === self || hasCustody(state, self)
  return canClose ? undefined : lastEventOf(kept, section)
}

/** Silence ends nothing in an open case while a consent stands that covers the section. */
function lastEventOf(kept: HeldCase, section: SectionName): Anchor | undefined {
  const last =
    latestOf(kept.held.filter(({ event: { type } }) => isOfPeople(type))) ?? latestOf(kept.held)
  if (last === undefined) return undefined
  const isClosed = closingTime(kept) !== undefined
  return { from: last, notBefore: (isClosed ? undefined : coveredUntil(kept, section)) ?? last }
}

function isOfPeople(type: EventType): boolean {
  return recordedByPeople.has(type) && !aboutData.has(type)
}

function latestOf(held: readonly HeldEvent[]): Instant | undefined {
  return held
    .map(({ heldSince }) => heldSince)
    .toSorted()
    .at(-1)
}

function closingTime({ state: { closed, known }, self }: HeldCase): Instant | undefined {
  return closed?.by === self ? known[closed.event]?.recordedAt : undefined
}

/** Until when a clause of a standing consent lets this organisation disclose or read the section. */
function coveredUntil({ state, self }: HeldCase, section: SectionName): Instant | undefined {
  return Object.values(state.consents)
    .flatMap(({ clauses }) => clauses)
    .filter(
      ({ discloser, recipient, sections, removed, standing }) =>
        (discloser === self || recipient === self) &&
        standing === undefined &&
        sections.includes(section) &&
        !removed.includes(section),
    )
    .map(({ until }) => until)
    .toSorted()
    .at(-1)
}

function laterOf(one: Instant, other: Instant): Instant {
  return one > other ? one : other
}
