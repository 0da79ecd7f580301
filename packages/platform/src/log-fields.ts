import { isEventId, isOrganisationId, isParticipantCode } from '@trm/kernel'
import { describeError } from './describe-error.ts'

type Loggable = string | number | boolean | object
type Field = (value: unknown) => Loggable | undefined

/**
 * The only fields that reach a log line, each with the only shape it may have: a value of another
 * shape is left out. Adding a field is a privacy decision. There is none for a case, a stream (its
 * name carries the case) or a person.
 */
const FIELDS = {
  attempt: number,
  code: text(/^[A-Z][A-Z0-9_]{0,63}$/),
  count: number,
  durationMs: number,
  err: describeError,
  eventId: identifier(isEventId),
  eventType: text(/^[A-Z][A-Za-z]{0,63}$/),
  kind: text(/^[a-z][a-z0-9-]{0,63}$/),
  method: text(/^[A-Z-]{3,20}$/),
  organisation: identifier(isOrganisationId),
  participant: identifier(isParticipantCode),
  port: number,
  reason: text(/^[a-z][a-z0-9-]{0,63}$/),
  reqId: text(/^[0-9a-f-]{36}$/),
  revision: wholeNumber,
  /** The pattern that the route was registered with, never the URL of a request. */
  route: text(/^(?:\/[A-Za-z0-9:*._-]*)+$|^unmatched$/),
  sizeBytes: number,
  status: number,
} as const satisfies Readonly<Record<string, Field>>

/** What may be said in a log line. Other names and other shapes are forgotten at run time, too. */
export type LogFields = {
  readonly [Name in keyof typeof FIELDS]?: Parameters<(typeof FIELDS)[Name]>[0]
}

/** Keeps the allowed fields of the allowed shape. Never throws, whatever it is handed. */
export function allowedFields(given: unknown): Record<string, Loggable> {
  if (typeof given !== 'object' || given === null) return {}
  const kept: Record<string, Loggable> = {}
  for (const [name, shape] of Object.entries<Field>(FIELDS)) {
    const value = shape(ownValue(given, name))
    if (value !== undefined) kept[name] = value
  }
  return kept
}

function ownValue(holder: object, name: string): unknown {
  try {
    return Object.hasOwn(holder, name) ? Reflect.get(holder, name) : undefined
  } catch {
    // A getter or a proxy threw. A log line is no place to fail.
    return undefined
  }
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

function wholeNumber(value: unknown): number | string | undefined {
  return typeof value === 'bigint' ? value.toString() : number(value)
}

function text(shape: RegExp): Field {
  return (value) => (typeof value === 'string' && shape.test(value) ? value : undefined)
}

function identifier(is: (value: string) => boolean): Field {
  return (value) => (typeof value === 'string' && is(value) ? value : undefined)
}
