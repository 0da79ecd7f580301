import { Worker } from 'node:worker_threads'

/** A check of a whole file that runs beside everything else. */
export type BackgroundCheck = {
  /** Whether damage has been found by now. */
  readonly hasFoundDamage: () => boolean
  stop(): Promise<void>
}

/** Looks at every page of the file on a thread of its own, which ends with the check. */
export function checkInBackground(file: string, onDamage: () => void): BackgroundCheck {
  const worker = new Worker(new URL('./integrity-worker.ts', import.meta.url), { workerData: file })
  let isDamaged = false
  worker.on('message', (intact: boolean) => {
    if (intact) return
    isDamaged = true
    onDamage()
  })
  // A check that could not begin says nothing about the file.
  worker.on('error', () => undefined)
  worker.unref()
  return {
    hasFoundDamage: () => isDamaged,
    stop: async () => {
      await worker.terminate()
    },
  }
}
