import {
  isCommandError,
  MaxAppendSizeExceededError,
  StreamDeletedError,
  WrongExpectedVersionError,
} from '@eventstore/db-client'
import { fail, ok, type Result } from '@trm/kernel'
import { StoreUnavailableError, type Appended, type AppendFailure } from '@trm/ports'
import { firstClaimPosition } from './claim-stream.ts'
import { actualOf, toEngine } from './expectation.ts'
import { uuidOf } from './names.ts'
import type { PendingAppend } from './pending-append.ts'
import { pull } from './pull.ts'
import { placeOf, type StoreContext } from './reading.ts'

/** gRPC status codes of an append that is larger than the server takes, beside the library's own error. */
const INVALID_ARGUMENT = 3
const RESOURCE_EXHAUSTED = 8

/** What an append can be refused for, and that it is more than the server takes at once. */
export type WriteFailure = AppendFailure | { readonly kind: 'too-large' }

/**
 * The append itself. The engine knows a repeat by the events' UUIDs at the revisions that the
 * expectation names, and answers it as it did the first time.
 *
 * @throws what the client library throws when the outcome is unknown
 */
export async function writeEvents(
  context: StoreContext,
  pending: PendingAppend,
): Promise<Result<Appended, WriteFailure>> {
  const { streamId, expected, events } = pending
  try {
    const options = { expectedRevision: toEngine(expected), requiresLeader: true }
    const written = await context.connection.appendToStream(streamId, [...events], options)
    return ok({
      revision: written.nextExpectedRevision,
      position: written.position?.commit ?? (await findPosition(context, pending)),
    })
  } catch (error) {
    if (error instanceof StreamDeletedError) return fail({ kind: 'stream-tombstoned' })
    if (error instanceof WrongExpectedVersionError)
      return fail({ kind: 'revision-conflict', actual: actualOf(error) })
    if (isTooLarge(error)) return fail({ kind: 'too-large' })
    throw error
  }
}

/**
 * Looks for the last event of an append in the log, from its claim on. The engine does not name the
 * place of a repeated append whose events have grown too old for their stream.
 */
async function findPosition(
  context: StoreContext,
  { streamId, ids }: PendingAppend,
): Promise<bigint> {
  const { connection, deadlineMs, closing } = context
  const last = ids.at(-1) ?? ''
  const fromPosition = placeOf(await firstClaimPosition(context, last))
  const call = connection.readAll({ fromPosition, requiresLeader: true })
  const options = { cancel: () => call.cancel(), idleMs: deadlineMs, signal: closing }
  for await (const { event } of pull(call, options))
    if (event?.id === uuidOf(last) && event.streamId === streamId) return event.position.commit
  throw new StoreUnavailableError('STORE_DAMAGED', { check: 'position' })
}

function isTooLarge(error: unknown): boolean {
  if (!(error instanceof Error) || !isCommandError(error)) return false
  if (error instanceof MaxAppendSizeExceededError) return true
  const code: number | undefined = error.code
  return code === INVALID_ARGUMENT || code === RESOURCE_EXHAUSTED
}
