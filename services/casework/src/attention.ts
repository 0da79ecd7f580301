import type { AttentionList } from '@trm/contracts'
import { silentHoldersOf } from '@trm/domain'
import type { CaseReference } from '@trm/kernel'
import type { CommandEnvironment } from './handle-command.ts'
import { loadReadable } from './load-readable.ts'

/** What waits for a person in the cases now: what this software has told, and nobody has answered. */
export async function listAttention(
  references: readonly CaseReference[],
  environment: CommandEnvironment,
): Promise<AttentionList> {
  const { caseLog, clock, policy } = environment
  const now = clock.now()
  const silentHolders: AttentionList['silentHolders'][number][] = []
  let unreadable = 0
  for (const reference of references) {
    const loaded = await loadReadable(reference, environment)
    if (loaded === undefined) {
      unreadable += 1
      continue
    }
    for (const silent of silentHoldersOf(loaded.state, { now, policy }))
      silentHolders.push({ case: reference, ...silent })
  }
  return {
    organisation: caseLog.self,
    at: now,
    silentHolders: silentHolders.toSorted(
      (left, right) =>
        Number(right.isEscalated) - Number(left.isEscalated) ||
        (left.since < right.since ? -1 : left.since > right.since ? 1 : 0),
    ),
    unreadable,
  }
}
