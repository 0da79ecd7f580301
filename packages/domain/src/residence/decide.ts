import {
  fail,
  ok,
  plusMilliseconds,
  type EventId,
  type Instant,
  type OrganisationId,
  type Result,
} from '@trm/kernel'
import type { CommandContext } from '../case/commands.ts'
import { draft } from '../case/draft.ts'
import type { IntendedRecipient } from '../case/events.ts'
import { isGivenTo, isPartyTo, otherPartiesTo } from '../case/given-to.ts'
import { holdsSomething } from '../case/holding.ts'
import type { DecidersOf } from '../case/process.ts'
import type { Rejection } from '../case/rejections.ts'
import type { CaseState } from '../case/state.ts'
import type { OrganisationKind } from '../vocabulary/lists.ts'
import type { residenceCommands } from './commands.ts'
import type { PermitRequestState, ReflectionState } from './state.ts'

const DAY_MS = 24 * 60 * 60 * 1000
/** A month of a permit counts as so many days, never fewer than a calendar month has. */
const MONTH_DAYS = 31

export const residenceDeciders: DecidersOf<typeof residenceCommands> = {
  /** Whatever she decides about proceedings, and while her identification is still open (2:L1614). */
  GrantReflectionPeriod(state, { to, days }, context) {
    if (!holdsSomething(state)) return fail({ kind: 'case-unknown' })
    const { now, self, policy } = context
    if (!isGiven(policy.reflection.grantedBy, context)) return fail({ kind: 'not-in-policy' })
    const others = to.filter((each) => each !== self)
    if (others.length === 0) return fail({ kind: 'no-recipients' })
    const floor = policy.reflection.daysMin
    if (days < floor) return fail({ kind: 'below-floor', floor })
    return ok(
      draft('ReflectionPeriodGranted', {
        occurredAt: now,
        facts: { days, until: plusMilliseconds(now, days * DAY_MS) },
        recipients: toEach(others),
      }),
    )
  },

  RequestResidencePermit(state, { to, ground, sections }, context) {
    if (!holdsSomething(state)) return fail({ kind: 'case-unknown' })
    const { self, policy } = context
    const suggesting = [...policy.residence.suggestedBy, ...policy.residence.grantedBy]
    if (!isGiven(suggesting, context)) return fail({ kind: 'not-in-policy' })
    if (to === self) return fail({ kind: 'no-recipients' })
    if (!policy.residence.grounds.includes(ground)) return fail({ kind: 'ground-not-in-policy' })
    return ok(
      draft('ResidencePermitRequested', {
        occurredAt: context.now,
        facts: { ground },
        sections,
        recipients: [{ to, purpose: 'protection', needs: ['residence', 'identity'] }],
      }),
    )
  },

  GrantResidencePermit(state, { to, request, ground, months, sections }, context) {
    if (!holdsSomething(state)) return fail({ kind: 'case-unknown' })
    const { now, self, policy } = context
    if (!isGiven(policy.residence.grantedBy, context)) return fail({ kind: 'not-in-policy' })
    const asked = request === undefined ? undefined : findRequest(state, request, self)
    if (asked?.ok === false) return asked
    if (!policy.residence.grounds.includes(ground)) return fail({ kind: 'ground-not-in-policy' })
    const floor = policy.residence.monthsMin
    if (months < floor) return fail({ kind: 'below-floor', floor })
    const named = asked === undefined ? to : [...new Set([asked.value.by, ...to])]
    const readers = named.filter((each) => each !== self)
    if (readers.length === 0) return fail({ kind: 'no-recipients' })
    return ok(
      draft('ResidencePermitGranted', {
        occurredAt: now,
        facts: {
          ...(request !== undefined && { request }),
          ground,
          months,
          until: plusMilliseconds(now, months * MONTH_DAYS * DAY_MS),
        },
        sections,
        recipients: readers.map((each) => ({
          to: each,
          purpose: 'protection',
          needs: ['residence'],
        })),
      }),
    )
  },

  RefuseResidencePermit(state, { request, reason }, context) {
    const asked = findRequest(state, request, context.self)
    if (!asked.ok) return asked
    if (!isGiven(context.policy.residence.grantedBy, context))
      return fail({ kind: 'not-in-policy' })
    return ok(
      draft('ResidencePermitRefused', {
        occurredAt: context.now,
        facts: { request, reason },
        recipients: toEach([asked.value.by]),
      }),
    )
  },

  /** The end of a reflection period without a permit is an alarm, not the end of a case (2:L1626). */
  RaiseReflectionAlarm(state, { reflection: id }, { now, self, policy }) {
    const reflection = state.reflections[id]
    if (reflection === undefined || !isPartyTo(state, id, self))
      return fail({ kind: 'reflection-unknown' })
    if (reflection.alarm !== undefined) return fail({ kind: 'already-done' })
    if (isFollowed(state, reflection)) return fail({ kind: 'permit-follows' })
    if (now < alarmAt(reflection, policy.reflection.alarmDaysBefore))
      return fail({ kind: 'not-due-yet' })
    return ok(
      draft('ReflectionExpiring', {
        occurredAt: now,
        facts: { reflection: id },
        recipients: toEach(otherPartiesTo(state, id, self)),
      }),
    )
  },
}

/** Whether a permit was granted that goes on when the reflection period ends. */
export function isFollowed({ permits }: CaseState, { until }: ReflectionState): boolean {
  return Object.values(permits).some((permit) => permit.until > until)
}

/** From when on a reflection period without a permit is an alarm. */
export function alarmAt({ until }: ReflectionState, alarmDaysBefore: number): Instant {
  return plusMilliseconds(until, -alarmDaysBefore * DAY_MS)
}

/**
 * Reflection periods that opened a duty to refer which nobody has met (2:L1655). What meets it is a
 * referral that a service has accepted or may still accept; one that was declined, has expired or was
 * taken back unanswered leaves her without.
 */
export function unmetDutiesToRefer({ referrals, reflections }: CaseState): readonly EventId[] {
  const isReferred = Object.values(referrals).some(({ decision, withdrawal }) =>
    decision === undefined ? withdrawal === undefined : decision.kind === 'accepted',
  )
  return isReferred ? [] : (Object.keys(reflections) as EventId[])
}

function isGiven(kinds: readonly OrganisationKind[], { self, kindOf }: CommandContext): boolean {
  const kind = kindOf(self)
  return kind !== undefined && kinds.includes(kind)
}

/** A request that is not answered, for who was asked. To anybody else it does not exist. */
function findRequest(
  state: CaseState,
  id: EventId,
  self: OrganisationId,
): Result<PermitRequestState, Rejection> {
  const request = state.permitRequests[id]
  if (request === undefined || !isGivenTo(state, id, self))
    return fail({ kind: 'permit-request-unknown' })
  return request.answer === undefined ? ok(request) : fail({ kind: 'already-answered' })
}

function toEach(organisations: readonly OrganisationId[]): readonly IntendedRecipient[] {
  return organisations.map((to) => ({ to, purpose: 'protection', needs: [] }))
}
