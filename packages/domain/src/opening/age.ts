import type { EventId } from '@trm/kernel'
import type { EventOf } from '../case/events.ts'
import type { CaseState } from '../case/state.ts'
import type { ConsentState } from '../consent/state.ts'

/** Whether she is to be treated as a child: doubt is enough (2:L1565). */
export function isChild({ ageStatus }: CaseState): boolean {
  return ageStatus === 'presumedChild' || ageStatus === 'verifiedChild'
}

/**
 * A change of her age. With a flip to child, every consent that she gave alone is suspended, and by that
 * every disclosure that rests on it is asked for anew; if she turns out to be an adult they stand again. Not
 * after she came of age: what she gave alone was given by a child then, and is hers to give anew.
 */
export function withAgeStatus(
  state: CaseState,
  { id, facts: { ageStatus } }: EventOf<'AgeStatusChanged'>,
): CaseState {
  const changed = { ...state, ageStatus }
  const hasComeOfAge = state.majority !== undefined
  const review = isChild(changed) ? suspend(id) : hasComeOfAge ? unreviewed : resume
  const consents = Object.fromEntries(
    Object.entries(state.consents).map(([consent, given]) => [consent, review(given)]),
  )
  return { ...changed, consents }
}

function suspend(change: EventId): (given: ConsentState) => ConsentState {
  return (given) => {
    if (given.giver !== 'self' || given.ended !== undefined) return given
    const clauses = given.clauses.map((clause) => ({ ...clause, standing: 'suspended' as const }))
    return { ...given, clauses, suspended: given.suspended ?? change, wasSuspended: true }
  }
}

function unreviewed(given: ConsentState): ConsentState {
  return given
}

function resume(given: ConsentState): ConsentState {
  if (given.suspended === undefined || given.ended !== undefined) return given
  const { suspended: _suspended, ...standing } = given
  const clauses = given.clauses.map(({ standing: _standing, ...clause }) => clause)
  return { ...standing, clauses }
}
