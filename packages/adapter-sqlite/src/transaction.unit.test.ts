import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { inTransaction } from './transaction.ts'

function openTable() {
  const database = new DatabaseSync(':memory:')
  database.exec('CREATE TABLE event (id TEXT PRIMARY KEY) STRICT')
  return {
    database,
    insert: (id: string) => database.prepare('INSERT INTO event VALUES (?)').run(id),
    ids: () =>
      database
        .prepare('SELECT id FROM event ORDER BY id')
        .all()
        .map((row) => row['id']),
  }
}

describe('a transaction', () => {
  it('keeps the work and hands out its answer', () => {
    const { database, insert, ids } = openTable()
    expect(inTransaction(database, () => insert('a').changes)).toBe(1)
    expect(ids()).toStrictEqual(['a'])
    expect(database.isTransaction).toBe(false)
  })

  it('keeps nothing of work that fails half-way, and leaves room for the next', () => {
    const { database, insert, ids } = openTable()
    inTransaction(database, () => insert('a'))
    const failing = () =>
      inTransaction(database, () => {
        insert('b')
        insert('a')
      })
    expect(failing).toThrow(expect.objectContaining({ code: 'STORE_UNAVAILABLE' }))
    expect(ids()).toStrictEqual(['a'])
    inTransaction(database, () => insert('c'))
    expect(ids()).toStrictEqual(['a', 'c'])
  })
})
