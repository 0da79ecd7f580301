import type { ParticipantCode } from '@trm/kernel'
import { setTimeout } from 'node:timers/promises'
import { refreshTrustList, type TrustListSource } from './follow-trust-lists.ts'
import type { TrustListHistory } from './trust-list-history.ts'
import type { TrustedDirectory } from './trusted-directory.ts'

/** What following the trust lists came to. */
export type DirectoryFact =
  | { readonly kind: 'list-taken'; readonly participant: ParticipantCode }
  /** Said when it begins, and not again for as long as it is the same. The list in use stays. */
  | {
      readonly kind: 'list-refused'
      readonly participant: ParticipantCode
      readonly reason: string
    }

/** How often it is looked for newer lists, in milliseconds: a key that is listed now is sealed to a minute later. */
const LOOK_EVERY_MS = 60_000

/**
 * Takes newer trust lists as they are published, so that keys, mailboxes and standing come into force without a
 * restart. Resolves when `signal` aborts.
 *
 * @throws what the history throws where it cannot keep a list that is good: it must not be relied on then.
 */
export async function keepFollowing(
  parts: {
    readonly directory: TrustedDirectory
    readonly sources: readonly TrustListSource[]
    readonly history: TrustListHistory
    readonly report: (fact: DirectoryFact) => void
    readonly everyMs?: number
  },
  signal: AbortSignal,
): Promise<void> {
  const { directory, sources, history, report, everyMs = LOOK_EVERY_MS } = parts
  const refusals = new Map<ParticipantCode, string>()
  while (!signal.aborted) {
    await setTimeout(everyMs, undefined, { signal, ref: false }).catch(() => undefined)
    if (isStopped(signal)) return
    for (const source of sources) {
      const { participant } = source.root
      const before = directory.versionOf(participant)
      const reason = await refreshTrustList(directory, source, history)
      if (directory.versionOf(participant) > before) report({ kind: 'list-taken', participant })
      if (reason === undefined) refusals.delete(participant)
      else if (refusals.get(participant) !== reason) {
        refusals.set(participant, reason)
        report({ kind: 'list-refused', participant, reason })
      }
    }
  }
}

/** It may have been aborted while somebody waited. */
function isStopped(signal: AbortSignal): boolean {
  return signal.aborted
}
