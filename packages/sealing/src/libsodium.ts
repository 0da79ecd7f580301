import sodium from 'libsodium-wrappers'
import { SealingError } from './errors.ts'

// The library compiles itself when it is loaded; whoever imports this module gets it ready to use.
await sodium.ready

export { sodium }

/**
 * Runs one primitive. Undefined means that the primitive refused its input: a tag that does not
 * match, a public key that is not on the curve.
 *
 * Errors of the library stop here: Node prints the source line of an uncaught one, and that line is
 * the whole library.
 *
 * @throws {SealingError} `SEALING_LIBRARY_FAULT` for everything that is not such a refusal.
 */
export function unlessRefused<Value>(primitive: () => Value): Value | undefined {
  try {
    return primitive()
  } catch (cause) {
    // A refusal is a plain Error; wrong lengths are a TypeError, a broken module a RuntimeError.
    if (cause instanceof Error && cause.constructor === Error) return undefined
    throw new SealingError('SEALING_LIBRARY_FAULT')
  }
}

/**
 * Runs one primitive that has no reason to refuse.
 *
 * @throws {SealingError} `SEALING_LIBRARY_FAULT`
 */
export function succeeding<Value>(primitive: () => Value): Value {
  const value = unlessRefused(primitive)
  if (value === undefined) throw new SealingError('SEALING_LIBRARY_FAULT')
  return value
}
