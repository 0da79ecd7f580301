import type { EventId, Instant } from '@trm/kernel'
import type { CaseState } from '../case/state.ts'

/** Whether an interpreter stands by at that instant, where one was ever assigned. */
export function isInterpretedAt(state: CaseState, testimony: EventId, at: Instant): boolean {
  return isCovered(state, testimony, (until) => at < until)
}

/** Whether an interpreter stands by until a hearing ends, where one was ever assigned. */
export function isInterpretedUntil(state: CaseState, testimony: EventId, end: Instant): boolean {
  return isCovered(state, testimony, (until) => end <= until)
}

/** For whom no interpreter was assigned nobody has to interpret. */
function isCovered(
  { interpreters }: CaseState,
  testimony: EventId,
  covers: (until: Instant) => boolean,
): boolean {
  const assigned = Object.values(interpreters).filter((each) => each.testimony === testimony)
  return assigned.length === 0 || assigned.some(({ until }) => covers(until))
}
