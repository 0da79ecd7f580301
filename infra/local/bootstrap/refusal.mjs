// @ts-check
import { constants } from 'node:os'

/** The exit code for "a prerequisite is missing". */
export const EXIT_REFUSED = 2

/** A prerequisite is missing. The message is one sentence that ends with the remedy. */
export class Refusal extends Error {}

/** A signal arrived before the program was started, or between two programs. */
export class Interrupted extends Error {
  /** @param {NodeJS.Signals} signal */
  constructor(signal) {
    super(signal)
    /** 128 + n after signal n, as a shell says it. */
    this.exitCode = 128 + constants.signals[signal]
  }
}

/** @param {unknown} error @returns {string | undefined} */
export function codeOf(error) {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}

/**
 * What to tell the user, or undefined when the error is a bug and not a missing prerequisite.
 *
 * @param {unknown} error
 * @param {string} folder the checkout
 * @returns {string | undefined}
 */
export function explain(error, folder) {
  if (error instanceof Refusal) return error.message
  const code = codeOf(error)
  if (code === 'ENOSPC') return 'The disk is full: make room and run the command again.'
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM')
    return `${folder} cannot be written: change its rights or copy it elsewhere, and run the command again.`
  return undefined
}
