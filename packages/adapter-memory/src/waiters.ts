/** Readers that have come to the end of the log and wait for more. */
export type Waiters = {
  /** Resolves at the next `wakeAll`, or when the signal aborts. */
  wait(signal: AbortSignal): Promise<void>
  wakeAll(): void
}

export function createWaiters(): Waiters {
  const waiting = new Set<() => void>()
  return {
    wait(signal) {
      const { promise, resolve } = Promise.withResolvers<undefined>()
      const wake = (): void => {
        waiting.delete(wake)
        signal.removeEventListener('abort', wake)
        resolve(undefined)
      }
      waiting.add(wake)
      signal.addEventListener('abort', wake)
      return promise
    },
    wakeAll() {
      for (const wake of [...waiting]) wake()
    },
  }
}
