import type { AttentionList } from '@trm/contracts'
import { silentHoldersOf } from '@trm/domain'
import type { CaseReference } from '@trm/kernel'
import type { CommandEnvironment } from './handle-command.ts'
import { visitCases } from './visit-cases.ts'

/** What waits for a person in the cases now: what this software has told, and nobody has answered. */
export async function listAttention(
  references: readonly CaseReference[],
  environment: CommandEnvironment,
): Promise<AttentionList> {
  const { caseLog, clock, policy } = environment
  const now = clock.now()
  const silentHolders: AttentionList['silentHolders'][number][] = []
  const unreadable = await visitCases(references, caseLog, ({ reference, state }) => {
    for (const silent of silentHoldersOf(state, { now, policy }))
      silentHolders.push({ case: reference, ...silent })
  })
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
