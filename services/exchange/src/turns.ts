/** Work that is done in the order in which it came, for each key by itself and for all keys side by side. */
export type Turns = {
  /**
   * Admits one after the other: what `ready` gave is handed to `admit` after everything that was handed over
   * before has been admitted or has failed. What `admit` queues is therefore queued in that order.
   */
  admit<Ready, Admitted>(
    ready: Promise<Ready>,
    admit: (ready: Ready) => Admitted,
  ): Promise<Admitted>
  /** Does the work after all earlier work under this key, whatever became of that. */
  queue<Answer>(key: string, work: () => Promise<Answer>): Promise<Answer>
}

export function createTurns(): Turns {
  let admitted: Promise<unknown> = Promise.resolve()
  const last = new Map<string, Promise<unknown>>()
  return {
    admit(ready, admit) {
      const before = admitted
      const turn = (async () => {
        const [outcome] = await Promise.allSettled([ready, before])
        if (outcome.status === 'rejected') throw outcome.reason
        return admit(outcome.value)
      })()
      admitted = turn.catch(() => undefined)
      return turn
    },
    queue(key, work) {
      const before = last.get(key)
      const turn = before === undefined ? work() : before.then(work)
      const settled = turn
        .catch(() => undefined)
        .then(() => {
          if (last.get(key) === settled) last.delete(key)
        })
      last.set(key, settled)
      return turn
    },
  }
}
