import type { CaseState } from '../case/state.ts'

/** Whether she is to be treated as a child: doubt is enough (2:L1565). */
export function isChild({ ageStatus }: Pick<CaseState, 'ageStatus'>): boolean {
  return ageStatus === 'presumedChild' || ageStatus === 'verifiedChild'
}

/** Whether nobody here knows her to be an adult: then she does not consent alone. */
export function mayBeChild({ ageStatus }: Pick<CaseState, 'ageStatus'>): boolean {
  return ageStatus !== 'verifiedAdult'
}
