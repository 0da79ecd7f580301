import type { PolicyFlaw } from './policy-flaw.ts'

/** A flaw for a number below its floor. Not a number is below every floor. */
export function findBelowFloor(field: string, value: number, floor: number): readonly PolicyFlaw[] {
  return value >= floor ? [] : [{ kind: 'below-floor', field, floor }]
}
