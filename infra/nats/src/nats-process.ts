import { spawn, type ChildProcess } from 'node:child_process'
import {
  access,
  chmod,
  constants,
  mkdir,
  open,
  readdir,
  readFile,
  rm,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { NatsError } from './error.ts'
import { requireOwnerOnly } from './link-files.ts'

export type NatsServerOptions = {
  /** The program, from {@link findNatsServer}. */
  readonly program: string
  readonly configuration: string
  /** Files with private keys that the configuration names: looked at before it is started. */
  readonly keyFiles?: readonly string[]
  /** Its own folder: takes `nats.conf`, `nats.log` and what nats-server tells about its ports. */
  readonly folder: string
  /** How long it may take to start, in milliseconds; 15 seconds by default. */
  readonly deadlineMs?: number
}

/** A running nats-server. It lives until it is stopped, and then it is started anew. */
export type NatsServer = {
  /** `host:port` for clients. */
  readonly address: string
  readonly processId: number
  /** Resolves when the process has ended, whoever ended it. */
  readonly ended: Promise<void>
  /** Lets it finish (SIGTERM); after 10 seconds it is killed. Repeating it changes nothing. */
  stop(): Promise<void>
  /** Ends it at once, as a power cut would (SIGKILL). */
  kill(): Promise<void>
}

const START_DEADLINE_MS = 15_000
const STOP_DEADLINE_MS = 10_000
const POLL_MS = 10
const OWNER_ONLY_FILE = 0o600
const OWNER_ONLY_FOLDER = 0o700

/**
 * Writes the configuration into the folder, readable by its owner only, starts nats-server on it and
 * waits until its ports are open.
 *
 * @throws {NatsError} `NATS_SERVER_NOT_STARTED` when it ends, or does not answer before the deadline;
 *   no process is left behind. `LINK_KEY_EXPOSED` when others than its owner may read a private key.
 */
export async function startNatsServer(options: NatsServerOptions): Promise<NatsServer> {
  const { folder, program, keyFiles = [] } = options
  for (const file of keyFiles) await requireOwnerOnly(file)
  const configurationFile = join(folder, 'nats.conf')
  await mkdir(folder, { recursive: true, mode: OWNER_ONLY_FOLDER })
  await writeFile(configurationFile, options.configuration, { mode: OWNER_ONLY_FILE })
  // The mode above is that of a new file only.
  await chmod(configurationFile, OWNER_ONLY_FILE)

  await removePortsFiles(folder)

  const child = await launch(program, ['-c', configurationFile, '--ports_file_dir', folder], folder)
  const ended = whenEnded(child)
  const processId = child.pid
  if (processId === undefined) throw new NatsError('NATS_SERVER_NOT_STARTED')
  const address = await waitForAddress(
    portsFile(folder, processId),
    child,
    options.deadlineMs ?? START_DEADLINE_MS,
  )
  if (address === undefined) {
    await end(child, ended, 'SIGKILL')
    throw new NatsError('NATS_SERVER_NOT_STARTED', { exitCode: child.exitCode ?? 'none' })
  }
  return {
    address,
    processId,
    ended,
    stop: () => end(child, ended, 'SIGTERM'),
    kill: () => end(child, ended, 'SIGKILL'),
  }
}

async function launch(
  program: string,
  parameters: readonly string[],
  folder: string,
): Promise<ChildProcess> {
  const log = await open(join(folder, 'nats.log'), 'a', OWNER_ONLY_FILE)
  try {
    const [command, ...prefix] = await withLifeline(program)
    const child = spawn(command, [...prefix, ...parameters], {
      // Ctrl-C at a terminal is for the one who started it, and who stops it in its own time.
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    })
    // A program that cannot be spawned has no process id, which is how the caller sees it.
    child.on('error', () => undefined)
    return child
  } finally {
    await log.close()
  }
}

const SETPRIV = '/usr/bin/setpriv'

/**
 * A server must not outlive the one who started it, however that one ended. On Linux the kernel sees
 * to it, asked by `setpriv` of util-linux, which then becomes the server; elsewhere a killed launcher
 * leaves its servers to be stopped by hand.
 */
async function withLifeline(program: string): Promise<readonly [string, ...string[]]> {
  const isThere = await access(SETPRIV, constants.X_OK).then(
    () => true,
    () => false,
  )
  return isThere ? [SETPRIV, '--pdeathsig', 'TERM', '--', program] : [program]
}

function whenEnded(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
  })
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}

async function end(child: ChildProcess, ended: Promise<void>, signal: NodeJS.Signals) {
  if (hasEnded(child)) return
  child.kill(signal)
  const impatience = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE_MS)
  await ended
  clearTimeout(impatience)
}

function portsFile(folder: string, processId: number): string {
  return join(folder, `nats-server_${processId}.ports`)
}

/** A killed server leaves its file; a new process with its number must not be mistaken for it. */
async function removePortsFiles(folder: string): Promise<void> {
  const left = (await readdir(folder)).filter((name) => name.endsWith('.ports'))
  await Promise.all(left.map((name) => rm(join(folder, name))))
}

/** Its ports file appears when every port is open, and carries its process id: it is really this one. */
async function waitForAddress(
  file: string,
  child: ChildProcess,
  deadlineMs: number,
): Promise<string | undefined> {
  const deadline = performance.now() + deadlineMs
  while (!hasEnded(child) && performance.now() < deadline) {
    const address = await readAddress(file)
    if (address !== undefined) return address
    await delay(POLL_MS)
  }
  return undefined
}

async function readAddress(file: string): Promise<string | undefined> {
  try {
    const ports: unknown = JSON.parse(await readFile(file, 'utf8'))
    return /^nats:\/\/([^/]+)$/.exec(firstClientUrl(ports))?.[1]
  } catch {
    // Not there yet, or half written: ask again.
    return undefined
  }
}

function firstClientUrl(ports: unknown): string {
  if (typeof ports !== 'object' || ports === null || !('nats' in ports)) return ''
  return Array.isArray(ports.nats) ? String(ports.nats[0]) : ''
}
