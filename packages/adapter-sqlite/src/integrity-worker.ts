import { DatabaseSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'
import { StoreUnavailableError } from '@trm/ports'
import { guarded } from './faults.ts'
import { isIntact } from './integrity.ts'

/** A thread that looks at every page of a file once, and says whether they are as they should be. */
function check(file: string): boolean {
  try {
    return guarded(() => {
      const database = new DatabaseSync(file, { readOnly: true, timeout: 1_000 })
      const intact = isIntact(database)
      database.close()
      return intact
    })
  } catch (error) {
    // Not to have come to the end of the check says nothing about the file.
    return !(error instanceof StoreUnavailableError && error.code === 'STORE_DAMAGED')
  }
}

parentPort?.postMessage(check(String(workerData)))
