import {
  StreamDeletedError,
  StreamNotFoundError,
  WrongExpectedVersionError,
} from '@eventstore/db-client'
import { fail, ok, type Result } from '@trm/kernel'
import type { AppendFailure, ExpectedRevision } from '@trm/ports'
import { actualOf, toEngine } from './expectation.ts'
import { toFault } from './faults.ts'
import { readLast } from './read-one.ts'
import type { StoreContext } from './reading.ts'

/** Ends a stream for good. @throws {StoreUnavailableError} when the outcome is unknown */
export async function tombstone(
  { connection }: StoreContext,
  streamId: string,
  expected: ExpectedRevision,
): Promise<Result<null, AppendFailure>> {
  try {
    await connection.tombstoneStream(streamId, {
      expectedRevision: toEngine(expected),
      requiresLeader: true,
    })
    return ok(null)
  } catch (error) {
    if (error instanceof StreamDeletedError) return fail({ kind: 'stream-tombstoned' })
    if (error instanceof WrongExpectedVersionError)
      return fail({ kind: 'revision-conflict', actual: actualOf(error) })
    throw toFault(error)
  }
}

/** @throws what the client library throws */
export async function isTombstoned(context: StoreContext, streamId: string): Promise<boolean> {
  try {
    await readLast(context, streamId)
    return false
  } catch (error) {
    if (error instanceof StreamDeletedError) return true
    if (error instanceof StreamNotFoundError) return false
    throw error
  }
}
