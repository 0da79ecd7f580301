import type { CaseEvent } from '../case/events.ts'
import type { CaseState, KnownEvent } from '../case/state.ts'

/** Whether information about a crime to come was passed on under this reference, which is then no case. */
export function isOfNoCase({ known }: CaseState): boolean {
  const answer = answers.get(known) ?? Object.values(known).some(isOfCrimeToCome)
  answers.set(known, answer)
  return answer
}

/** It is asked of one state again and again, for each recipient and each section. */
const answers = new WeakMap<CaseState['known'], boolean>()

function isOfCrimeToCome({ type }: KnownEvent): boolean {
  return type === 'FutureCrimeInformationPassed'
}

/**
 * Whether the event would stand under one reference with information about a crime to come, or that
 * information with anything else: either would lead from the one to the other, and from there to the person.
 */
export function wouldBeTied({ id, type }: CaseEvent, state: CaseState): boolean {
  const isHeldAlready = state.known[id] !== undefined
  if (type === 'FutureCrimeInformationPassed')
    return Object.keys(state.known).length > (isHeldAlready ? 1 : 0)
  return isOfNoCase(state)
}
