import streams from '@eventstore/db-client/generated/streams_pb.js'
import type { handleServerStreamingCall, ServerWritableStream } from '@grpc/grpc-js'
import { once } from 'node:events'
import { TOMBSTONE_REVISION, type EventLog, type LogRecord } from './event-log.ts'
import { filterOf, type RecordFilter } from './filter.ts'
import type { Gate } from './gate.ts'
import {
  caughtUp,
  checkpointReached,
  confirmed,
  eventReceived,
  nameOf,
  streamNotFound,
} from './messages.ts'
import { invalidArgument, invalidPosition, streamDeleted, type Refusal } from './status.ts'
import { stateOf } from './stream-rules.ts'
import { isVisible, visibilityOf } from './visibility.ts'

/** How many records are looked at in one go. */
const PAGE = 32
const BEYOND_EVERYTHING = TOMBSTONE_REVISION

type ReadCall = ServerWritableStream<streams.ReadReq, streams.ReadResp>

/** Reads a stream or all of them, once or as a subscription that never ends by itself. */
export function readCall(
  log: EventLog,
  gate: Gate,
): handleServerStreamingCall<streams.ReadReq, streams.ReadResp> {
  return (call) => {
    const options = call.request.getOptions() ?? new streams.ReadReq.Options()
    const stream = options.getStream()
    const streamId = stream === undefined ? '$all' : nameOf(stream.getStreamIdentifier())
    const refused = gate.check(call.metadata, { method: 'read', streamId })
    if (refused === 'silence') return
    if (refused !== undefined) {
      refuse(call, refused)
      return
    }
    void serve(log, call, options, streamId).catch((error: unknown) => {
      refuse(call, isRefusal(error) ? error : invalidArgument('The server has a bug.'))
    })
  }
}

async function serve(
  log: EventLog,
  call: ReadCall,
  options: streams.ReadReq.Options,
  streamId: string,
): Promise<void> {
  const all = options.getAll()
  if (options.hasSubscription()) {
    if (all === undefined) throw invalidArgument('Subscriptions to one stream are not served here.')
    await subscribe(log, call, all, filterOf(options.getFilter()))
    return
  }
  const limit = Number(options.getCount())
  const isBackwards = options.getReadDirection() === streams.ReadReq.Options.ReadDirection.BACKWARDS
  if (all === undefined) await readStream(log, call, options, streamId, { limit, isBackwards })
  else await readAll(log, call, all, filterOf(options.getFilter()), { limit, isBackwards })
  call.end()
}

type Extent = { readonly limit: number; readonly isBackwards: boolean }

async function readStream(
  log: EventLog,
  call: ReadCall,
  options: streams.ReadReq.Options,
  streamId: string,
  { limit, isBackwards }: Extent,
): Promise<void> {
  const { last, isTombstoned, isSoftDeleted } = stateOf(log, streamId)
  if (isTombstoned) throw streamDeleted(streamId)
  if (last === undefined || isSoftDeleted) {
    call.write(streamNotFound(streamId))
    return
  }
  const visibility = visibilityOf(log, streamId)
  const place = options.getStream()
  let from = place?.hasRevision() === true ? BigInt(place.getRevision()) : undefined
  from ??= place?.hasEnd() === true ? last : 0n
  let left = limit
  for (;;) {
    const page = log.readStream(streamId, { from, limit: PAGE }, isBackwards)
    for (const record of page) {
      if (left === 0 || call.cancelled) return
      if (!isVisible(record, visibility)) continue
      await send(call, eventReceived(record))
      left--
    }
    const end = page.at(-1)
    if (end === undefined) return
    from = end.revision + (isBackwards ? -1n : 1n)
  }
}

async function readAll(
  log: EventLog,
  call: ReadCall,
  place: streams.ReadReq.Options.AllOptions,
  filter: RecordFilter,
  { limit, isBackwards }: Extent,
): Promise<void> {
  let from = positionOf(log, place) ?? (isBackwards ? BEYOND_EVERYTHING : 0n)
  let left = limit
  for (;;) {
    const page = log.readAll({ from, limit: PAGE }, isBackwards)
    for (const record of page) {
      if (left === 0 || call.cancelled) return
      if (!filter.matches(record)) continue
      await send(call, eventReceived(record))
      left--
    }
    const end = page.at(-1)
    if (end === undefined) return
    from = end.position + (isBackwards ? -1n : 1n)
  }
}

/** What comes after a position: history, then what is added, with checkpoints for what the filter hides. */
async function subscribe(
  log: EventLog,
  call: ReadCall,
  place: streams.ReadReq.Options.AllOptions,
  filter: RecordFilter,
): Promise<void> {
  await send(call, confirmed())
  let seen = place.hasEnd() ? endOf(log) : (positionOf(log, place) ?? -1n)
  let sinceCheckpoint = 0
  let isLive = false
  while (!call.cancelled) {
    const page = log.readAll({ from: seen + 1n, limit: PAGE })
    if (page.length === 0) {
      if (!isLive) await send(call, caughtUp())
      isLive = true
      await added(log, call)
    }
    for (const record of page) {
      if (filter.matches(record)) await send(call, eventReceived(record))
      seen = record.position
      sinceCheckpoint++
      if (sinceCheckpoint < filter.checkpointInterval) continue
      await send(call, checkpointReached(seen))
      sinceCheckpoint = 0
    }
  }
}

/** A position has to be that of a record, or beyond the last one. */
function positionOf(log: EventLog, place: streams.ReadReq.Options.AllOptions): bigint | undefined {
  const position = place.getPosition()
  if (position === undefined) return undefined
  const from = BigInt(position.getCommitPosition())
  const there: LogRecord | undefined = log.readAll({ from, limit: 1 }).at(0)
  if (there !== undefined && there.position !== from) throw invalidPosition()
  return from
}

function endOf(log: EventLog): bigint {
  return log.readAll({ from: BEYOND_EVERYTHING, limit: 1 }, true).at(0)?.position ?? -1n
}

/** The next addition, or the end of the call. */
function added(log: EventLog, call: ReadCall): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  const leave = log.onAdded(() => resolve(undefined))
  call.once('cancelled', resolve)
  return promise.finally(() => {
    leave()
    call.off('cancelled', resolve)
  })
}

/** Waits for a slow reader instead of buffering for it. */
async function send(call: ReadCall, message: streams.ReadResp): Promise<void> {
  if (call.cancelled || call.write(message)) return
  const gone = new AbortController()
  const leave = (): void => gone.abort()
  call.once('cancelled', leave)
  try {
    await once(call, 'drain', { signal: gone.signal })
  } catch (error) {
    // The caller has gone: the loop that sends finds out by itself.
    if (!gone.signal.aborted) throw error
  } finally {
    call.off('cancelled', leave)
  }
}

function refuse(call: ReadCall, refused: Refusal): void {
  call.emit('error', refused)
}

function isRefusal(error: unknown): error is Refusal {
  return typeof error === 'object' && error !== null && 'code' in error && 'details' in error
}
