import { setTimeout as sleep } from 'node:timers/promises'

/** What somebody waits at who has nothing to do. A ring that nobody waits for is heard by the next one. */
export type Bell = {
  ring(): void
  /** Resolves at a ring, after `milliseconds` (never without them), or when `signal` aborts. */
  wait(milliseconds: number | undefined, signal: AbortSignal): Promise<void>
}

/** The longest that a timer can wait, milliseconds. */
const TIMER_MAX_MS = 2 ** 30

export function createBell(): Bell {
  let waiting: AbortController | undefined
  let isRung = false
  return {
    ring() {
      isRung = true
      waiting?.abort()
    },
    async wait(milliseconds, signal) {
      if (!isRung) {
        waiting = new AbortController()
        const either = AbortSignal.any([waiting.signal, signal])
        const longest = Math.min(milliseconds ?? TIMER_MAX_MS, TIMER_MAX_MS)
        await sleep(longest, undefined, { signal: either, ref: false }).catch(() => undefined)
        waiting = undefined
      }
      isRung = false
    },
  }
}
