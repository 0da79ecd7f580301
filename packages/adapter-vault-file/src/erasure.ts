import type { DatabaseSync } from 'node:sqlite'

/**
 * Deletes, and returns after the last trace is gone from the file and its journal.
 *
 * Zeroing freed space is not enough: when SQLite balances its tree it moves rows between pages and
 * may leave stale copies in the gaps. VACUUM writes the file anew from what is still there.
 *
 * @param remove says whether anything was deleted. It runs in a transaction.
 */
export function erase<Answer>(
  database: DatabaseSync,
  remove: () => { readonly erased: boolean; readonly answer: Answer },
): Answer {
  const answer = inTransaction(database, () => {
    const outcome = remove()
    if (outcome.erased) database.exec('UPDATE vault SET erasing = 1')
    return outcome.answer
  })
  finishErasure(database)
  return answer
}

/** Completes an erasure that was interrupted, by a crash or a full disk. */
export function finishErasure(database: DatabaseSync): void {
  const { erasing } = database.prepare('SELECT erasing FROM vault').get() ?? {}
  if (erasing === 0) return
  database.exec('VACUUM')
  database.exec('UPDATE vault SET erasing = 0')
}

/** Does all of the work, durably, or nothing of it. @throws what the engine throws. */
export function inTransaction<Answer>(database: DatabaseSync, work: () => Answer): Answer {
  database.exec('BEGIN IMMEDIATE')
  try {
    const answer = work()
    database.exec('COMMIT')
    return answer
  } catch (cause) {
    // After some faults SQLite has rolled back by itself.
    if (database.isTransaction) database.exec('ROLLBACK')
    throw cause
  }
}
