import { VaultError } from '@trm/ports'

/** Primary result codes. @see https://www.sqlite.org/rescode.html */
const SQLITE_BUSY = 5
const SQLITE_LOCKED = 6
const SQLITE_READONLY = 8
const SQLITE_IOERR = 10
const SQLITE_CORRUPT = 11
const SQLITE_FULL = 13
const SQLITE_CANTOPEN = 14
const SQLITE_NOTADB = 26
/** Extended codes carry the primary one in their lowest byte. */
const PRIMARY_CODE = 0xff

/**
 * Does something with the engine.
 *
 * @throws {VaultError} `VAULT_LOCKED`, `VAULT_DAMAGED`; `VAULT_UNAVAILABLE` with the engine's result for a disk
 *   that is full, broken or read only. What else the engine throws is a bug of ours, and goes on.
 */
export function guarded<Answer>(work: () => Answer): Answer {
  try {
    return work()
  } catch (cause) {
    const result = resultOf(cause)
    switch (result & PRIMARY_CODE) {
      case SQLITE_BUSY:
      case SQLITE_LOCKED:
        throw new VaultError('VAULT_LOCKED', {}, cause)
      case SQLITE_CORRUPT:
      case SQLITE_NOTADB:
        throw new VaultError('VAULT_DAMAGED', { check: 'engine' }, cause)
      case SQLITE_READONLY:
      case SQLITE_IOERR:
      case SQLITE_FULL:
      case SQLITE_CANTOPEN:
        throw new VaultError('VAULT_UNAVAILABLE', { result }, cause)
      default:
        throw cause
    }
  }
}

/** SQLite's own result code; 0 for an error that comes from elsewhere. */
function resultOf(cause: unknown): number {
  const result = cause instanceof Error && 'errcode' in cause ? cause.errcode : undefined
  return typeof result === 'number' ? result : 0
}
