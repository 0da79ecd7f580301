import type { EventId } from '@trm/kernel'
import { custodianOf } from '../case/custody.ts'
import type { EventOf } from '../case/events.ts'
import type { CaseState } from '../case/state.ts'
import { isChild } from '../opening/child.ts'
import type { ConsentState } from './state.ts'

/**
 * Suspends every consent whose giver may not speak for her, and lets those stand again whose giver may: she
 * alone while she may be a child, a guardian once one was excluded. What rests on a suspended consent is
 * withheld wherever it is held, and asked for anew.
 */
export function withReviewedConsents(state: CaseState): CaseState {
  const consents = Object.fromEntries(
    Object.entries(state.consents).map(([id, given]) => [id, reviewed(given, state)]),
  )
  return { ...state, consents }
}

function reviewed(given: ConsentState, state: CaseState): ConsentState {
  if (given.ended !== undefined) return given
  const { suspended: before, ...rest } = given
  const change =
    given.giverExcluded ?? (given.giver === 'self' ? childClaim(given, state) : undefined)
  if (change === before) return given
  // She has come of age: what she gave alone was given by a child then, and is hers to give anew.
  if (before !== undefined && given.giver === 'self' && state.majority !== undefined) return given
  if (change === undefined) {
    const clauses = rest.clauses.map(({ standing: _standing, ...clause }) => clause)
    return { ...rest, clauses }
  }
  const clauses = rest.clauses.map((clause) => ({ ...clause, standing: 'suspended' as const }))
  return { ...rest, clauses, suspended: change, wasSuspended: true }
}

/** With which event the custodian says that she is a child; who took the consent, where that said nothing. */
function childClaim({ by }: ConsentState, state: CaseState): EventId | undefined {
  const custodian = custodianOf(state)
  const ofCustodian = custodian === undefined ? undefined : state.ageClaims[custodian]
  const claim = ofCustodian ?? state.ageClaims[by]
  return claim !== undefined && isChild(claim) ? claim.event : undefined
}

/**
 * A guardian was excluded. Which of several gave a consent nobody recorded, so each that a guardian gave
 * until now is suspended for good: one who still may speaks for the child anew. Of those that the organisation
 * took which excludes: what another one took is for that one to say, who tells its readers.
 */
export function withExcludedGiver(
  state: CaseState,
  { id, author }: Pick<EventOf<'GuardianExcluded'>, 'id' | 'author'>,
): CaseState {
  const consents = Object.fromEntries(
    Object.entries(state.consents).map(([consent, given]) => [
      consent,
      given.giver === 'guardian' && given.by === author && given.giverExcluded === undefined
        ? { ...given, giverExcluded: id }
        : given,
    ]),
  )
  return withReviewedConsents({ ...state, consents })
}
