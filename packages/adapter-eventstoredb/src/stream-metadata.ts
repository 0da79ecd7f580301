import { StreamDeletedError } from '@eventstore/db-client'
import { invariant } from '@trm/kernel'
import type { StreamMetadata } from '@trm/ports'
import { toFault, within } from './faults.ts'
import type { StoreContext } from './reading.ts'

const SECOND_MS = 1_000

/** In seconds, as the engine counts; undefined for a stream without. */
export async function readMaxAge(
  { connection, deadlineMs }: StoreContext,
  streamId: string,
): Promise<number | undefined> {
  const options = { requiresLeader: true }
  const { metadata } = await within(deadlineMs, connection.getStreamMetadata(streamId, options))
  return typeof metadata?.maxAge === 'number' ? metadata.maxAge : undefined
}

/** A tombstoned stream has none any more. @throws {StoreUnavailableError} */
export async function readMetadata(
  context: StoreContext,
  streamId: string,
): Promise<StreamMetadata> {
  try {
    const maxAge = await readMaxAge(context, streamId)
    return maxAge === undefined ? {} : { maxAgeMs: maxAge * SECOND_MS }
  } catch (error) {
    if (error instanceof StreamDeletedError) return {}
    throw toFault(error)
  }
}

/**
 * Replaces the metadata of a stream. On a tombstoned one it changes nothing, as there is nothing left to
 * say about it.
 *
 * @throws {StoreUnavailableError}
 * @throws {InvariantError} for an age that is not a positive number of whole seconds
 */
export async function writeMetadata(
  { connection }: StoreContext,
  streamId: string,
  { maxAgeMs }: StreamMetadata,
): Promise<void> {
  if (maxAgeMs !== undefined) requireWholeSeconds(maxAgeMs)
  const metadata = maxAgeMs === undefined ? {} : { maxAge: maxAgeMs / SECOND_MS }
  try {
    await connection.setStreamMetadata(streamId, metadata, { requiresLeader: true })
  } catch (error) {
    if (!(error instanceof StreamDeletedError)) throw toFault(error)
  }
}

function requireWholeSeconds(maxAgeMs: number): void {
  invariant(
    Number.isSafeInteger(maxAgeMs) && maxAgeMs > 0 && maxAgeMs % SECOND_MS === 0,
    'writeMetadata: maxAgeMs is a positive number of whole seconds',
  )
}
