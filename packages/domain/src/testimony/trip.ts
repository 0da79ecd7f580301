import { fail, ok, type EventId, type OrganisationId, type Result } from '@trm/kernel'
import { draft } from '../case/draft.ts'
import type { IntendedRecipient } from '../case/events.ts'
import { isPartyTo, otherPartiesTo } from '../case/given-to.ts'
import type { DecidersOf } from '../case/process.ts'
import type { Rejection } from '../case/rejections.ts'
import type { CaseState } from '../case/state.ts'
import { findNotReconfirmed } from '../consent/reconfirmation.ts'
import { isAway, testimonyTrip, type Trip } from '../consent/trips.ts'
import type { SectionName } from '../vocabulary/lists.ts'
import type { testimonyCommands } from './commands.ts'
import { isInterpretedUntil } from './interpreters.ts'
import { findTestimony, toNamedParties, toWhoMayKnow } from './parties.ts'
import type { TripState } from './state.ts'

type Commands = Pick<
  typeof testimonyCommands,
  | 'RecordTripConsent'
  | 'PlanTrip'
  | 'RecordDeparture'
  | 'RecordArrival'
  | 'ArrangeReturnTrip'
  | 'RecordSafeReturn'
>

export const tripDeciders: DecidersOf<Commands> = {
  /** Years may lie between two trips: she is asked before each of them. */
  RecordTripConsent(state, { testimony }, { now, self, kindOf }) {
    const found = findTestimony(state, testimony, self, 'supporting')
    if (!found.ok) return found
    if (found.value.participation?.kind !== 'given')
      return fail({ kind: 'participation-not-given' })
    const recipients = toWhoMayKnow(found.value, { self, kindOf })
    return ok(draft('TripConsented', { occurredAt: now, facts: { testimony }, recipients }))
  },

  /**
   * She has chosen to come although she need not, somebody has assessed her safety, and she has agreed to
   * this trip, and was asked anew what may be told of it. Nobody who is still away is sent on another one, and
   * nobody to a hearing without an interpreter who had one before.
   */
  PlanTrip(state, { to, testimony, consent, sections }, context) {
    const { now, self } = context
    const found = findTestimony(state, testimony, self, 'supporting')
    if (!found.ok) return found
    const { participation, mode, safetyAssessedBy, tripConsents, hearingUntil } = found.value
    if (participation?.kind !== 'given') return fail({ kind: 'participation-not-given' })
    if (mode === undefined) return fail({ kind: 'mode-not-chosen' })
    if (mode.mode !== 'inPerson') return fail({ kind: 'no-travel-in-this-mode' })
    if (safetyAssessedBy.length === 0) return fail({ kind: 'safety-not-assessed' })
    if (tripConsents[consent] !== 'open') return fail({ kind: 'trip-not-consented' })
    if (isAway(state, testimony)) return fail({ kind: 'not-returned' })
    if (!isInterpretedUntil(state, testimony, hearingUntil))
      return fail({ kind: 'interpreter-scope-ended' })
    if (sections.travel === undefined) return fail({ kind: 'section-required', section: 'travel' })
    const recipients = toNamedParties(to, found.value, self, ['travel'])
    if (!recipients.ok) return recipients
    const notReconfirmed = findNotReconfirmed(state, tripOf(state, testimony, self, to), context)
    if (notReconfirmed !== undefined) return fail(notReconfirmed)
    return ok(
      draft('TripPlanned', {
        occurredAt: now,
        facts: { testimony, consent },
        sections,
        recipients: recipients.value,
      }),
    )
  },

  RecordDeparture(state, { trip, occurredAt }, { now, self }) {
    const found = findTrip(state, trip, self)
    if (!found.ok) return found
    if (found.value.by !== self) return fail({ kind: 'trip-unknown' })
    if (found.value.departed !== undefined) return fail({ kind: 'already-departed' })
    // She may have left before she thought better of it, or before the hearing was put off: who is on
    // her way is on record, so that somebody brings her home.
    const { postponed, refused } = found.value
    const participation = state.testimonies[found.value.testimony]?.participation
    if (participation?.kind === 'refused' && occurredAt >= participation.at)
      return fail({ kind: 'participation-not-given' })
    if (refused !== undefined && occurredAt >= refused.at)
      return fail({ kind: 'trip-not-consented' })
    if (postponed !== undefined && occurredAt >= postponed.at)
      return fail({ kind: 'hearing-postponed' })
    if (occurredAt > now) return fail({ kind: 'in-the-future' })
    const recipients = toTravelling(state, trip, self)
    return ok(draft('Departed', { occurredAt, facts: { trip }, recipients }))
  },

  RecordArrival(state, { trip, occurredAt }, { now, self }) {
    const found = findTrip(state, trip, self)
    if (!found.ok) return found
    if (found.value.departed === undefined) return fail({ kind: 'not-departed' })
    if (found.value.arrived !== undefined) return fail({ kind: 'already-done' })
    if (occurredAt > now) return fail({ kind: 'in-the-future' })
    const recipients = toTravelling(state, trip, self)
    return ok(draft('Arrived', { occurredAt, facts: { trip }, recipients }))
  },

  /** Whether she was heard or the hearing was put off: somebody brings her home. */
  ArrangeReturnTrip(state, { trip, sections }, { now, self }) {
    const found = findTrip(state, trip, self)
    if (!found.ok) return found
    if (found.value.departed === undefined) return fail({ kind: 'not-departed' })
    if (found.value.returned !== undefined) return fail({ kind: 'already-done' })
    if (sections.travel === undefined) return fail({ kind: 'section-required', section: 'travel' })
    const recipients = toTravelling(state, trip, self, ['travel'])
    const facts = { trip }
    return ok(draft('ReturnTripArranged', { occurredAt: now, facts, sections, recipients }))
  },

  RecordSafeReturn(state, { trip, occurredAt }, { now, self }) {
    const found = findTrip(state, trip, self)
    if (!found.ok) return found
    if (found.value.by !== self) return fail({ kind: 'trip-unknown' })
    if (found.value.departed === undefined) return fail({ kind: 'not-departed' })
    if (found.value.returned !== undefined) return fail({ kind: 'already-done' })
    if (found.value.returnArranged === undefined) return fail({ kind: 'return-not-arranged' })
    if (occurredAt > now) return fail({ kind: 'in-the-future' })
    const recipients = toTravelling(state, trip, self)
    return ok(draft('ReturnedSafely', { occurredAt, facts: { trip }, recipients }))
  },
}

/** A trip, for who planned it and whoever was told of it. */
export function findTrip(
  state: CaseState,
  id: EventId,
  self: OrganisationId,
): Result<TripState, Rejection> {
  const trip = state.trips[id]
  return trip !== undefined && isPartyTo(state, id, self)
    ? ok(trip)
    : fail({ kind: 'trip-unknown' })
}

/** The trip as it is planned here: who is to be told of it now. */
function tripOf(
  state: CaseState,
  testimony: EventId,
  self: OrganisationId,
  to: readonly OrganisationId[],
): Trip | undefined {
  const trip = testimonyTrip(state, testimony)
  return trip && { ...trip, disclosers: [self], recipients: to }
}

/** Everybody else who was told of the trip, as far as this organisation sees. */
function toTravelling(
  state: CaseState,
  trip: EventId,
  self: OrganisationId,
  needs: readonly SectionName[] = [],
): readonly IntendedRecipient[] {
  return otherPartiesTo(state, trip, self).map((to) => ({ to, purpose: 'testimony', needs }))
}
