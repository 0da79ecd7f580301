import { fail, ok } from '@trm/kernel'
import type { EventStore, ExpectedRevision, NewEvent } from '@trm/ports'
import type { EventStoreState } from '../event-store-state.ts'
import { storeMutant, type StoreMutant } from './mutant.ts'

type Events = Parameters<EventStore['append']>[1]

/** Broken promises about appending and repeating. */
export const appendMutants: readonly StoreMutant[] = [
  storeMutant(
    'ignores the expected revision',
    'refuses a revision that is past and one that is still to come',
    (store, state) => ({
      append: async (streamId, events, expected) => {
        const outcome = await store.append(streamId, events, expected)
        return outcome.ok ? outcome : store.append(streamId, events, revisionOf(state, streamId))
      },
    }),
  ),

  storeMutant(
    'lets writers race between the check and the append',
    'lets exactly one of several racing writers win',
    (store, state) => ({
      append: async (streamId, events, expected) => {
        if (events.some(({ id }) => state.ids.has(id)))
          return store.append(streamId, events, expected)
        const actual = revisionOf(state, streamId)
        if (actual !== expected) return fail({ kind: 'revision-conflict', actual })
        const copies = structuredClone<Events>(events)
        await Promise.resolve()
        return store.append(streamId, copies, revisionOf(state, streamId))
      },
    }),
  ),

  storeMutant(
    'reports the expectation as the actual revision',
    'refuses to continue a stream that is not there',
    (store) => ({
      append: async (streamId, events, expected) => {
        const outcome = await store.append(streamId, events, expected)
        if (outcome.ok || outcome.failure.kind !== 'revision-conflict') return outcome
        return fail({ kind: 'revision-conflict', actual: expected })
      },
    }),
  ),

  storeMutant(
    'answers with the first revision of the append',
    'numbers a new stream from 0 and answers with the last event',
    (store) => ({
      append: async (streamId, events, expected) => {
        const outcome = await store.append(streamId, events, expected)
        if (!outcome.ok) return outcome
        const { revision, position } = outcome.value
        return ok({ revision: revision - BigInt(events.length - 1), position })
      },
    }),
  ),

  storeMutant(
    'answers with the revision where the position belongs',
    'continues a stream at the expected revision',
    (store) => ({
      append: async (streamId, events, expected) => {
        const outcome = await store.append(streamId, events, expected)
        if (!outcome.ok) return outcome
        const { revision } = outcome.value
        return ok({ revision, position: revision })
      },
    }),
  ),

  storeMutant('appends event by event', 'refuses an id that another stream has', (store) => ({
    append: async (streamId, [first, ...rest], expected) => {
      let outcome = await store.append(streamId, [first], expected)
      for (const event of rest)
        if (outcome.ok) outcome = await store.append(streamId, [event], outcome.value.revision)
      return outcome
    },
  })),

  storeMutant(
    'keeps what a refused append brought',
    'leaves nothing of a refused append, so that its ids stay free',
    (store, state) => ({
      append: async (streamId, events, expected) => {
        const outcome = await store.append(streamId, events, expected)
        if (!outcome.ok && outcome.failure.kind === 'revision-conflict')
          await store.append(
            `${streamId}-refused`,
            events,
            revisionOf(state, `${streamId}-refused`),
          )
        return outcome
      },
    }),
  ),

  storeMutant(
    'answers a repeat with a conflict',
    'answers a repeated append as it did the first time',
    (store, state) => ({
      append: async (streamId, events, expected) =>
        events.every(({ id }) => state.ids.get(id)?.streamId === streamId)
          ? fail({ kind: 'revision-conflict', actual: revisionOf(state, streamId) })
          : store.append(streamId, events, expected),
    }),
  ),

  storeMutant(
    'answers a repeat with where the stream stands now',
    'answers a repeat also after others have appended',
    (store, state) => ({
      append: async (streamId, events, expected) => {
        const outcome = await store.append(streamId, events, expected)
        const last = state.streams.get(streamId)?.at(-1)
        if (!outcome.ok || last === undefined) return outcome
        return ok({ revision: last.revision, position: last.position })
      },
    }),
  ),

  storeMutant(
    'appends the part of a repeat that is new',
    'refuses an append that repeats only a part of another',
    (store, state) => ({
      append: async (streamId, events, expected) => {
        const outcome = await store.append(streamId, events, expected)
        const [first, ...rest] = events.filter(({ id }) => !state.ids.has(id))
        if (outcome.ok || first === undefined) return outcome
        return store.append(streamId, [first, ...rest], expected)
      },
    }),
  ),

  storeMutant(
    'takes a part for a repeat',
    'refuses an append that repeats only a part of another',
    (store, state) => ({
      append: async (streamId, events, expected) => {
        const first = state.ids.get(events[0].id)
        const start = expected === 'no-stream' ? 0n : expected + 1n
        return events.length === 1 && first?.streamId === streamId && first.revision === start
          ? ok({ revision: first.revision, position: first.position })
          : store.append(streamId, events, expected)
      },
    }),
  ),

  storeMutant(
    'takes a repeat with another expectation for the same',
    'refuses a repeat with another expectation',
    (store, state) => ({
      append: async (streamId, events, expected) => {
        const known = state.ids.get(events[0].id)
        return events.length === 1 && known?.streamId === streamId
          ? ok({ revision: known.revision, position: known.position })
          : store.append(streamId, events, expected)
      },
    }),
  ),

  storeMutant(
    'looks at ids in one stream only',
    'gives an id to one of two streams that race for it',
    (store, state) => ({
      append: async (streamId, events, expected) => {
        const elsewhere = events.filter(
          ({ id }) => (state.ids.get(id)?.streamId ?? streamId) !== streamId,
        )
        for (const { id } of elsewhere) state.ids.delete(id)
        return store.append(streamId, events, expected)
      },
    }),
  ),

  storeMutant(
    'names the last of the taken ids',
    'refuses an append that repeats only a part of another',
    (store, state) => ({
      append: async (streamId, events, expected) => {
        const outcome = await store.append(streamId, events, expected)
        if (outcome.ok || outcome.failure.kind !== 'duplicate-event-id') return outcome
        const taken = events.findLast(({ id }) => state.ids.has(id)) ?? events[0]
        return fail({ kind: 'duplicate-event-id', id: taken.id })
      },
    }),
  ),

  storeMutant(
    'records the data of a repeat',
    'decides a repeat by the ids and keeps what was recorded first',
    (store, state) => ({
      append: async (streamId, events, expected) => {
        const outcome = await store.append(streamId, events, expected)
        if (outcome.ok) for (const event of events) overwrite(state, event)
        return outcome
      },
    }),
  ),

  storeMutant(
    'reads what was handed in only after a while',
    'is not changed by what the caller does to what it handed in',
    (store) => ({
      append: async (streamId, events, expected) => {
        await Promise.resolve()
        return store.append(streamId, events, expected)
      },
    }),
  ),

  storeMutant(
    'takes any text for an id',
    'treats a malformed event as a bug and appends nothing',
    (store) => ({
      append: async (streamId, events, expected) => {
        const [first, ...rest] = events.map((event) => ({
          ...event,
          id: event.id.trim() || 'none',
        }))
        return store.append(streamId, first === undefined ? events : [first, ...rest], expected)
      },
    }),
  ),

  storeMutant(
    'folds the case of stream names',
    'keeps streams apart whose names look alike',
    (store) => ({
      append: (streamId: string, events: Events, expected: ExpectedRevision) =>
        store.append(streamId.toLowerCase(), events, expected),
      readStream: (streamId, options) => store.readStream(streamId.toLowerCase(), options),
    }),
  ),

  storeMutant('normalizes text', 'gives back any JSON as it was handed in', (store) => ({
    append: (streamId, [first, ...rest], expected) =>
      store.append(streamId, [normalized(first), ...rest.map(normalized)], expected),
  })),
]

function revisionOf(state: EventStoreState, streamId: string): ExpectedRevision {
  return state.streams.get(streamId)?.at(-1)?.revision ?? 'no-stream'
}

function overwrite(state: EventStoreState, { id, data }: NewEvent): void {
  const stored = state.ids.get(id)
  if (stored !== undefined) Reflect.set(stored, 'json', JSON.stringify(data))
}

function normalized(event: NewEvent): NewEvent {
  return { ...event, data: JSON.parse(JSON.stringify(event.data).normalize()) as NewEvent['data'] }
}
