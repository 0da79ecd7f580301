import { TrmError } from '@trm/kernel'

const FRAMES_MAX = 10
const NAME = /^[A-Z][A-Za-z]{0,40}(?:Error|Exception)$/
// `ECONNREFUSED`, `FST_ERR_VALIDATION`, `SQLITE_BUSY`; not one word and digits, as in a passport.
const FOREIGN_CODE = /^(?:E[A-Z]{3,20}|[A-Z]+(?:_[A-Z0-9]+){1,8})$/
const HEADER = /^[A-Za-z]{1,60}(?: \[[A-Z0-9_]+\])?(?:: )?$/
const LOCATION = /^ {4}at (?:.{0,200} \()?((?:node:|file:\/\/\/|\/)[\w./@+-]+:\d+:\d+)\)?$/

/** What a log line says of an error. */
export type ErrorDescription = {
  readonly name: string
  readonly code?: string
  readonly details?: Readonly<Record<string, string | number | boolean>>
  /** Source locations only, innermost first. */
  readonly frames: readonly string[]
}

/**
 * Describes an error without repeating anything it may have quoted.
 *
 * Errors of this project have fixed messages, so their code and details are told. Of any other only
 * what its author wrote in source code survives: class, code, and where it was thrown. Messages,
 * causes, inner errors and further properties may all quote their input. Never throws.
 */
export function describeError(error: unknown): ErrorDescription | undefined {
  if (error === undefined) return undefined
  try {
    if (!(error instanceof Error)) return { name: 'NotAnError', frames: [] }
    const frames = framesOf(error)
    if (isOurs(error))
      return { name: nameOf(error), code: error.code, details: scalarsOf(error.details), frames }
    const code: unknown = 'code' in error ? error.code : undefined
    if (typeof code !== 'string' || !FOREIGN_CODE.test(code)) return { name: nameOf(error), frames }
    return { name: nameOf(error), code, frames }
  } catch {
    // The error has a getter that throws, or is a revoked proxy.
    return { name: 'UnreadableError', frames: [] }
  }
}

function isOurs(error: Error): error is TrmError {
  return error instanceof TrmError
}

function nameOf({ name }: Error): string {
  return NAME.test(name) ? name : 'Error'
}

function scalarsOf(details: TrmError['details']): Record<string, string | number | boolean> {
  const scalars = ['string', 'number', 'boolean']
  return Object.fromEntries(
    Object.entries(details).filter(([, value]) => scalars.includes(typeof value)),
  )
}

/**
 * Locations from the stack. The text before them is the message, which may span lines and imitate a
 * frame; a stack that does not begin with this very message was tampered with and is not read.
 */
function framesOf({ stack, message }: Error): string[] {
  if (typeof stack !== 'string' || typeof message !== 'string') return []
  const firstFrame = message === '' ? stack.indexOf('\n') : afterMessage(stack, message)
  if (firstFrame < 0) return []
  const header = message === '' ? stack.slice(0, firstFrame) : stack.slice(0, stack.indexOf(': '))
  if (!HEADER.test(header) || stack[firstFrame] !== '\n') return []
  return stack
    .slice(firstFrame + 1)
    .split('\n')
    .slice(0, FRAMES_MAX)
    .flatMap((line) => LOCATION.exec(line)?.[1] ?? [])
}

function afterMessage(stack: string, message: string): number {
  const colon = stack.indexOf(': ')
  return colon >= 0 && stack.startsWith(message, colon + 2) ? colon + 2 + message.length : -1
}
