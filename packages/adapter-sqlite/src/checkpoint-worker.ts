import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'

/** `copy`: the journal into the file, as far as it goes. `close`: the thread ends. */
export type CheckpointOrder = 'copy' | 'close'

/**
 * A thread that makes checkpoints when it is told to, on a connection of its own. A passive checkpoint
 * waits for nobody and nobody waits for it. Answers with the length of the journal, in pages.
 *
 * @see https://www.sqlite.org/pragma.html#pragma_wal_checkpoint
 */
const database = new DatabaseSync(String(workerData), { timeout: 1_000 })
database.exec('PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0')
const checkpoint = database.prepare('PRAGMA wal_checkpoint(PASSIVE)')

parentPort?.on('message', (order: CheckpointOrder) => {
  if (order === 'copy') {
    parentPort?.postMessage(Number(checkpoint.get()?.['log']))
    return
  }
  database.close()
  parentPort?.close()
})
