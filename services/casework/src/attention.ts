import type { AttentionList } from '@trm/contracts'
import { reconfirmationsDue, rejectionDefinitions, silentHoldersOf } from '@trm/domain'
import type { CaseReference } from '@trm/kernel'
import type { CommandEnvironment } from './handle-command.ts'
import { visitCases } from './visit-cases.ts'

/** What waits for a person in the cases now: whom this software has told in vain, and whom it cannot ask. */
export async function listAttention(
  references: readonly CaseReference[],
  environment: CommandEnvironment,
): Promise<AttentionList> {
  const { caseLog, clock, policy } = environment
  const { self } = caseLog
  const now = clock.now()
  const { remedy } = rejectionDefinitions['consent-not-reconfirmed']
  const silentHolders: AttentionList['silentHolders'][number][] = []
  const consents: AttentionList['consentsToReconfirm'][number][] = []
  const unreadable = await visitCases(references, caseLog, ({ reference, state }) => {
    for (const silent of silentHoldersOf(state, { now, policy }))
      silentHolders.push({ case: reference, ...silent })
    for (const due of reconfirmationsDue(state, { now, self, policy }))
      consents.push({ kind: 'reconfirm-consent', case: reference, ...due, remedy })
  })
  return {
    organisation: self,
    at: now,
    silentHolders: silentHolders.toSorted(
      (left, right) => Number(right.isEscalated) - Number(left.isEscalated) || bySince(left, right),
    ),
    consentsToReconfirm: consents.toSorted(bySince),
    unreadable,
  }
}

/** Whatever has waited longest comes first. */
function bySince(left: { readonly since: string }, right: { readonly since: string }): number {
  return left.since < right.since ? -1 : left.since > right.since ? 1 : 0
}
