/** Scalars an operator may read. Never names, never free text, never anything from a payload. */
export type SafeDetails = Readonly<Record<string, string | number | boolean>>

/**
 * Base of every error thrown on purpose.
 *
 * The message is fixed per code, so an error can be logged without reading what caused it;
 * `cause` keeps the original for a debugger and is never serialized.
 */
export abstract class TrmError<Code extends string = string> extends Error {
  abstract override readonly name: string
  readonly code: Code
  readonly details: SafeDetails

  protected constructor(code: Code, message: string, details: SafeDetails, cause?: unknown) {
    super(message, { cause })
    this.code = code
    this.details = details
  }
}

/** A bug in our code. Nothing catches it on purpose: the process stops and is restarted. */
export class InvariantError extends TrmError<'INVARIANT_BROKEN'> {
  override readonly name = 'InvariantError'
  constructor(invariant: string) {
    super('INVARIANT_BROKEN', 'an internal invariant does not hold', { invariant })
  }
}

/** Makes a `switch` exhaustive: a new variant without a branch does not compile. */
export function assertNever(_value: never, invariant: string): never {
  throw new InvariantError(invariant)
}

/** @throws {InvariantError} naming the invariant, when it does not hold. */
export function invariant(condition: boolean, name: string): asserts condition {
  if (!condition) throw new InvariantError(name)
}
