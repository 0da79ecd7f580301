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
const VERSION = /v(\d+)\.(\d+)\.(\d+)/
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
  const version = await versionOf(program)
  if (version === undefined) throw new NatsError('NATS_SERVER_NOT_FOUND')
  if (!isAtLeast(version, NATS_SERVER_VERSION_MIN.split('.').map(Number))) {
    throw new NatsError('NATS_SERVER_TOO_OLD', { version: version.join('.') })
  }
  return program
}

async function versionOf(program: string): Promise<readonly number[] | undefined> {
  try {
    const { stdout } = await run(program, ['--version'], { timeout: VERSION_TIMEOUT_MS })
    return VERSION.exec(stdout)?.slice(1).map(Number)
  } catch {
    // Something of that name which does not say its version is no nats-server.
    return undefined
  }
}

function isAtLeast(version: readonly number[], minimum: readonly number[]): boolean {
  const difference = minimum.map((part, index) => (version[index] ?? 0) - part)
  return (difference.find((part) => part !== 0) ?? 0) >= 0
}
