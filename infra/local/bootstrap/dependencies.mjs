// @ts-check
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { withInstallLock } from './install-lock.mjs'
import { checkout, inModules, node24 } from './places.mjs'
import { childEnvironment, runTool } from './processes.mjs'
import { Refusal } from './refusal.mjs'

const PNPM = 'pnpm@12.21.0'
const NPM_MAJOR_MIN = 10
const STAMP = inModules('.trm-install')

/**
 * Installs the pinned dependencies, Node 24 among them, unless they are there.
 *
 * @throws {Refusal}
 */
export async function ensureDependencies() {
  if (isInstalled()) return
  await withInstallLock(async () => {
    // Somebody else may have installed while we waited for the lock.
    if (!isInstalled()) await install()
  })
}

function isInstalled() {
  return (
    existsSync(node24) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wantedInstallation()
  )
}

/** Digest of everything that decides what an installation looks like. */
function wantedInstallation() {
  const folders = ['packages', 'services', 'infra']
    .filter((group) => existsSync(join(checkout, group)))
    .flatMap((group) => readdirSync(join(checkout, group)).map((name) => join(group, name)))
  const manifests = ['.', 'tests', ...folders].map((folder) => join(folder, 'package.json'))
  const files = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...manifests].sort()

  const hash = createHash('sha256').update(`${PNPM} ${process.platform} ${process.arch}`)
  for (const file of files.filter((name) => existsSync(join(checkout, name))))
    hash.update(`\0${file}\0`).update(readFileSync(join(checkout, file)))
  return hash.digest('hex')
}

async function install() {
  await requireNpm()
  const { code, output } = await runTool(
    'npx',
    ['-y', PNPM, 'install', '--frozen-lockfile', '--config.confirmModulesPurge=false'],
    {
      environment: { ...childEnvironment(), CI: 'true' },
      announcement: `Installing Node 24 and the pinned dependencies with ${PNPM} …`,
    },
  )
  if (code !== 0) throw new Refusal(explainFailure(output))
  if (!existsSync(node24))
    throw new Refusal(
      'Node 24 is missing although its package was installed: allow install scripts ("npm config delete ignore-scripts"), delete node_modules and run the command again.',
    )
  // Written aside and renamed: a stamp that is there is whole.
  writeFileSync(`${STAMP}.new`, wantedInstallation())
  renameSync(`${STAMP}.new`, STAMP)
}

async function requireNpm() {
  const { code, output } = await runTool('npx', ['--version'], {
    environment: childEnvironment(),
    announcement: 'Asking npx for its version …',
  })
  if (code === 127)
    throw new Refusal(
      `npx was not found on the PATH: install npm ${NPM_MAJOR_MIN} or later (it comes with Node) and run the command again.`,
    )
  const version = /^\d+\.\d+\.\d+/m.exec(output)?.[0] ?? '(unknown)'
  if (code !== 0 || !(Number.parseInt(version, 10) >= NPM_MAJOR_MIN))
    throw new Refusal(
      `npm ${version} is too old: run "npm install --global npm@${NPM_MAJOR_MIN}" and then the command again.`,
    )
}

/** @param {string} output */
function explainFailure(output) {
  if (output.includes('ERR_PNPM_OUTDATED_LOCKFILE'))
    return `pnpm-lock.yaml does not fit the package.json files: run "npx -y ${PNPM} install" and commit the lock file.`
  if (output.includes('ENOSPC'))
    return 'Installing failed because the disk is full: make room and run the command again.'
  if (/EROFS|EACCES|EPERM/.test(output))
    return `Installing failed because a folder cannot be written: check the rights of ${checkout} and of the npm cache, and run the command again.`
  if (/ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|ERR_SOCKET|META_FETCH_FAIL/.test(output))
    return 'Installing failed because the package registry does not answer: check the network and "npm config get registry", and run the command again.'
  return 'Installing the dependencies failed as shown above: remove the cause, delete node_modules and run the command again.'
}
