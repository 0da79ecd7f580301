import type { EventId, Instant } from '@trm/kernel'
import type { CaseState } from '../case/state.ts'
import { isHolder } from '../consent/holder.ts'
import { isFollowed, unmetDutiesToRefer } from '../residence/decide.ts'
import type { OpenObligation } from './rejections.ts'

/**
 * What keeps a case open: somebody is on her way, waits for an answer, or is owed something. A judgment is
 * not among what closes a case, and none is among what keeps it open.
 */
export function openObligations(state: CaseState, now: Instant): readonly OpenObligation[] {
  const { trips, referrals, reflections, narrowings, claims } = state
  const found: Readonly<Record<OpenObligation, boolean>> = {
    trip: Object.values(trips).some(
      ({ departed, returned }) => departed !== undefined && returned === undefined,
    ),
    journey: Object.values(referrals).some(
      ({ departed, arrived, notSeen }) =>
        departed !== undefined && arrived === undefined && notSeen.length === 0,
    ),
    referral: Object.values(referrals).some(
      ({ decision, withdrawal }) =>
        (decision === undefined && withdrawal === undefined) ||
        (withdrawal !== undefined && withdrawal.confirmed === undefined),
    ),
    dutyToRefer: unmetDutiesToRefer(state).length > 0,
    // It runs, or has run out without a permit and nobody has raised the alarm.
    reflection: Object.values(reflections).some(
      (reflection) =>
        !isFollowed(state, reflection) &&
        (now < reflection.until || reflection.alarm === undefined),
    ),
    holdersAnswer: Object.entries(narrowings).some(([id, narrowing]) =>
      state.known[id as EventId]?.to.some(
        (holder) => isHolder(state, narrowing, holder) && narrowing.answers[holder] === undefined,
      ),
    ),
    compensation: Object.values(claims).some(
      ({ outcome, paid }) =>
        outcome === undefined || (outcome.kind === 'awarded' && paid === undefined),
    ),
  }
  return (Object.keys(found) as OpenObligation[]).filter((obligation) => found[obligation])
}
