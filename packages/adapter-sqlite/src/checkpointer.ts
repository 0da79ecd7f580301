import { Worker } from 'node:worker_threads'
import type { CheckpointOrder } from './checkpoint-worker.ts'

const PAGE_BYTES = 4_096

/** Copies the journal into the file, off the thread that appends. */
export type Checkpointer = {
  /** To be told after every commit how much was written, roughly. */
  written(bytes: number): void
  /** Lets a checkpoint under way come to its end. */
  close(): Promise<void>
}

export type CheckpointerOptions = {
  readonly file: string
  /** How much is written between two checkpoints, roughly, and how long the journal may get. */
  readonly journalBytes: number
  /** Keeps commits from beginning until the answer is called. */
  readonly hold: () => () => void
  /** There is no thread any more: from now on the writer has to do it. */
  readonly onFailure: () => void
}

/**
 * Makes checkpoints on a thread of its own, which starts with the first of them.
 *
 * A journal begins anew only when all of it has been copied and nobody writes just then. Under a load
 * without a pause that moment does not come by itself, so it is made: once the journal is long, it is
 * copied, what came meanwhile is copied, and commits are held for what came then. While another process
 * reads for long, the journal cannot begin anew, and grows.
 *
 * Checkpoints are rare: each brings the journal to the disk first, and appends wait for the disk, too.
 */
export function createCheckpointer({
  file,
  journalBytes,
  hold,
  onFailure,
}: CheckpointerOptions): Checkpointer {
  let unseenBytes = 0
  let thread: CheckpointThread | undefined
  let running: Promise<void> | undefined

  async function run(): Promise<void> {
    thread ??= startThread(file)
    const journalPages = await thread.obey('copy')
    if (journalPages * PAGE_BYTES < journalBytes) return
    await thread.obey('copy')
    const release = hold()
    try {
      await thread.obey('copy')
    } finally {
      release()
    }
  }

  return {
    written(bytes) {
      unseenBytes += bytes
      if (unseenBytes < journalBytes || running !== undefined) return
      unseenBytes = 0
      // After a failure it stays as if one were running: there is no thread for another.
      running = run().then(() => {
        running = undefined
      }, onFailure)
    },
    async close() {
      await running
      await thread?.close()
    },
  }
}

type CheckpointThread = {
  /** @returns the length of the journal, in pages. Rejects when the thread has ended, however. */
  obey(order: CheckpointOrder): Promise<number>
  close(): Promise<void>
}

function startThread(file: string): CheckpointThread {
  const script = new URL('./checkpoint-worker.ts', import.meta.url)
  const worker = new Worker(script, { workerData: file })
  const ended = Promise.withResolvers<never>()
  worker.on('error', ended.reject)
  worker.on('exit', () => ended.reject(new Error('the checkpoint thread has ended')))
  ended.promise.catch(() => undefined) // whoever waits for an answer hears of it
  // Between orders the thread is no reason for the process to go on.
  worker.unref()
  return {
    async obey(order) {
      const answer = Promise.withResolvers<number>()
      worker.once('message', answer.resolve)
      worker.ref()
      worker.postMessage(order)
      const journalPages = await Promise.race([answer.promise, ended.promise])
      worker.unref()
      return journalPages
    },
    async close() {
      worker.ref()
      worker.postMessage('close')
      await ended.promise.catch(() => undefined) // ended, as it was asked to
    },
  }
}
