import { NO_STREAM, type WrongExpectedVersionError } from '@eventstore/db-client'
import type { ExpectedRevision } from '@trm/ports'

/** An expectation in the engine's words. */
export function toEngine(expected: ExpectedRevision): typeof NO_STREAM | bigint {
  return expected === 'no-stream' ? NO_STREAM : expected
}

/** Where the stream stands: the library says `no_stream` after an append and -1 after a tombstone. */
export function actualOf({ actualVersion }: WrongExpectedVersionError): ExpectedRevision {
  return typeof actualVersion === 'bigint' && actualVersion >= 0n ? actualVersion : 'no-stream'
}
