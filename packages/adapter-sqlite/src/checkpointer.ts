import { Worker } from 'node:worker_threads'
import type { CheckpointReport } from './checkpoint-worker.ts'

/** Journal that is written between two checkpoints, roughly. */
const INTERVAL_BYTES = 4 * 1024 * 1024
/** From here on writers are held for a moment, so that the journal begins anew: 16 MiB of 4 KiB pages. */
const JOURNAL_PAGES_MAX = 4_096
/** What is copied while writers wait: the less, the shorter. */
const HELD_PAGES_MAX = 256
const PASSES_MAX = 4

/** Copies the journal into the file, off the thread that appends. */
export type Checkpointer = {
  /** To be told after every commit how much was written, roughly. */
  written(bytes: number): void
  /** Lets a checkpoint under way come to its end. */
  close(): Promise<void>
}

export type CheckpointerOptions = {
  readonly file: string
  /** Keeps commits from beginning until the answer is called. */
  readonly hold: () => () => void
  /** There is no thread any more: from now on the writer has to do it. */
  readonly onFailure: () => void
}

/**
 * Makes checkpoints on a thread of its own, which starts with the first of them.
 *
 * A journal begins anew only when all of it has been copied and nobody writes just then. Under a load
 * without a pause that moment does not come by itself, so it is made: once the journal is long and
 * nearly all of it is copied, commits are held for the rest, some hundred pages.
 */
export function createCheckpointer({ file, hold, onFailure }: CheckpointerOptions): Checkpointer {
  let unseenBytes = 0
  let thread: CheckpointThread | undefined
  let running: Promise<void> | undefined

  async function run(): Promise<void> {
    thread ??= startThread(file)
    let report = await thread.checkpoint()
    for (let pass = 1; pass < PASSES_MAX && isLong(report) && isBehind(report); pass++)
      report = await thread.checkpoint()
    if (!isLong(report)) return
    const release = hold()
    try {
      await thread.checkpoint()
    } finally {
      release()
    }
  }

  return {
    written(bytes) {
      unseenBytes += bytes
      if (unseenBytes < INTERVAL_BYTES || running !== undefined) return
      unseenBytes = 0
      running = run().then(() => (running = undefined), onFailure)
    },
    async close() {
      await running
      await thread?.close()
    },
  }
}

function isLong({ journal }: CheckpointReport): boolean {
  return journal > JOURNAL_PAGES_MAX
}

function isBehind({ journal, copied }: CheckpointReport): boolean {
  return journal - copied > HELD_PAGES_MAX
}

type CheckpointThread = {
  /** Rejects when the thread has ended, by whatever cause. */
  checkpoint(): Promise<CheckpointReport>
  close(): Promise<void>
}

function startThread(file: string): CheckpointThread {
  const worker = new Worker(new URL('./checkpoint-worker.ts', import.meta.url), {
    workerData: file,
  })
  const ended = Promise.withResolvers<never>()
  worker.on('error', ended.reject)
  worker.on('exit', () => ended.reject(new Error('the checkpoint thread has ended')))
  ended.promise.catch(() => undefined) // whoever waits for a checkpoint hears of it
  worker.unref()
  return {
    async checkpoint() {
      const report = Promise.withResolvers<CheckpointReport>()
      worker.once('message', report.resolve)
      worker.postMessage('checkpoint')
      return Promise.race([report.promise, ended.promise])
    },
    async close() {
      worker.postMessage('close')
      await ended.promise.catch(() => undefined) // ended, as it was asked to
    },
  }
}
