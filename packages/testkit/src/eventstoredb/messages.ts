import shared from '@eventstore/db-client/generated/shared_pb.js'
import streams from '@eventstore/db-client/generated/streams_pb.js'
import type { LogRecord, Proposed } from './event-log.ts'
import type { Expected } from './stream-rules.ts'

const TICKS_PER_MILLISECOND = 10_000n

/** A stream's name as it goes over the wire: bytes. */
export function nameOf(identifier: shared.StreamIdentifier | undefined): string {
  return new TextDecoder().decode(identifier?.getStreamName_asU8())
}

/** What an append, a delete and a tombstone spell alike. */
export function expectedOf(
  options: streams.AppendReq.Options | streams.DeleteReq.Options | streams.TombstoneReq.Options,
): Expected {
  if (options.hasNoStream()) return 'no-stream'
  if (options.hasStreamExists()) return 'stream-exists'
  return options.hasRevision() ? BigInt(options.getRevision()) : 'any'
}

/** Undefined for a message without the two things that the server insists on. */
export function proposedOf(message: streams.AppendReq.ProposedMessage): Proposed | undefined {
  const metadata = message.getMetadataMap()
  const type = metadata.get('type')
  const contentType = metadata.get('content-type')
  if (type === undefined || contentType === undefined) return undefined
  return {
    eventId: message.getId()?.getString() ?? '',
    type,
    isJson: contentType === 'application/json',
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  }
}

export function eventReceived(record: LogRecord): streams.ReadResp {
  const position = record.position.toString()
  const event = new streams.ReadResp.ReadEvent.RecordedEvent()
    .setId(new shared.UUID().setString(record.eventId))
    .setStreamIdentifier(identifierOf(record.streamId))
    .setStreamRevision(record.revision.toString())
    .setCommitPosition(position)
    .setPreparePosition(position)
    .setData(record.data)
    .setCustomMetadata(record.metadata)
  event
    .getMetadataMap()
    .set('type', record.type)
    .set('created', String(BigInt(record.createdMs) * TICKS_PER_MILLISECOND))
    .set('content-type', record.isJson ? 'application/json' : 'application/octet-stream')
  return new streams.ReadResp().setEvent(
    new streams.ReadResp.ReadEvent().setEvent(event).setCommitPosition(position),
  )
}

export function streamNotFound(streamId: string): streams.ReadResp {
  return new streams.ReadResp().setStreamNotFound(
    new streams.ReadResp.StreamNotFound().setStreamIdentifier(identifierOf(streamId)),
  )
}

export function confirmed(): streams.ReadResp {
  return new streams.ReadResp().setConfirmation(
    new streams.ReadResp.SubscriptionConfirmation().setSubscriptionId(crypto.randomUUID()),
  )
}

export function caughtUp(): streams.ReadResp {
  return new streams.ReadResp().setCaughtUp(new streams.ReadResp.CaughtUp())
}

export function checkpointReached(position: bigint): streams.ReadResp {
  return new streams.ReadResp().setCheckpoint(
    new streams.ReadResp.Checkpoint()
      .setCommitPosition(position.toString())
      .setPreparePosition(position.toString()),
  )
}

export function appendSucceeded(
  revision: bigint | undefined,
  position: bigint | undefined,
): streams.AppendResp {
  const success = new streams.AppendResp.Success()
  if (revision === undefined) success.setNoStream(new shared.Empty())
  else success.setCurrentRevision(revision.toString())
  if (position === undefined) success.setNoPosition(new shared.Empty())
  else
    success.setPosition(
      new streams.AppendResp.Position()
        .setCommitPosition(position.toString())
        .setPreparePosition(position.toString()),
    )
  return new streams.AppendResp().setSuccess(success)
}

/** A wrong expectation of an append is an answer, not an error. */
export function appendRefused(expected: Expected, actual: bigint | undefined): streams.AppendResp {
  const answer = new streams.AppendResp.WrongExpectedVersion()
  if (actual === undefined) answer.setCurrentNoStream(new shared.Empty())
  else answer.setCurrentRevision(actual.toString())
  if (expected === 'no-stream') answer.setExpectedNoStream(new shared.Empty())
  else if (expected === 'stream-exists') answer.setExpectedStreamExists(new shared.Empty())
  else if (expected === 'any') answer.setExpectedAny(new shared.Empty())
  else answer.setExpectedRevision(expected.toString())
  return new streams.AppendResp().setWrongExpectedVersion(answer)
}

function identifierOf(streamId: string): shared.StreamIdentifier {
  return new shared.StreamIdentifier().setStreamName(new TextEncoder().encode(streamId))
}
