import type { PolicyFlaw } from './policy-flaw.ts'
import type { SubUnit } from './policy-pack.ts'
import { findRepetitions } from './repetitions.ts'

/** What is wrong with the tree of units: codes twice, a unit above that is not there, or a circle. */
export function findSubUnitFlaws(units: readonly SubUnit[]): readonly PolicyFlaw[] {
  const codes = units.map(({ code }) => code)
  const above: ReadonlyMap<string, string | undefined> = new Map(
    units.map(({ code, within }) => [code, within]),
  )
  const placement = units.flatMap(({ code, within }, index): readonly PolicyFlaw[] => {
    const field = `subUnits.${String(index)}.within`
    if (within === undefined) return []
    if (!above.has(within)) return [{ kind: 'unit-unknown', field }]
    return isWithinItself(code, above) ? [{ kind: 'unit-cycle', field }] : []
  })
  return [...findRepetitions(codes, (index) => `subUnits.${String(index)}.code`), ...placement]
}

/** Whether the way up from a unit comes back to it; a way has at most as many steps as there are units. */
function isWithinItself(code: string, above: ReadonlyMap<string, string | undefined>): boolean {
  let place = above.get(code)
  for (let step = 0; step < above.size && place !== undefined; step++) {
    if (place === code) return true
    place = above.get(place)
  }
  return false
}
