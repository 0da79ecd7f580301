import { execFile } from 'node:child_process'
import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { NatsError } from './error.ts'

/** The oldest nats-server that is tested: the one of Debian 12. */
export const NATS_SERVER_VERSION_MIN = '2.9.10'

// Debian installs it here, which is not on the path of every user.
const FOLDERS_BESIDE_PATH = ['/usr/local/sbin', '/usr/sbin']
const VERSION = /v(\d+\.\d+\.\d+)/
const VERSION_TIMEOUT_MS = 5_000

const run = promisify(execFile)

export type WhereToLook = {
  /** The program itself. When it is given, nothing else is looked at. */
  readonly program?: string | undefined
  /** Folders as in the environment variable PATH. */
  readonly path?: string | undefined
}

/**
 * Finds a nats-server program that is new enough.
 *
 * @returns its file name.
 * @throws {NatsError} `NATS_SERVER_NOT_FOUND`, or `NATS_SERVER_TOO_OLD` with its version.
 */
export async function findNatsServer({ program, path = '' }: WhereToLook): Promise<string> {
  const folders = [
    ...path.split(delimiter).filter((folder) => folder !== ''),
    ...FOLDERS_BESIDE_PATH,
  ]
  const candidates =
    program === undefined ? folders.map((folder) => join(folder, 'nats-server')) : [program]
  for (const candidate of candidates) {
    if (await isExecutable(candidate)) return await checkedVersion(candidate)
  }
  throw new NatsError('NATS_SERVER_NOT_FOUND')
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK)
    return true
  } catch {
    // Absent or not executable: look further.
    return false
  }
}

async function checkedVersion(program: string): Promise<string> {
  const version = await natsServerVersion(program)
  if (!isVersionAtLeast(version, NATS_SERVER_VERSION_MIN)) {
    throw new NatsError('NATS_SERVER_TOO_OLD', { version })
  }
  return program
}

/**
 * Asks a nats-server program for its version, `2.9.10`.
 *
 * @throws {NatsError} `NATS_SERVER_NOT_FOUND` when it does not say one.
 */
export async function natsServerVersion(program: string): Promise<string> {
  try {
    const { stdout } = await run(program, ['--version'], { timeout: VERSION_TIMEOUT_MS })
    const version = VERSION.exec(stdout)?.[1]
    if (version !== undefined) return version
  } catch {
    // Something of that name which does not say its version is no nats-server.
  }
  throw new NatsError('NATS_SERVER_NOT_FOUND')
}

/** Whether a version of three numbers is this one or a later one. */
export function isVersionAtLeast(version: string, minimum: string): boolean {
  const [parts, least] = [version, minimum].map((text) => text.split('.').map(Number))
  const differences = least?.map((part, index) => (parts?.[index] ?? 0) - part)
  return (differences?.find((part) => part !== 0) ?? 0) >= 0
}
