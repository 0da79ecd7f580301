import { VaultError } from '@trm/ports'

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
 * @throws {VaultError} `VAULT_LOCKED`, `VAULT_DAMAGED`. The port has no code for a disk that is full
 *   or broken: such an error goes on as the engine threw it.
 */
export function guarded<Answer>(work: () => Answer): Answer {
  try {
    return work()
  } catch (cause) {
    switch (resultOf(cause) & PRIMARY_CODE) {
      case SQLITE_BUSY:
      case SQLITE_LOCKED:
        throw new VaultError('VAULT_LOCKED', {}, cause)
      case SQLITE_CORRUPT:
      case SQLITE_NOTADB:
        throw new VaultError('VAULT_DAMAGED', { check: 'engine' }, cause)
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
