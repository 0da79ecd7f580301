import type { DatabaseSync } from 'node:sqlite'
import { guarded } from './faults.ts'

/**
 * Does all of the work, durably, or nothing of it.
 *
 * @throws {StoreUnavailableError} for what the engine throws. When it was the commit itself that
 *   failed, nobody can say whether the work is there.
 */
export function inTransaction<Answer>(database: DatabaseSync, work: () => Answer): Answer {
  return guarded(() => {
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
  })
}
