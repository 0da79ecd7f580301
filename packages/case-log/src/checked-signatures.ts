import type { EventId } from '@trm/kernel'
import type { GenuineEvent } from './verify-event.ts'

/**
 * Signatures that this process has checked a moment ago: an event that was just received and appended is read
 * back once, and what it says is decoded and compared as ever, but the signature is not checked a second time.
 */
export type CheckedSignatures = {
  remember(jws: string, genuine: GenuineEvent): void
  /** Hands it out once, and for the very same bytes only. */
  take(id: string, jws: string): GenuineEvent | undefined
}

/** What is not read back soon is forgotten, the oldest first. */
const REMEMBERED_MAX = 1_000

export function checkedSignatures(): CheckedSignatures {
  const remembered = new Map<EventId, { readonly jws: string; readonly genuine: GenuineEvent }>()
  return {
    remember(jws, genuine) {
      remembered.set(genuine.id, { jws, genuine })
      const oldest = remembered.keys().next().value
      if (remembered.size > REMEMBERED_MAX && oldest !== undefined) remembered.delete(oldest)
    },
    take(id, jws) {
      const found = remembered.get(id as EventId)
      if (found?.jws !== jws) return undefined
      remembered.delete(found.genuine.id)
      return found.genuine
    },
  }
}
