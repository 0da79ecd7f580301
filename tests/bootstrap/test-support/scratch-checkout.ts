import { spawn, type ChildProcess } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { onTestFinished } from 'vitest'

const root = resolve(import.meta.dirname, '..', '..', '..')
const DEADLINE_MS = 15_000

/** Prints what it was given; `wait` makes it count signals until the first of them is 400 ms old. */
const PROGRAM = `
const [verb = '', value = ''] = process.argv.slice(2)
if (verb === 'exit') process.exit(Number(value))
if (verb === 'die') process.kill(process.pid, value)
if (verb === 'wait') {
  let count = 0
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => {
      count += 1
      if (count > 1) return
      console.log('first')
      setTimeout(() => { console.log(signal + ' ' + count); process.exit(7) }, 400)
    })
  setInterval(() => {}, 1000)
  console.log('ready')
} else
  console.log(JSON.stringify({
    args: process.argv.slice(2),
    execArgv: process.execArgv,
    nodeOptions: process.env.NODE_OPTIONS ?? null,
    natsServer: process.env.TRM_NATS_SERVER ?? null,
    path: process.env.PATH,
  }))
`

export type Finished = { readonly code: number; readonly stdout: string; readonly stderr: string }

export type Running = {
  readonly child: ChildProcess
  stdout(): string
  readonly finished: Promise<Finished>
}

export type ScratchCheckout = {
  readonly folder: string
  /** First in the PATH of everything that runs here. */
  readonly bin: string
  /** Puts an executable shell script into {@link bin}. */
  putTool(name: string, script: string): void
  removeTool(name: string): void
  /** Runs the bootstrap to its end. */
  run(args: readonly string[], environment?: Record<string, string>): Promise<Finished>
  /** Starts the bootstrap and leaves it running. */
  start(args: readonly string[], environment?: Record<string, string>): Running
  /** How often pnpm was asked to install. */
  installations(): number
}

/**
 * A checkout with the real bootstrap and, in place of npm and our programs, scripts that show what
 * they were asked for. Its path has a space, as paths have. Removed when the test has finished.
 */
export function scratchCheckout(): ScratchCheckout {
  const folder = mkdtempSync(join(tmpdir(), 'trm scratch-'))
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  const bin = join(folder, 'bin')
  const trace = join(folder, 'installations')
  mkdirSync(bin)
  mkdirSync(join(folder, 'infra/local/src'), { recursive: true })
  cpSync(join(root, 'infra/local/bootstrap.mjs'), join(folder, 'infra/local/bootstrap.mjs'))
  cpSync(join(root, 'infra/local/bootstrap'), join(folder, 'infra/local/bootstrap'), {
    recursive: true,
  })
  writeFileSync(join(folder, 'infra/local/src/main.ts'), PROGRAM)
  cpSync(join(root, 'package.json'), join(folder, 'package.json'))
  writeFileSync(join(folder, 'pnpm-lock.yaml'), 'lockfileVersion: 9\n')

  const putTool = (name: string, script: string) => {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`)
    chmodSync(join(bin, name), 0o755)
  }
  putTool('npx', installingNpx(trace))
  putTool('nats-server', 'echo "nats-server: v2.9.10"')

  const start: ScratchCheckout['start'] = (args, environment = {}) =>
    follow(
      spawn(process.execPath, [join(folder, 'infra/local/bootstrap.mjs'), ...args], {
        env: { PATH: `${bin}:/usr/bin:/bin`, ...environment },
        stdio: ['ignore', 'pipe', 'pipe'],
        // Away from the terminal that the tests may run at: its Ctrl-C is a case of its own.
        detached: true,
      }),
    )
  return {
    folder,
    bin,
    putTool,
    removeTool: (name) => {
      rmSync(join(bin, name))
    },
    start,
    run: (args, environment) => start(args, environment).finished,
    installations: () =>
      existsSync(trace) ? readFileSync(trace, 'utf8').split('\n').filter(Boolean).length : 0,
  }
}

/** An npx that "installs" by linking the Node that runs the tests. */
export function installingNpx(trace: string, { seconds = 0 } = {}): string {
  return [
    'if [ "$1" = --version ]; then echo 10.8.2; exit; fi',
    `echo "$*" >> "${trace}"`,
    'echo "resolved 1, reused 1"',
    `sleep ${String(seconds)}`,
    `mkdir -p node_modules/node/bin && ln -sf "${process.execPath}" node_modules/node/bin/node`,
  ].join('\n')
}

/** Collects what a process prints, and its end. */
export function follow(child: ChildProcess): Running {
  let stdout = ''
  let stderr = ''
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const finished = new Promise<Finished>((settle, fail) => {
    child.once('error', fail)
    child.once('close', (code) => {
      settle({ code: code ?? -1, stdout, stderr })
    })
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  return { child, stdout: () => stdout, finished }
}

/** Resolves as soon as the condition holds; throws after a deadline. */
export async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + DEADLINE_MS
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('the condition did not come to hold in time')
    await new Promise((settle) => setTimeout(settle, 20))
  }
}
