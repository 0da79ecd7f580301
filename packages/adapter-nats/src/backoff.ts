import { setTimeout as delay } from 'node:timers/promises'

export type Backoff = {
  /** How long to wait before the next attempt, in milliseconds. */
  next(): number
  /** An attempt succeeded: begin with the shortest wait again. */
  reset(): void
}

/**
 * Waits that double from `firstMs` up to `capMs`, each shortened at random by up to a half, so that
 * those who lost the same server do not come back in step.
 */
export function createBackoff(
  { firstMs, capMs }: { readonly firstMs: number; readonly capMs: number },
  random: () => number = Math.random,
): Backoff {
  let wholeMs = firstMs
  return {
    next() {
      const waitMs = wholeMs * (1 - random() / 2)
      wholeMs = Math.min(wholeMs * 2, capMs)
      return Math.round(waitMs)
    },
    reset() {
      wholeMs = firstMs
    },
  }
}

/** Asks anew: a compiler believes that what it saw before an `await` still holds after it. */
export function hasAborted(signal: AbortSignal): boolean {
  return signal.aborted
}

/** Waits, or returns early when the signal aborts. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  // An abort is the only way to be rejected here, and it is no fault.
  await delay(milliseconds, undefined, { signal }).catch(() => undefined)
}
