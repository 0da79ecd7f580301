import type { EventId } from '@trm/kernel'
import { custodianOf } from '../case/custody.ts'
import type { EventOf } from '../case/events.ts'
import { withEntry } from '../case/records.ts'
import type { CaseState } from '../case/state.ts'
import { isChild } from '../opening/child.ts'
import { sectionsOf, type ConsentState } from './state.ts'

/**
 * Suspends every consent whose giver may not speak for her, and lets those stand again whose giver may: she
 * alone while she may be a child, a guardian once one was excluded, and any of whom it was told. What rests
 * on a suspended consent is withheld wherever it is held, and asked for anew.
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
  const change = causeOf(given, state) ?? given.suspensionTold
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

/** Why who gave it may not speak for her, as far as this organisation knows: the event that says so. */
function causeOf(given: ConsentState, state: CaseState): EventId | undefined {
  return given.giverExcluded ?? (given.giver === 'self' ? childClaim(given, state) : undefined)
}

/**
 * Whether who took the consent may tell its holders that it stands again: nothing speaks against who gave it.
 * Who has come of age since consents anew.
 */
export function mayStandAgain(given: ConsentState, state: CaseState): boolean {
  return causeOf(given, state) === undefined && state.majority === undefined
}

/**
 * Whoever took the consent says that it is suspended: where its holders are not told why, they know so by this.
 * They keep what they hold, read it no more and answer.
 */
export function withSuspension(
  state: CaseState,
  { id, author, facts: { consent } }: EventOf<'DataConsentSuspended'>,
): CaseState {
  const given = state.consents[consent]
  if (given?.by !== author || given.ended !== undefined || given.giver === 'representative')
    return state
  const told = {
    ...given,
    ...(given.giver === 'guardian' && { giverExcluded: given.giverExcluded ?? id }),
    suspensionTold: id,
  }
  const sections = sectionsOf(given)
  const suspended = { by: author, consent, sections, answers: {}, suspends: true } as const
  return withReviewedConsents({
    ...state,
    consents: withEntry(state.consents, consent, told),
    narrowings: withEntry(state.narrowings, id, suspended),
  })
}

/** It stands again, and nobody is asked any more what became of what was suspended. */
export function withoutSuspension(
  state: CaseState,
  { author, facts: { consent, suspension } }: EventOf<'DataConsentResumed'>,
): CaseState {
  const given = state.consents[consent]
  if (given?.by !== author || given.suspensionTold !== suspension) return state
  const { suspensionTold: _told, ...again } = given
  const { [suspension]: _narrowing, ...narrowings } = state.narrowings
  const { [suspension]: _overdue, ...overdueHolders } = state.overdueHolders
  return withReviewedConsents({
    ...state,
    consents: withEntry(state.consents, consent, again),
    narrowings,
    overdueHolders,
  })
}

/** With which event it is said that she is a child, by the word that counts for the consent. */
function childClaim(given: ConsentState, state: CaseState): EventId | undefined {
  const claim = ageClaimFor(given, state)
  return claim !== undefined && isChild(claim) ? claim.event : undefined
}

/** What is said of her age by the custodian; by who took the consent, where that said nothing. */
export function ageClaimFor({ by }: Pick<ConsentState, 'by'>, state: CaseState) {
  const custodian = custodianOf(state)
  const ofCustodian = custodian === undefined ? undefined : state.ageClaims[custodian]
  return ofCustodian ?? state.ageClaims[by]
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
