import type { CaseState } from '../case/state.ts'
import type { ChildReturnCondition } from './rejections.ts'

/**
 * What is still missing before a child returns (2:L1829 to 2:L1833), in the order in which it is seen to;
 * undefined when nothing is.
 */
export function missingForChild(state: CaseState): ChildReturnCondition | undefined {
  const assessed = new Set(Object.values(state.riskAssessments).flatMap(({ subjects }) => subjects))
  if (!assessed.has('person') || !assessed.has('familyInOrigin')) return 'riskAndSecurityAssessed'
  if (state.bestInterests === undefined) return 'bestInterestsDetermined'
  if (state.care === undefined) return 'careArranged'
  if (state.receiver === undefined) return 'receiverAppointed'
  return undefined
}
