import { plusMilliseconds, type EventId, type Instant } from '@trm/kernel'
import type { CommandContext } from '../case/commands.ts'
import type { Rejection } from '../case/rejections.ts'
import type { CaseState } from '../case/state.ts'
import { coverOf } from '../disclosure/consent-cover.ts'
import { clausesBetween, knownClauses } from '../disclosure/may-disclose.ts'
import type { PolicyPack } from '../policy/policy-pack.ts'
import type { ReconfirmationReason } from '../vocabulary/process-lists.ts'
import type { ConsentState } from './state.ts'
import { tripsToCome, type Trip } from './trips.ts'

/** A consent that this organisation took and asks her about again. */
export type ReconfirmationDue = {
  readonly consent: EventId
  /** For a trip that is to come, or because she said it long ago. */
  readonly reason: ReconfirmationReason
  /** Since when: since the trip is meant, or since the time of the policy was over. */
  readonly since: Instant
}

const DAY_MS = 24 * 60 * 60 * 1000

/**
 * The consents of this organisation that are to be confirmed anew, those first that have been longest. A trip
 * comes before the time of the policy, as it does not begin before she was asked. Of a case that was closed
 * here nobody asks her anything.
 */
export function reconfirmationsDue(
  state: CaseState,
  { now, self, policy }: Pick<CommandContext, 'now' | 'self' | 'policy'>,
): readonly ReconfirmationDue[] {
  if (state.closed?.by === self) return []
  const due = new Map<EventId, ReconfirmationDue>()
  for (const [id, given] of Object.entries(state.consents)) {
    const consent = id as EventId
    const since = overdueSince(given, policy)
    if (given.by === self && isInForce(given, now) && since <= now)
      due.set(consent, { consent, reason: 'time', since })
  }
  for (const trip of tripsToCome(state)) {
    const { since } = trip
    if (since === undefined) continue
    for (const consent of tooOldFor(state, trip, now, (given) => given.confirmedAt < since)) {
      const known = due.get(consent)
      if (state.consents[consent]?.by !== self) continue
      if (known?.reason !== 'trip' || since < known.since)
        due.set(consent, { consent, reason: 'trip', since })
    }
  }
  return [...due.values()].toSorted((left, right) => (left.since < right.since ? -1 : 1))
}

/**
 * What stands against beginning a trip: somebody is to be told of it on a consent that she gave before there was
 * a trip, or so long ago that the policy asks for it anew. One that she has confirmed since is enough; whether
 * there is one at all is for the disclosure to say.
 */
export function findNotReconfirmed(
  state: CaseState,
  trip: Trip | undefined,
  { now, policy }: Pick<CommandContext, 'now' | 'policy'>,
): Rejection | undefined {
  if (trip === undefined) return undefined
  const { since } = trip
  const [consent] = tooOldFor(
    state,
    trip,
    now,
    (given) =>
      (since !== undefined && given.confirmedAt < since) || overdueSince(given, policy) <= now,
  )
  return consent === undefined ? undefined : { kind: 'consent-not-reconfirmed', consent }
}

/** The consents on which somebody would be told of the trip, of each who would be told on such a one alone. */
function tooOldFor(
  state: CaseState,
  { disclosers, recipients, purpose }: Trip,
  now: Instant,
  isTooOld: (given: ConsentState) => boolean,
): readonly EventId[] {
  const clauses = knownClauses(state)
  return disclosers.flatMap((discloser) =>
    recipients.flatMap((recipient): readonly EventId[] => {
      const consents = clausesBetween(clauses, { discloser, recipient })
        .filter((clause) => coverOf({ purpose, at: now }, [clause]).kind === 'covered')
        .flatMap(({ consent }) => (consent === 'this' ? [] : [consent]))
      const isFresh = (consent: EventId) => {
        const given = state.consents[consent]
        return given !== undefined && !isTooOld(given)
      }
      return consents.some(isFresh) ? [] : consents
    }),
  )
}

/** From when on the policy asks for it anew. */
function overdueSince(
  { confirmedAt }: Pick<ConsentState, 'confirmedAt'>,
  { consent }: PolicyPack,
): Instant {
  return plusMilliseconds(confirmedAt, consent.reconfirmAfterDays * DAY_MS)
}

/** Whether anything goes on it still: what is over or suspended is not confirmed. */
function isInForce({ ended, suspended, clauses }: ConsentState, now: Instant): boolean {
  return ended === undefined && suspended === undefined && clauses.some(({ until }) => now < until)
}
