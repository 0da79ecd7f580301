import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const DEADLINE_MS = 15_000
/** Compiled code, shared by all children: most of the time that one takes to start. */
const COMPILE_CACHE = fileURLToPath(
  new URL('../../../node_modules/.cache/node-compile', import.meta.url),
)

/** A folder of its own, removed when the scope is left. */
export async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'trm-conformance-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) }
}

/** Another process of this program that reports line by line. */
export type Child = AsyncDisposable & {
  /** The next line that it wrote, also before it died; undefined when there is no more. */
  nextLine(): Promise<string | undefined>
  /** Ends it as a power cut would: it is not asked. Resolves when it is gone. */
  kill(): Promise<void>
}

/**
 * Runs a script in a process of its own, for what an adapter promises across processes and crashes.
 *
 * @param fileSizeMax in blocks of 512 bytes: writing beyond fails as on a full disk.
 */
export function startChild(script: URL, args: readonly string[], fileSizeMax?: number): Child {
  const node = [process.execPath, '--disable-warning=ExperimentalWarning']
  const limit = fileSizeMax === undefined ? '' : `ulimit -f ${fileSizeMax}; `
  // With `exec` the shell becomes the script, so that it is the script that is killed.
  const command = ['-c', `${limit}exec "$@"`, 'sh', ...node, fileURLToPath(script), ...args]
  const child = spawn('/bin/sh', command, {
    env: { ...process.env, NODE_COMPILE_CACHE: COMPILE_CACHE },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()

  async function kill(): Promise<void> {
    child.kill('SIGKILL')
    await exited
  }

  return {
    async nextLine() {
      const overdue = Promise.withResolvers<never>()
      const timer = setTimeout(() => {
        overdue.reject(new Error('the child process has been silent for too long'))
      }, DEADLINE_MS)
      const line = await Promise.race([lines.next(), overdue.promise])
      clearTimeout(timer)
      return line.done === true ? undefined : line.value
    },
    kill,
    [Symbol.asyncDispose]: kill,
  }
}
