import { setTimeout as sleep } from 'node:timers/promises'

/** Lets one who waits know that something has come. */
export type Bell = {
  ring(): void
  /**
   * Resolves when the bell rings, or has rung since the last rest; after `milliseconds`, where there are any; or
   * when `signal` aborts.
   */
  rest(milliseconds: number | undefined, signal: AbortSignal): Promise<void>
}

/** What a timer of Node can wait for; whoever waits longer looks again in between. */
const TIMER_MAX_MS = 2 ** 30

export function createBell(): Bell {
  let wake: () => void = () => undefined
  let hasRung = false
  return {
    ring() {
      hasRung = true
      wake()
    },
    async rest(milliseconds, signal) {
      if (!hasRung) {
        const done = new AbortController()
        const rung = new Promise<void>((resolve) => {
          wake = resolve
        })
        const timer = sleep(Math.min(milliseconds ?? TIMER_MAX_MS, TIMER_MAX_MS), undefined, {
          signal: AbortSignal.any([signal, done.signal]),
        }).catch(() => undefined) // aborted: it is time, too
        await Promise.race([rung, timer])
        done.abort()
      }
      hasRung = false
    },
  }
}
