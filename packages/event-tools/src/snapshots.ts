/** The state of a fold after an event of a stream. */
export type Snapshot = {
  /** JSON text, so that nothing inside is shared. */
  readonly state: string
  readonly revision: bigint
  /** The id of the event at that revision: of no other history. */
  readonly eventId: string
}

/** Where snapshots are kept. Whatever is lost here costs time and nothing else. */
export type Snapshots = {
  find(key: string): Snapshot | undefined
  keep(key: string, snapshot: Snapshot): void
  clear(): void
}

/** Snapshots in memory, those that were used last. @param countMax how many are kept. */
export function createSnapshots(countMax: number): Snapshots {
  const kept = new Map<string, Snapshot>()

  function keep(key: string, snapshot: Snapshot): void {
    kept.delete(key)
    kept.set(key, snapshot)
    const oldest = kept.keys().next().value
    if (kept.size > countMax && oldest !== undefined) kept.delete(oldest)
  }

  return {
    find(key) {
      const snapshot = kept.get(key)
      if (snapshot !== undefined) keep(key, snapshot)
      return snapshot
    },
    keep,
    clear: () => kept.clear(),
  }
}
