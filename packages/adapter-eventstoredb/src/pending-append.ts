import { invariant } from '@trm/kernel'
import type { ExpectedRevision, NewEvent } from '@trm/ports'
import { createHash } from 'node:crypto'
import { toProposed, type ProposedEvent } from './event-codec.ts'

const EVENT_ID = /^[A-Za-z0-9_-]{1,64}$/
const EVENT_TYPE = /^[A-Z][A-Za-z0-9]{0,63}$/

/** An append that nobody can change any more. */
export type PendingAppend = {
  readonly streamId: string
  readonly expected: ExpectedRevision
  /** The revision of its first event. */
  readonly first: bigint
  readonly ids: readonly string[]
  readonly events: readonly ProposedEvent[]
  /** What a repeat has in common with the first time, and nothing else: stream, expectation and ids. */
  readonly digest: string
}

/** @throws {InvariantError} for an event that the port does not allow. */
export function pendingAppend(
  streamId: string,
  events: readonly NewEvent[],
  expected: ExpectedRevision,
): PendingAppend {
  invariant(events.length > 0, 'append: at least one event')
  for (const { id, type } of events) {
    invariant(EVENT_ID.test(id), 'append: event id is 1 to 64 characters of [A-Za-z0-9_-]')
    invariant(EVENT_TYPE.test(type), 'append: event type is a PascalCase name')
  }
  const ids = events.map(({ id }) => id)
  const identity = JSON.stringify([streamId, expected.toString(), ids])
  return {
    streamId,
    expected,
    first: expected === 'no-stream' ? 0n : expected + 1n,
    ids,
    events: events.map(toProposed),
    digest: createHash('sha256').update(identity).digest('base64url'),
  }
}
