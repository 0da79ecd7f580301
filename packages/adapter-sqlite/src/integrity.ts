import { DatabaseSync } from 'node:sqlite'
import { StoreUnavailableError } from '@trm/ports'
import { migrations } from './schema.ts'

/** Looks at every page and every row, in proportion to the file. @throws what SQLite throws. */
export function isIntact(database: DatabaseSync): boolean {
  return check(database, 'quick_check')
}

/** Compares every index with its table as well. @throws what SQLite throws. */
export function isWhollyIntact(database: DatabaseSync): boolean {
  return check(database, 'integrity_check')
}

function check(database: DatabaseSync, pragma: 'quick_check' | 'integrity_check'): boolean {
  const [finding] = Object.values(database.prepare(`PRAGMA ${pragma}(1)`).get() ?? {})
  return finding === 'ok'
}

/**
 * Compares the tables and indexes of a file with those that the migrations make.
 *
 * @throws {StoreUnavailableError} `STORE_DAMAGED` for one that is missing, added or defined otherwise.
 */
export function requireSchema(database: DatabaseSync, version: number): void {
  const model = new DatabaseSync(':memory:')
  for (const migration of migrations.slice(0, version)) model.exec(migration)
  const isSame = schemaOf(database) === schemaOf(model)
  model.close()
  if (!isSame) throw new StoreUnavailableError('STORE_DAMAGED', { check: 'schema' })
}

function schemaOf(database: DatabaseSync): string {
  const rows = database.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY name').all()
  return JSON.stringify(rows)
}
