import { pino, type DestinationStream, type Logger as PinoLogger } from 'pino'
import { allowedFields, type LogFields } from './log-fields.ts'

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

export type LogLevel = (typeof LOG_LEVELS)[number]

const AREAS = [
  'agent',
  'casework',
  'directory',
  'http',
  'inbox',
  'outbox',
  'process',
  'store',
  'timeline',
  'vault',
] as const

/** `inbox.opened`: a name to search for, never a sentence with values in it. */
export type LogMessage = `${(typeof AREAS)[number]}.${string}`

const MESSAGE = new RegExp(`^(?:${AREAS.join('|')})\\.[a-z-]{1,60}$`)

export type WriteLog = {
  (fields: LogFields | Error, message: LogMessage): void
  (message: LogMessage): void
}

/** Writes one JSON object a line; what it was not told to remember it forgets. */
export type Logger = Readonly<Record<Exclude<LogLevel, 'silent'>, WriteLog>> & {
  /** May be changed while running; children made before keep theirs. */
  level: LogLevel
  /** A logger that adds these fields to its lines. */
  child(fields: LogFields, options?: { readonly level?: string }): Logger
  /** Writes nothing. */
  silent(): void
}

/**
 * A logger with an allow-list: of fields, of their shapes and of messages (`log-fields.ts`). A
 * deny-list misses deeper levels, properties of errors and the message itself. The web framework logs
 * through this same object, so the rule is kept here and not at call sites.
 *
 * @param options.service kebab-case name, on every line.
 * @param options.destination standard output by default, written synchronously.
 */
export function createLogger(options: {
  readonly level: LogLevel
  readonly service: string
  readonly destination?: DestinationStream
}): Logger {
  const settings = {
    level: options.level,
    base: { service: options.service },
    formatters: { level: (level: string) => ({ level }) },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: {},
  }
  return forgetful(
    options.destination === undefined ? pino(settings) : pino(settings, options.destination),
  )
}

/** A closed surface over the library: no prefix, serializer or binding gets past it. */
function forgetful(target: PinoLogger): Logger {
  const writer = (level: Exclude<LogLevel, 'silent'>): WriteLog => {
    return (first: unknown, second?: unknown) => {
      if (!target.isLevelEnabled(level)) return
      const fields = first instanceof Error ? { err: first } : first
      target[level](allowedFields(fields), knownMessage(typeof first === 'string' ? first : second))
    }
  }
  return {
    get level() {
      return LOG_LEVELS.find((level) => level === target.level) ?? 'info'
    },
    set level(level) {
      target.level = level
    },
    fatal: writer('fatal'),
    error: writer('error'),
    warn: writer('warn'),
    info: writer('info'),
    debug: writer('debug'),
    trace: writer('trace'),
    silent: () => undefined,
    child: (fields, options) => {
      const level = LOG_LEVELS.find((known) => known === options?.level)
      return forgetful(target.child(allowedFields(fields), level === undefined ? {} : { level }))
    },
  }
}

function knownMessage(message: unknown): string {
  return typeof message === 'string' && MESSAGE.test(message) ? message : 'process.uncatalogued'
}
