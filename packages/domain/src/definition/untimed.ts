import { invariant, isInstant, type Instant } from '@trm/kernel'

/** The first instant of the day, UTC: what remains of a time that must tie an event to nothing else. */
export function startOfDay(instant: Instant): Instant {
  const start = `${instant.slice(0, 10)}T00:00:00.000Z`
  invariant(isInstant(start), 'untimed: the first instant of a day is one')
  return start
}
