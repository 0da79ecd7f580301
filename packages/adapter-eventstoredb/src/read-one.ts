import {
  BACKWARDS,
  END,
  FORWARDS,
  type ReadRevision,
  type RecordedEvent,
} from '@eventstore/db-client'
import { pull } from './pull.ts'
import type { StoreContext } from './reading.ts'

/** The event at a revision or, when the engine hides that one, the next that it shows. */
export function readFrom(
  context: StoreContext,
  streamId: string,
  fromRevision: bigint,
): Promise<RecordedEvent | undefined> {
  return readOne(context, streamId, { fromRevision, direction: FORWARDS })
}

/** The last event that the engine shows. */
export function readLast(
  context: StoreContext,
  streamId: string,
): Promise<RecordedEvent | undefined> {
  return readOne(context, streamId, { fromRevision: END, direction: BACKWARDS })
}

/** @throws what the client library throws: `StreamNotFoundError` and `StreamDeletedError` among it */
async function readOne(
  { connection, deadlineMs, closing }: StoreContext,
  streamId: string,
  place: { fromRevision: ReadRevision; direction: typeof FORWARDS | typeof BACKWARDS },
): Promise<RecordedEvent | undefined> {
  const call = connection.readStream(streamId, { ...place, maxCount: 1, requiresLeader: true })
  const options = { cancel: () => call.cancel(), idleMs: deadlineMs, signal: closing }
  let found: RecordedEvent | undefined
  for await (const { event } of pull(call, options)) found = event
  return found
}
