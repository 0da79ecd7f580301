import { plusMilliseconds, type Instant } from '@trm/kernel'

/**
 * Keeps who floods a mailbox from filling the disk of its owner, and from pushing what else was refused out of
 * sight. Of what nobody has to answer for, so much in an hour is written down, and no more.
 */
export type FloodGate = {
  /**
   * Whether this much may be written down.
   *
   * @returns `first-refused` for the first in its hour that may not.
   */
  admit(bytes: number, now: Instant): 'admitted' | 'first-refused' | 'refused'
}

const HOUR_MS = 60 * 60 * 1000
const COUNT_MAX = 1_000
const BYTES_MAX = 16 * 1024 * 1024

export function createFloodGate({ countMax = COUNT_MAX, bytesMax = BYTES_MAX } = {}): FloodGate {
  let until: Instant | undefined
  let count = 0
  let length = 0
  let isTold = false
  return {
    admit(bytes, now) {
      // A clock that was set back by more than that hour does not close the gate for longer.
      const isOver =
        until === undefined || now >= until || plusMilliseconds(now, 2 * HOUR_MS) < until
      if (isOver) {
        until = plusMilliseconds(now, HOUR_MS)
        count = 0
        length = 0
        isTold = false
      }
      if (count < countMax && length + bytes <= bytesMax) {
        count += 1
        length += bytes
        return 'admitted'
      }
      const answer = isTold ? 'refused' : 'first-refused'
      isTold = true
      return answer
    },
  }
}
