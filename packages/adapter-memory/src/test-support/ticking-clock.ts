import { plusMilliseconds, toInstant } from '@trm/kernel'
import type { Clock } from '@trm/ports'

const TICK_MS = 100

/** A tenth of a second later at every look, so that events age without anybody having to wait. */
export function tickingClock(): Clock {
  let now = toInstant(new Date(0))
  return { now: () => (now = plusMilliseconds(now, TICK_MS)) }
}
