import { fail, invariant, ok, type Result } from '@trm/kernel'
import type { AppendFailure, ExpectedRevision, StreamMetadata } from '@trm/ports'
import type { StreamHeads } from './stream-heads.ts'
import type { WritableStreamTable } from './stream-table.ts'

const SECOND_MS = 1_000

/** A copy for the writer. @throws {InvariantError} for an age that the port does not allow. */
export function validMetadata({ maxAgeMs }: StreamMetadata): StreamMetadata {
  if (maxAgeMs === undefined) return {}
  invariant(
    Number.isSafeInteger(maxAgeMs) && maxAgeMs > 0 && maxAgeMs % SECOND_MS === 0,
    'writeMetadata: maxAgeMs is a positive number of whole seconds',
  )
  return { maxAgeMs }
}

/** Ends a stream, inside a transaction of the caller, or says why not and changes nothing. */
export function endStream(
  table: WritableStreamTable,
  heads: StreamHeads,
  streamId: string,
  expected: ExpectedRevision,
): Result<null, AppendFailure> {
  const head = heads.get(streamId)
  if (head === 'tombstoned') return fail({ kind: 'stream-tombstoned' })
  if (head !== expected) return fail({ kind: 'revision-conflict', actual: head })
  table.end(streamId)
  heads.move(streamId, 'tombstoned')
  return ok(null)
}
