import type { KeyEntry } from '@trm/contracts'
import type { Instant } from '@trm/kernel'

/** What became of the own sealing keys, as the journal has it. */
export type KeyHistory = {
  record(entry: KeyEntry): void
  /** The key that others seal to, as it was last seen; undefined before the first. */
  inForce(): string | undefined
  /** Since when it has been in force, or was when it last was. */
  inForceSince(keyId: string): Instant | undefined
  /** When another took its place; undefined for the one in force and for one that never was. */
  endedAt(keyId: string): Instant | undefined
  destroyedAt(keyId: string): Instant | undefined
  /** The keys in whose place another is and that are not destroyed, the oldest first. */
  ended(): readonly { readonly keyId: string; readonly endedAt: Instant }[]
  /** Every key that was ever in force, the oldest first. */
  keyIds(): readonly string[]
}

export function createKeyHistory(): KeyHistory {
  // One that is put back in force has a beginning of its own, and its earlier end counts for nothing.
  const since = new Map<string, Instant>()
  const ends = new Map<string, Instant>()
  const destroyed = new Map<string, Instant>()
  let last: string | undefined

  return {
    record({ type, data: { keyId, at } }) {
      if (type === 'SealingKeyDestroyed') {
        destroyed.set(keyId, at)
        return
      }
      if (last !== undefined && last !== keyId) ends.set(last, at)
      ends.delete(keyId)
      since.set(keyId, at)
      last = keyId
    },
    inForce: () => last,
    inForceSince: (keyId) => since.get(keyId),
    endedAt: (keyId) => ends.get(keyId),
    destroyedAt: (keyId) => destroyed.get(keyId),
    ended: () =>
      [...since.keys()].flatMap((keyId) => {
        const endedAt = ends.get(keyId)
        return endedAt === undefined || destroyed.has(keyId) ? [] : [{ keyId, endedAt }]
      }),
    keyIds: () => [...since.keys()],
  }
}
