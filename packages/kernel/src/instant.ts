import { invariant } from './error.ts'

declare const instant: unique symbol

/**
 * A point in time, always UTC with exactly three decimals: `2026-03-01T10:00:00.000Z`.
 *
 * One spelling, so that text order is time order (`'…00.900Z' < '…00Z'` would not be).
 */
export type Instant = string & { readonly [instant]: true }

const SPELLING = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/

/**
 * The instant of a `Date`.
 *
 * @throws {InvariantError} for an invalid date and outside the years 0000 to 9999: a bug of the caller.
 */
export function toInstant(date: Date): Instant {
  invariant(!Number.isNaN(date.getTime()), 'instant: date is valid')
  const text = date.toISOString()
  invariant(SPELLING.test(text), 'instant: year between 0000 and 9999')
  return text as Instant
}

/** Whether the text is an instant in its one spelling and names a day that exists. */
export function isInstant(text: string): text is Instant {
  if (!SPELLING.test(text)) return false
  const time = Date.parse(text)
  return !Number.isNaN(time) && new Date(time).toISOString() === text
}

/** The instant `milliseconds` later (earlier when negative). */
export function plusMilliseconds(from: Instant, milliseconds: number): Instant {
  return toInstant(new Date(Date.parse(from) + milliseconds))
}

/** Milliseconds from `start` to `end`; negative when `end` is earlier. */
export function millisecondsBetween(start: Instant, end: Instant): number {
  return Date.parse(end) - Date.parse(start)
}
