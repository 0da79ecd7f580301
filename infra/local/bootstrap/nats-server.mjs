// @ts-check
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, isAbsolute, join, resolve } from 'node:path'
import { withInstallLock } from './install-lock.mjs'
import { runTool } from './processes.mjs'
import { Refusal } from './refusal.mjs'

/** @typedef {import('./processes.mjs').Environment} Environment */
/** @typedef {{ environment: Environment, systemFolders: readonly string[], isRoot: boolean }} Machine */
/** @typedef {{ path: string, version: string, isEnough: boolean }} FoundServer */

/** Where systems put servers, and where the PATH of a user who is not root may not look. */
export const SYSTEM_FOLDERS = [
  '/usr/sbin',
  '/usr/local/sbin',
  '/usr/local/bin',
  '/opt/homebrew/bin',
]

const VERSION_MIN = [2, 9, 10]
const NEED = `nats-server ${VERSION_MIN.join('.')} or later is needed`
const REMEDY =
  'install it from https://github.com/nats-io/nats-server/releases and put it on the PATH, or set TRM_NATS_SERVER to its path, and run the command again.'

/**
 * Finds a `nats-server` that is new enough, or installs the package of a Debian system.
 *
 * @param {Machine} machine
 * @returns {Promise<string>} its absolute path
 * @throws {Refusal}
 */
export async function ensureNatsServer(machine) {
  const named = machine.environment['TRM_NATS_SERVER']
  if (named !== undefined && named !== '') return requireNamedServer(named, machine.environment)

  const found = await findServer(machine)
  if (found?.isEnough) return found.path
  if (found !== undefined)
    throw new Refusal(`${NEED}, and ${found.path} is ${found.version}: ${REMEDY}`)
  if (findExecutable('apt-get', searchFolders(machine)) === undefined)
    throw new Refusal(`${NEED} and was not found: ${REMEDY}`)
  if (!machine.isRoot)
    throw new Refusal(
      `${NEED} and was not found: run "sudo apt-get install nats-server", or set TRM_NATS_SERVER to the path of one, and run the command again.`,
    )

  await withInstallLock(() => installServer(machine.environment))
  const installed = await findServer(machine)
  if (installed?.isEnough) return installed.path
  throw new Refusal(`${NEED}, and the packages of this system have not brought one: ${REMEDY}`)
}

/** @param {Environment} environment */
async function installServer(environment) {
  const options = {
    environment: { ...environment, DEBIAN_FRONTEND: 'noninteractive' },
    announcement: 'Installing nats-server from the packages of this system …',
  }
  // Whether old lists are good enough is for the installation to say.
  await runTool('apt-get', ['update'], options)
  const { code } = await runTool(
    'apt-get',
    ['-o', 'DPkg::Lock::Timeout=120', 'install', '-y', '--no-install-recommends', 'nats-server'],
    options,
  )
  if (code !== 0)
    throw new Refusal(
      'nats-server could not be installed with apt-get: check the network and the package sources, or set TRM_NATS_SERVER to the path of one, and run the command again.',
    )
}

/** @param {string} named @param {Environment} environment */
async function requireNamedServer(named, environment) {
  const path = resolve(named)
  const version = isExecutable(path) ? await versionOf(path, environment) : undefined
  if (version === undefined)
    throw new Refusal(
      `TRM_NATS_SERVER names ${named}, which is not a nats-server that runs: correct the path or unset the variable.`,
    )
  if (!isEnough(version))
    throw new Refusal(
      `TRM_NATS_SERVER names nats-server ${version}, and ${VERSION_MIN.join('.')} or later is needed: name a newer one or unset the variable.`,
    )
  return path
}

/**
 * The first server that is new enough, else the first at all.
 *
 * @param {Machine} machine
 * @returns {Promise<FoundServer | undefined>}
 */
async function findServer(machine) {
  /** @type {FoundServer | undefined} */
  let tooOld
  for (const folder of searchFolders(machine)) {
    const path = findExecutable('nats-server', [folder])
    const version = path === undefined ? undefined : await versionOf(path, machine.environment)
    if (path === undefined || version === undefined) continue
    if (isEnough(version)) return { path, version, isEnough: true }
    tooOld ??= { path, version, isEnough: false }
  }
  return tooOld
}

/** @param {Machine} machine */
function searchFolders({ environment, systemFolders }) {
  const onPath = (environment['PATH'] ?? '').split(delimiter).filter((folder) => isAbsolute(folder))
  return [...new Set([...onPath, ...systemFolders])]
}

/** @param {string} name @param {readonly string[]} folders */
function findExecutable(name, folders) {
  return folders.map((folder) => join(folder, name)).find(isExecutable)
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    // Not there, or not ours to run: the same answer for a search.
    return false
  }
}

/**
 * @param {string} path
 * @param {Environment} environment
 * @returns {Promise<string | undefined>} `2.9.10`, or undefined when it does not say
 */
async function versionOf(path, environment) {
  const { output } = await runTool(path, ['--version'], {
    environment,
    announcement: `Asking ${path} for its version …`,
  })
  return /^nats-server: v(\d+\.\d+\.\d+)/m.exec(output)?.[1]
}

/** @param {string} version three numbers */
function isEnough(version) {
  const parts = version.split('.').map(Number)
  const place = VERSION_MIN.findIndex((least, index) => parts[index] !== least)
  return place < 0 || Number(parts[place]) > Number(VERSION_MIN[place])
}
