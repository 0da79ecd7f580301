import type { Instant } from '@trm/kernel'

/** Time comes in from here, at the edge of the system; deciders get it with the command. */
export interface Clock {
  now(): Instant
}
