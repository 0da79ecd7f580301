import { fdatasyncSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'

/** The file that the journal is copied into, by its name and as the writer has it open. */
export type CheckpointTarget = { readonly file: string; readonly descriptor: number }

/**
 * `copy`: the journal into the file, as far as it goes. `flush`: what was copied, to the disk; SQLite
 * does that itself only when it has copied all of a journal. `close`: the thread ends.
 */
export type CheckpointOrder = 'copy' | 'flush' | 'close'

/**
 * A thread that makes checkpoints when it is told to, on a connection of its own. A passive checkpoint
 * waits for nobody and nobody waits for it. Answers every order but the last with the length of the
 * journal, in pages.
 *
 * @see https://www.sqlite.org/pragma.html#pragma_wal_checkpoint
 */
const { file, descriptor } = workerData as CheckpointTarget
const database = new DatabaseSync(file, { timeout: 1_000 })
database.exec('PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0')
const checkpoint = database.prepare('PRAGMA wal_checkpoint(PASSIVE)')
let journalPages = 0

parentPort?.on('message', (order: CheckpointOrder) => {
  if (order === 'close') {
    database.close()
    parentPort?.close()
    return
  }
  if (order === 'copy') journalPages = Number(checkpoint.get()?.['log'])
  else fdatasyncSync(descriptor)
  parentPort?.postMessage(journalPages)
})
