// @ts-check
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { checkout, node24 } from './places.mjs'
import { codeOf, Interrupted } from './refusal.mjs'

/** @typedef {Record<string, string | undefined>} Environment */

const QUIET_MS = 3_000
// npm explains a registry that is away with the frames of its own code.
const STACK_FRAME = /^(?:npm error )?\s+at /
// npm repeats to its child what the terminal has sent to both.
const SAME_SIGNAL_MS = 1_000

/**
 * How to send a signal to what runs now, and the signal that has arrived.
 *
 * @type {{ send: ((signal: NodeJS.Signals) => void) | undefined, signal: NodeJS.Signals | undefined, at: number }}
 */
const running = { send: undefined, signal: undefined, at: 0 }

/** @throws {Interrupted} when a signal has arrived. */
export function stopIfInterrupted() {
  if (running.signal !== undefined) throw new Interrupted(running.signal)
}

/**
 * The environment of everything that is started from here.
 *
 * `NODE_OPTIONS` was written for the caller's Node and may name flags or files that another Node
 * refuses; `NODE_ENV=production` would leave out the tools.
 *
 * @returns {Environment}
 */
export function childEnvironment() {
  const environment = { ...process.env }
  delete environment['NODE_OPTIONS']
  delete environment['NODE_ENV']
  return environment
}

/**
 * @param {Environment} environment
 * @param {string} folder looked into first
 * @returns {Environment}
 */
export function withPath(environment, folder) {
  return { ...environment, PATH: [folder, environment['PATH'] ?? ''].join(delimiter) }
}

/**
 * Runs a tool to its end. Its output is collected; it is shown on standard error from the moment
 * that it has lasted three seconds (after `announcement`), and as a whole when the tool fails.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ environment: Environment, announcement: string }} options
 * @returns {Promise<{ code: number, output: string }>} code 127 when it could not be started
 * @throws {Interrupted}
 */
export async function runTool(command, args, { environment, announcement }) {
  const child = spawn(command, args, {
    cwd: checkout,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: npx puts a shell before pnpm, and a shell keeps signals to itself.
    detached: true,
  })
  running.send = (signal) => {
    if (child.pid !== undefined) signalGroup(child.pid, signal)
  }
  const log = { text: '', isShown: false }
  const show = () => {
    log.isShown = true
    process.stderr.write(`${announcement}\n${log.text}`)
  }
  const keep = (/** @type {string} */ line) => {
    if (STACK_FRAME.test(line)) return
    log.text += `${line}\n`
    if (log.isShown) process.stderr.write(`${line}\n`)
  }
  const timer = setTimeout(show, QUIET_MS)
  for (const input of [child.stdout, child.stderr]) createInterface({ input }).on('line', keep)
  /** @type {number} */
  const code = await new Promise((settle) => {
    child.once('error', () => {
      settle(127)
    })
    // Whom it was starting when the signal came has not heard it, and would be waited for.
    child.once('exit', () => {
      if (running.signal !== undefined) running.send?.(running.signal)
    })
    child.once('close', (status) => {
      settle(status ?? 1)
    })
  })
  clearTimeout(timer)
  running.send = undefined
  stopIfInterrupted()
  if (code !== 0 && log.text !== '' && !log.isShown) show()
  return { code, output: log.text }
}

/**
 * Runs one of our programs on Node 24, with the terminal and the streams of the caller.
 *
 * @param {string} script relative to the root of the checkout
 * @param {string[]} args
 * @param {Environment} environment
 * @returns {Promise<number>} its exit code, 128 + n when it died of signal n, as a shell says it
 * @throws {Interrupted}
 */
export async function runProgram(script, args, environment) {
  stopIfInterrupted()
  // node:sqlite is experimental in name; its warning would be the first line of every run.
  const child = spawn(node24, ['--disable-warning=ExperimentalWarning', script, ...args], {
    cwd: checkout,
    env: environment,
    stdio: 'inherit',
  })
  running.send = (signal) => {
    const isSharedByTerminal = signal !== 'SIGTERM' && isForegroundOfTerminal()
    if (!isSharedByTerminal) child.kill(signal)
  }
  /** @type {number} */
  const code = await new Promise((settle, fail) => {
    child.once('error', fail)
    child.once('exit', (status, signal) => {
      settle(status ?? 128 + (signal === null ? 0 : constants.signals[signal]))
    })
  })
  running.send = undefined
  return code
}

/** @param {number} group @param {NodeJS.Signals} signal */
function signalGroup(group, signal) {
  try {
    process.kill(-group, signal)
  } catch (error) {
    // It has just ended by itself.
    if (codeOf(error) !== 'ESRCH') throw error
  }
}

/** Passes SIGINT, SIGTERM and SIGHUP on to whatever runs, once, and lets it end by itself. */
export function forwardSignals() {
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => {
      const isRepeat = running.signal === signal && Date.now() - running.at < SAME_SIGNAL_MS
      running.signal = signal
      running.at = Date.now()
      if (!isRepeat) running.send?.(signal)
    })
}

/**
 * Whether a terminal sends its signals (Ctrl-C, hang-up) to our whole process group, the child
 * included. A second one from here would look like "now by force".
 */
function isForegroundOfTerminal() {
  try {
    // proc_pid_stat(5), after the name in brackets: state ppid pgrp session tty_nr tpgid …
    const fields = readFileSync('/proc/self/stat', 'utf8').split(') ').at(-1)?.split(' ') ?? []
    return fields[2] === fields[5]
  } catch {
    // No /proc on this system: somebody who sits at a terminal has one of the streams on it.
    return process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY
  }
}
