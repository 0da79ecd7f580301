import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'

/** How far a checkpoint came; in pages of the journal. */
export type CheckpointReport = { readonly journal: number; readonly copied: number }

/**
 * A thread that copies the journal into the file whenever it is told to, on a connection of its own. A
 * passive checkpoint waits for nobody and nobody waits for it.
 *
 * @see https://www.sqlite.org/pragma.html#pragma_wal_checkpoint
 */
const database = new DatabaseSync(String(workerData), { timeout: 1_000 })
database.exec('PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0')
const checkpoint = database.prepare('PRAGMA wal_checkpoint(PASSIVE)')

parentPort?.on('message', (order: 'checkpoint' | 'close') => {
  if (order === 'close') {
    database.close()
    parentPort?.close()
    return
  }
  const { log, checkpointed } = checkpoint.get() ?? {}
  parentPort?.postMessage({
    journal: Number(log),
    copied: Number(checkpointed),
  } satisfies CheckpointReport)
})
