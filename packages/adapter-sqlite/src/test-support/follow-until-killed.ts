import { writeSync } from 'node:fs'
import { flushCompileCache } from 'node:module'
import { DatabaseSync } from 'node:sqlite'
import { openSqliteEventReader } from '../event-reader.ts'
import { systemClock } from './samples.ts'

/**
 * Follows a store from its checkpoint and notes every event in a file of its own. The note and the
 * checkpoint are one transaction; nothing else keeps an event from being noted twice. Says `done` once
 * it has come to the given position.
 */
const [, , file = '', notesFile = '', until = ''] = process.argv
flushCompileCache()
const notes = new DatabaseSync(notesFile, { timeout: 1_000 })
notes.exec(`
  PRAGMA journal_mode = WAL;
  CREATE TABLE IF NOT EXISTS note (id TEXT NOT NULL, position INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS checkpoint (position INTEGER NOT NULL) STRICT;
  INSERT INTO checkpoint SELECT 0 WHERE NOT EXISTS (SELECT * FROM checkpoint);
`)
const note = notes.prepare('INSERT INTO note VALUES (?, ?)')
const moveCheckpoint = notes.prepare('UPDATE checkpoint SET position = ?')
const after = BigInt(Number(notes.prepare('SELECT position FROM checkpoint').get()?.['position']))

const reader = await openSqliteEventReader({ file, clock: systemClock })
const { signal } = new AbortController()
for await (const { id, position } of reader.subscribe({ after, signal })) {
  notes.exec('BEGIN')
  note.run(id, position)
  moveCheckpoint.run(position)
  notes.exec('COMMIT')
  if (position >= BigInt(until)) break
}
writeSync(1, 'done\n')
