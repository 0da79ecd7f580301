import type { EventId, Instant, OrganisationId } from '@trm/kernel'
import { entriesOf } from '../case/records.ts'
import type { CaseState } from '../case/state.ts'
import type { Purpose } from '../vocabulary/lists.ts'

/** A trip, as far as a consent is concerned: who tells whom of it, and since when there is one to tell of. */
export type Trip = {
  readonly disclosers: readonly OrganisationId[]
  readonly recipients: readonly OrganisationId[]
  readonly purpose: Purpose
  /**
   * Since when it is meant: what she consented to before that, she said without knowing of it. Absent where
   * nothing that is held tells this trip from what she consented to in the first place.
   */
  readonly since?: Instant
}

/**
 * The way home under a referral: meant since it was decided, or since she last left on another trip. Where
 * neither is recorded, as of an adult whom those who serve her help home, the referral and the journey are one
 * thing, and her consent to the one was to the other. Undefined where she has left: who is on her way is not
 * held up, whatever changes about the journey.
 */
export function returnTrip(state: CaseState, id: EventId): Trip | undefined {
  const referral = state.referrals[id]
  if (referral === undefined || referral.departed !== undefined) return undefined
  const since = latest([recordedAt(state, referral.returnDecided?.event), lastDeparture(state)])
  return {
    disclosers: [referral.by],
    recipients: [referral.to],
    purpose: 'return',
    ...(since !== undefined && { since }),
  }
}

/**
 * A trip to a hearing: meant since she was asked for the testimony, since the hearing was put off, or since she
 * last left on another trip. Undefined for a testimony that is not held.
 */
export function testimonyTrip(state: CaseState, id: EventId): Trip | undefined {
  const testimony = state.testimonies[id]
  if (testimony === undefined) return undefined
  const parties = [testimony.by, ...testimony.with]
  const since = latest([
    recordedAt(state, id),
    ...testimony.postponements.map(({ at }) => at),
    lastDeparture(state),
  ])
  return {
    disclosers: parties,
    recipients: parties,
    purpose: 'testimony',
    ...(since !== undefined && { since }),
  }
}

/**
 * The trips that are to come, for certain: a return that is decided, and a hearing that she means to come to.
 * What may yet become one is none.
 */
export function tripsToCome(state: CaseState): readonly Trip[] {
  const returns = entriesOf(state.referrals)
    .filter(
      ([, { returnDecided, arrived, withdrawal }]) =>
        returnDecided !== undefined && arrived === undefined && withdrawal === undefined,
    )
    .map(([id]) => returnTrip(state, id))
  const hearings = entriesOf(state.testimonies)
    .filter(
      ([id, { participation, mode, statement }]) =>
        participation?.kind === 'given' &&
        mode?.mode === 'inPerson' &&
        statement === undefined &&
        !isAway(state, id),
    )
    .map(([id]) => testimonyTrip(state, id))
  return [...returns, ...hearings].filter((trip) => trip !== undefined)
}

/** Whether she has left for this testimony and is not back. */
export function isAway({ trips }: Pick<CaseState, 'trips'>, testimony: EventId): boolean {
  return Object.values(trips).some(
    (trip) =>
      trip.testimony === testimony && trip.departed !== undefined && trip.returned === undefined,
  )
}

/** When she last left, on whatever trip of this case: a consent from before was for that one. */
function lastDeparture(state: CaseState): Instant | undefined {
  const left = [...Object.values(state.referrals), ...Object.values(state.trips)]
  return latest(left.map(({ departed }) => recordedAt(state, departed)))
}

function recordedAt({ known }: CaseState, event: EventId | undefined): Instant | undefined {
  return event === undefined ? undefined : known[event]?.recordedAt
}

function latest(times: readonly (Instant | undefined)[]): Instant | undefined {
  return times
    .filter((time) => time !== undefined)
    .toSorted()
    .at(-1)
}
