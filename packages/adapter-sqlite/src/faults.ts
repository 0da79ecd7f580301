import { TrmError } from '@trm/kernel'
import { StoreUnavailableError, type StoreErrorCode } from '@trm/ports'

/** Primary result codes. @see https://www.sqlite.org/rescode.html */
const SQLITE_BUSY = 5
const SQLITE_LOCKED = 6
const SQLITE_CORRUPT = 11
const SQLITE_NOTADB = 26
/** Extended codes carry the primary one in their lowest byte. */
const PRIMARY_CODE = 0xff

/**
 * Does something with the engine.
 *
 * @throws {StoreUnavailableError} for whatever the engine or the file system throws.
 */
export function guarded<Answer>(work: () => Answer): Answer {
  try {
    return work()
  } catch (cause) {
    if (cause instanceof TrmError) throw cause
    const result = resultOf(cause)
    throw new StoreUnavailableError(codeOf(result), { result }, cause)
  }
}

/** SQLite's own result code; 0 for an error that comes from elsewhere. */
function resultOf(cause: unknown): number {
  const result = cause instanceof Error && 'errcode' in cause ? cause.errcode : undefined
  return typeof result === 'number' ? result : 0
}

function codeOf(result: number): StoreErrorCode {
  switch (result & PRIMARY_CODE) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return 'STORE_LOCKED'
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return 'STORE_DAMAGED'
    default:
      return 'STORE_UNAVAILABLE'
  }
}
