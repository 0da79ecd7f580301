import type { StoredSection } from '@trm/contracts'
import {
  isHolder,
  isUnderHold,
  type EventOf,
  type FactsByType,
  type NarrowingState,
  type SectionName,
} from '@trm/domain'
import type { EventId, Instant, OrganisationId } from '@trm/kernel'
import type { LoadedCase } from './loaded-case.ts'
import type { EventPlace } from './event-place.ts'
import { heldUnder, type HeldSection } from './held-under.ts'
import { isErasureOf } from './key-scope.ts'
import type { LoggedEvent } from './record.ts'

/** What the log of an organisation says about why a section cannot be read there any more. */
export type Erasure =
  /** It was erased by decision here, and this is the record. */
  | (EventPlace & {
      readonly kind: 'recorded'
      readonly authority: FactsByType['PersonalDataErased']['authority']
    })
  /** It was taken back from this organisation, and this is its answer. */
  | (EventPlace & { readonly kind: 'answered'; readonly asked: EventPlace })
  /** It was taken back, and its key is destroyed: the answer is not recorded yet. */
  | { readonly kind: 'unrecorded'; readonly asked: EventPlace }

/** Finds what erasures a log has on record. It asks nothing of the vault. */
export type ErasureFinder = {
  /** Why the key of a section is gone; undefined where nothing in the log says so: then it is a fault. */
  whyGone(section: StoredSection): Erasure | undefined
  /** Whether it is on record that this very section was erased. */
  isRecorded(entry: LoggedEvent, section: SectionName): boolean
}

/** Something that was taken back from this organisation, what it held of it, and its answer `erased`. */
type Taken = {
  readonly id: EventId
  readonly held: readonly HeldSection[]
  readonly answer?: LoggedEvent
}

export function findErasures(
  loaded: LoadedCase,
  parts: {
    readonly self: OrganisationId
    readonly now: Instant
    readonly placeOf: (event: EventId) => EventPlace
  },
): ErasureFinder {
  const { entries, state } = loaded
  const { self, now, placeOf } = parts
  const taken = entries.flatMap(({ event: { id } }) => {
    const narrowing = state.narrowings[id]
    const isAsked = narrowing !== undefined && isHolder(state, narrowing, self)
    return isAsked ? [takenBack(id, narrowing, loaded, self)] : []
  })

  function recordsOf(entry: LoggedEvent, section: SectionName): readonly LoggedEvent[] {
    // What is erased by a record is what lay in the log before it, whatever the clocks said.
    return entries.filter((each) => each.revision > entry.revision && isErasureOf(each, section))
  }

  function takenWith(entry: LoggedEvent, section: SectionName): readonly Taken[] {
    return taken.filter(({ held }) =>
      held.some((each) => each.entry === entry && each.section === section),
    )
  }

  function onRecord(entry: LoggedEvent, section: SectionName): readonly Recorded[] {
    const answered = takenWith(entry, section).flatMap(({ id, answer }) =>
      answer === undefined
        ? []
        : [{ kind: 'answered' as const, ...placeOf(answer.event.id), asked: placeOf(id) }],
    )
    const recorded = recordsOf(entry, section).map(({ event }) => {
      const { authority } = (event as EventOf<'PersonalDataErased'>).facts
      return { kind: 'recorded' as const, ...placeOf(event.id), authority }
    })
    return [...answered, ...recorded]
  }

  /** Where an answer is owed: what a hold keeps is not to be destroyed, and its key is not gone for that. */
  function owed(entry: LoggedEvent, section: SectionName): readonly Erasure[] {
    if (isUnderHold(state, [section], { self, now })) return []
    return takenWith(entry, section)
      .filter(({ answer }) => answer === undefined)
      .map(({ id }) => ({ kind: 'unrecorded', asked: placeOf(id) }))
  }

  return {
    whyGone({ name, keyId }) {
      // Whatever lies under one key is erased with it: what was passed on, with its original.
      const alike = entries.filter(({ stored }) =>
        stored.sections.some((each) => each.name === name && each.keyId === keyId),
      )
      const recorded = alike.flatMap((entry) => onRecord(entry, name))
      const [first] = recorded.toSorted((left, right) => left.number - right.number)
      return first ?? alike.flatMap((entry) => owed(entry, name))[0]
    },
    isRecorded: (entry, section) =>
      recordsOf(entry, section).length > 0 ||
      takenWith(entry, section).some(
        ({ answer }) => answer !== undefined && answer.revision > entry.revision,
      ),
  }
}

type Recorded = Exclude<Erasure, { readonly kind: 'unrecorded' }>

function takenBack(
  id: EventId,
  narrowing: NarrowingState,
  loaded: LoadedCase,
  self: OrganisationId,
): Taken {
  const answer = loaded.entries.find(
    ({ event, stored }) =>
      event.type === 'HoldersAnswered' &&
      stored.origin.kind === 'own' &&
      event.facts.narrowing === id &&
      event.facts.answer === 'erased',
  )
  const held = heldUnder(narrowing, loaded, self)
  return answer === undefined ? { id, held } : { id, held, answer }
}
