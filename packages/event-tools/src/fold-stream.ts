import type { Json } from '@trm/kernel'
import type { EventStore, ExpectedRevision, RecordedEvent } from '@trm/ports'
import type { Snapshot, Snapshots } from './snapshots.ts'

/** How a stream becomes a state. */
export type Fold<State extends Json> = {
  /** Together with the version it says which code made a snapshot. */
  readonly name: string
  /** A change of `initial` or `evolve` is a new version: snapshots of another are not looked at. */
  readonly version: number
  readonly initial: State
  /** Depends on its arguments alone, and changes neither of them. */
  evolve(state: State, event: RecordedEvent): State
}

export type Folded<State extends Json> = {
  readonly state: State
  /** Where the stream stands: what to expect when appending on the grounds of this state. */
  readonly revision: ExpectedRevision
}

export type FoldOptions = {
  /** None by default: every fold is a full replay. */
  readonly snapshots?: Snapshots
  /** After how many events of replay a snapshot is worth keeping; 100 by default. */
  readonly snapshotAfter?: number
}

/** What a replay came to, and how much of it there was. */
type Replay<State extends Json> = Folded<State> & {
  readonly lastId: string
  readonly events: number
}

const SNAPSHOT_AFTER = 100

/**
 * Folds a stream, from a snapshot where there is a fitting one. The answer is that of a full replay.
 *
 * A snapshot fits when it was made by this version of the fold and its event is still what the stream
 * has at its revision: then everything before it is the same, since a history is only added to. A
 * stream whose events grow too old is always replayed.
 *
 * @throws {StoreUnavailableError}
 */
export async function foldStream<State extends Json>(
  store: EventStore,
  streamId: string,
  fold: Fold<State>,
  { snapshots, snapshotAfter = SNAPSHOT_AFTER }: FoldOptions = {},
): Promise<Folded<State>> {
  if (snapshots === undefined) return folded(await replayAll(store, streamId, fold))
  const { maxAgeMs } = await store.readMetadata(streamId)
  if (maxAgeMs !== undefined) return folded(await replayAll(store, streamId, fold))

  const key = `${fold.name} ${fold.version} ${streamId}`
  const snapshot = snapshots.find(key)
  const resumed = snapshot && (await replayAfter(store, streamId, fold, snapshot))
  const replay = resumed ?? (await replayAll(store, streamId, fold))
  const { state, revision, lastId, events } = replay
  if (revision !== 'no-stream' && events >= snapshotAfter)
    snapshots.keep(key, { state: JSON.stringify(state), revision, eventId: lastId })
  return folded(replay)
}

async function replayAll<State extends Json>(
  store: EventStore,
  streamId: string,
  { initial, evolve }: Fold<State>,
): Promise<Replay<State>> {
  let replay: Replay<State> = { state: initial, revision: 'no-stream', lastId: '', events: 0 }
  for await (const event of store.readStream(streamId)) replay = step(replay, event, evolve)
  return replay
}

/** Undefined when the snapshot is not of this history. */
async function replayAfter<State extends Json>(
  store: EventStore,
  streamId: string,
  { evolve }: Fold<State>,
  { state, revision, eventId }: Snapshot,
): Promise<Replay<State> | undefined> {
  let replay: Replay<State> | undefined
  for await (const event of store.readStream(streamId, { from: revision })) {
    if (replay !== undefined) replay = step(replay, event, evolve)
    else if (event.id !== eventId || event.revision !== revision) return undefined
    else replay = { state: JSON.parse(state) as State, revision, lastId: eventId, events: 0 }
  }
  return replay
}

function step<State extends Json>(
  { state, events }: Replay<State>,
  event: RecordedEvent,
  evolve: Fold<State>['evolve'],
): Replay<State> {
  return {
    state: evolve(state, event),
    revision: event.revision,
    lastId: event.id,
    events: events + 1,
  }
}

function folded<State extends Json>({ state, revision }: Replay<State>): Folded<State> {
  return { state, revision }
}
