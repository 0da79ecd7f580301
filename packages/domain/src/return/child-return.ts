import type { CaseState } from '../case/state.ts'
import { findReceiverFlaw } from '../children/receiver.ts'
import type { ChildSolution } from '../vocabulary/process-lists.ts'
import type { ChildReturnCondition } from './rejections.ts'

/** The solutions that are a return: home, or to a family there, which comes first (2:L1833). */
const RETURNS: readonly ChildSolution[] = ['returnToOrigin', 'familyReunification']

/**
 * What is still missing before a child returns (2:L1829 to 2:L1833), in the order in which it is seen to;
 * undefined when nothing is. Asked anew for each step: what was there may not stand any more.
 */
export function missingForChild(state: CaseState): ChildReturnCondition | undefined {
  const assessed = new Set(Object.values(state.riskAssessments).flatMap(({ subjects }) => subjects))
  const { bestInterests, care, receiver } = state
  if (!assessed.has('person') || !assessed.has('familyInOrigin')) return 'riskAndSecurityAssessed'
  if (bestInterests === undefined) return 'bestInterestsDetermined'
  if (!RETURNS.includes(bestInterests.solution)) return 'returnInBestInterests'
  if (care === undefined) return 'careArranged'
  if (receiver === undefined || findReceiverFlaw(state, receiver.kind) !== undefined)
    return 'receiverAppointed'
  return undefined
}
