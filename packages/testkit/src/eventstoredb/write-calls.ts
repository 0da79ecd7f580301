import streams from '@eventstore/db-client/generated/streams_pb.js'
import type { handleClientStreamingCall, handleUnaryCall } from '@grpc/grpc-js'
import type { EventLog, Proposed } from './event-log.ts'
import type { Gate } from './gate.ts'
import { appendRefused, appendSucceeded, expectedOf, nameOf, proposedOf } from './messages.ts'
import {
  invalidArgument,
  maximumAppendSizeExceeded,
  streamDeleted,
  wrongExpectedVersion,
} from './status.ts'
import type { Refusal } from './status.ts'
import { append, softDelete, tombstone, type Expected, type WriteOutcome } from './stream-rules.ts'

/** The server's default. @see EventStore.Core, ClusterVNodeOptions.MaxAppendSize */
const APPEND_BYTES_MAX = 1024 * 1024

/** Collects one append, message by message, and answers when the caller has sent the last. */
export function appendCall(
  log: EventLog,
  gate: Gate,
): handleClientStreamingCall<streams.AppendReq, streams.AppendResp> {
  return (call, callback) => {
    let options = new streams.AppendReq.Options()
    const events: (Proposed | undefined)[] = []
    call.on('data', (request: streams.AppendReq) => {
      const message = request.getProposedMessage()
      options = request.getOptions() ?? options
      if (message !== undefined) events.push(proposedOf(message))
    })
    call.on('end', () => {
      // Whoever has gone away in the middle of an append has not appended.
      if (call.cancelled) return
      const streamId = nameOf(options.getStreamIdentifier())
      gate.pass(call.metadata, { method: 'append', streamId }, callback, () => {
        const proposed = events.filter((event) => event !== undefined)
        if (proposed.length < events.length)
          return invalidArgument("Required Metadata Property 'type' is missing")
        if (sizeOf(proposed) > APPEND_BYTES_MAX) return maximumAppendSizeExceeded(APPEND_BYTES_MAX)
        const expected = expectedOf(options)
        const outcome = append(log, streamId, proposed, expected)
        switch (outcome.kind) {
          case 'written':
            return appendSucceeded(outcome.revision, outcome.position)
          case 'wrong-expected-version':
            return appendRefused(expected, outcome.actual)
          case 'stream-deleted':
            return streamDeleted(streamId)
        }
      })
    })
  }
}

export function tombstoneCall(
  log: EventLog,
  gate: Gate,
): handleUnaryCall<streams.TombstoneReq, streams.TombstoneResp> {
  return (call, callback) => {
    const options = call.request.getOptions() ?? new streams.TombstoneReq.Options()
    const streamId = nameOf(options.getStreamIdentifier())
    gate.pass(call.metadata, { method: 'tombstone', streamId }, callback, () => {
      const expected = expectedOf(options)
      const outcome = tombstone(log, streamId, expected)
      if (outcome.kind !== 'written') return deletionRefused(streamId, expected, outcome)
      const position = String(outcome.position)
      return new streams.TombstoneResp().setPosition(
        new streams.TombstoneResp.Position()
          .setCommitPosition(position)
          .setPreparePosition(position),
      )
    })
  }
}

export function deleteCall(
  log: EventLog,
  gate: Gate,
): handleUnaryCall<streams.DeleteReq, streams.DeleteResp> {
  return (call, callback) => {
    const options = call.request.getOptions() ?? new streams.DeleteReq.Options()
    const streamId = nameOf(options.getStreamIdentifier())
    gate.pass(call.metadata, { method: 'delete', streamId }, callback, () => {
      const expected = expectedOf(options)
      const outcome = softDelete(log, streamId, expected)
      if (outcome.kind !== 'written') return deletionRefused(streamId, expected, outcome)
      const position = String(outcome.position)
      return new streams.DeleteResp().setPosition(
        new streams.DeleteResp.Position().setCommitPosition(position).setPreparePosition(position),
      )
    })
  }
}

function deletionRefused(
  streamId: string,
  expected: Expected,
  outcome: Exclude<WriteOutcome, { kind: 'written' }>,
): Refusal {
  if (outcome.kind === 'stream-deleted') return streamDeleted(streamId)
  return wrongExpectedVersion(streamId, expectedNumber(expected), outcome.actual)
}

/** @see EventStore.Core, ExpectedVersion */
function expectedNumber(expected: Expected): bigint {
  switch (expected) {
    case 'no-stream':
      return -1n
    case 'any':
      return -2n
    case 'stream-exists':
      return -4n
    default:
      return expected
  }
}

function sizeOf(events: readonly Proposed[]): number {
  return events.reduce(
    (bytes, { type, data, metadata }) => bytes + type.length + data.length + metadata.length,
    0,
  )
}
