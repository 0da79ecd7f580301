/** What somebody waits at who has nothing to do. A ring that nobody waits for is heard by the next one. */
export type Bell = {
  ring(): void
  /** Resolves at a ring, after `milliseconds` (never without them), or when `signal` aborts. */
  wait(milliseconds: number | undefined, signal: AbortSignal): Promise<void>
}

/** The longest that a timer can wait, milliseconds. */
const TIMER_MAX_MS = 2 ** 30

export function createBell(): Bell {
  let wake: (() => void) | undefined
  let isRung = false
  return {
    ring() {
      isRung = true
      wake?.()
    },
    async wait(milliseconds, signal) {
      if (!isRung && !signal.aborted) {
        // Rung for every message: no error is made to end it.
        const { promise, resolve } = Promise.withResolvers<undefined>()
        wake = () => resolve(undefined)
        signal.addEventListener('abort', wake)
        const longest = Math.min(milliseconds ?? TIMER_MAX_MS, TIMER_MAX_MS)
        const timer = setTimeout(wake, longest).unref()
        await promise
        clearTimeout(timer)
        signal.removeEventListener('abort', wake)
        wake = undefined
      }
      isRung = false
    },
  }
}
