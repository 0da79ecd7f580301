import type { Rejection } from '../case/rejections.ts'
import type { CaseState } from '../case/state.ts'
import type { GuardianKind, ReceiverKind } from '../vocabulary/process-lists.ts'
import { standingGuardians } from './parties.ts'

/**
 * What stands against somebody of this kind receiving the child, as things are now: asked when the receiver
 * is named, and again whenever something rests on it. Neither a parent nor a relative by default, not even
 * as a guardian, and no guardian who is excluded: 41 % of children are recruited by family or relatives
 * (2:L1839).
 */
export function findReceiverFlaw(state: CaseState, kind: ReceiverKind): Rejection | undefined {
  if (kind === 'socialServices') return undefined
  const guardians = standingGuardians(state)
  if (kind === 'guardian' && guardians.length === 0) return { kind: 'no-guardian' }
  // Nothing here says which of several guardians it is: one of the family among them is enough.
  const isFamily = kind !== 'guardian' || guardians.some((guardian) => isOfFamily(guardian.kind))
  return isFamily && !isFamilyAssessed(state) ? { kind: 'family-not-assessed' } : undefined
}

function isOfFamily(kind: GuardianKind): boolean {
  return kind === 'parent' || kind === 'relative'
}

function isFamilyAssessed({ riskAssessments }: CaseState): boolean {
  return Object.values(riskAssessments).some(({ subjects }) => subjects.includes('familyInOrigin'))
}
