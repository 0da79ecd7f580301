import { toInstant, type Instant } from '@trm/kernel'

const YEAR_MAX = 9999
/** The last instant that there is a spelling for: what ends later never ends. */
const END_OF_TIME = '9999-12-31T23:59:59.999Z' as Instant

/** So many calendar months later, at the same hour; the last day of a month that is too short for the day. */
export function plusMonths(from: Instant, months: number): Instant {
  const date = new Date(from)
  const day = date.getUTCDate()
  date.setUTCMonth(date.getUTCMonth() + months)
  // The day does not exist in that month and ran over into the next one.
  if (date.getUTCDate() !== day) date.setUTCDate(0)
  return date.getUTCFullYear() > YEAR_MAX ? END_OF_TIME : toInstant(date)
}
