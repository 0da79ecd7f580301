// @ts-check
import { mkdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import process from 'node:process'
import { setTimeout as delay } from 'node:timers/promises'
import { inModules } from './places.mjs'
import { stopIfInterrupted } from './processes.mjs'
import { codeOf } from './refusal.mjs'

const LOCK = inModules('.trm-install.lock')
const BEAT_MS = 2_000
const STALE_MS = 20_000
const POLL_MS = 200

/**
 * Runs `action` while no other process of this checkout installs.
 *
 * The lock is a file whose time is renewed while its owner lives, so that nobody waits for the lock
 * of a process that was killed; process ids would mean nothing across containers.
 *
 * @param {() => Promise<void>} action
 */
export async function withInstallLock(action) {
  mkdirSync(inModules(), { recursive: true })
  let hasWaited = false
  while (!tryLock()) {
    if (!hasWaited) process.stderr.write('Waiting for another installation in this folder …\n')
    hasWaited = true
    await delay(POLL_MS)
    stopIfInterrupted()
  }
  const beat = setInterval(renewLock, BEAT_MS)
  try {
    await action()
  } finally {
    clearInterval(beat)
    rmSync(LOCK, { force: true })
  }
}

/** @returns {boolean} whether the lock is ours now */
function tryLock() {
  try {
    writeFileSync(LOCK, '', { flag: 'wx' })
    return true
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  }
  const renewed = statSync(LOCK, { throwIfNoEntry: false })?.mtimeMs
  if (renewed !== undefined && Date.now() - renewed > STALE_MS) rmSync(LOCK, { force: true })
  return false
}

function renewLock() {
  try {
    utimesSync(LOCK, new Date(), new Date())
  } catch {
    // A package manager that empties node_modules takes the lock along: put it back.
    tryLock()
  }
}
