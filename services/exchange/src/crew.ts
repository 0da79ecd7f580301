/** Work that goes on side by side until it is told to stop, or some of it fails. */
export type Crew = {
  /** Takes somebody on. */
  add(work: (signal: AbortSignal) => Promise<void>): void
  /**
   * Does this beside the crew. Resolves when it is done and everybody has stopped. Where it or anybody fails,
   * everybody is stopped, and it rejects with the first failure.
   */
  beside(work: (signal: AbortSignal) => Promise<void>): Promise<void>
}

/** @param signal stops everybody. */
export function createCrew(signal: AbortSignal): Crew {
  const ending = new AbortController()
  const stopping = AbortSignal.any([signal, ending.signal])
  const running = new Set<Promise<void>>()
  const failed = Promise.withResolvers<never>()
  return {
    add(work) {
      const working = work(stopping)
      working.catch(failed.reject)
      running.add(working)
    },
    async beside(work) {
      try {
        await Promise.race([work(stopping), failed.promise])
      } finally {
        ending.abort()
        await Promise.allSettled(running)
      }
      // What failed while everybody came to an end is a failure, too.
      await Promise.all(running)
    },
  }
}
