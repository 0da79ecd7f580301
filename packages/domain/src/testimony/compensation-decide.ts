import { fail, ok, type EventId, type OrganisationId, type Result } from '@trm/kernel'
import { draft } from '../case/draft.ts'
import type { IntendedRecipient } from '../case/events.ts'
import { holdsSomething } from '../case/holding.ts'
import { isPartyTo, otherPartiesTo } from '../case/given-to.ts'
import type { DecidersOf } from '../case/process.ts'
import type { Rejection } from '../case/rejections.ts'
import type { CaseState } from '../case/state.ts'
import type { compensationCommands } from './compensation-commands.ts'
import { findAwardedClaim } from './compensation-evolve.ts'
import { testimonyParties } from './parties.ts'
import type { ClaimState } from './state.ts'

/** Compensation depends neither on co-operation nor on residence: no rule here asks for either. */
export const compensationDeciders: DecidersOf<typeof compensationCommands> = {
  ClaimCompensation(state, { to, testimony, heads, route, sections }, { now, self }) {
    if (!holdsSomething(state)) return fail({ kind: 'case-unknown' })
    if (testimony !== undefined && testimonyParties(state, testimony, self) === undefined)
      return fail({ kind: 'testimony-unknown' })
    return ok(
      draft('CompensationClaimed', {
        occurredAt: now,
        facts: { ...(testimony !== undefined && { testimony }), heads, route },
        sections,
        recipients: toEach(
          to.filter((each) => each !== self),
          ['proceedings'],
        ),
      }),
    )
  },

  RecordCompensationAward(state, { claim, heads, sections }, { now, self }) {
    const found = findClaim(state, claim, self)
    if (!found.ok) return found
    if (found.value.paid !== undefined) return fail({ kind: 'already-done' })
    return ok(
      draft('CompensationAwarded', {
        occurredAt: now,
        facts: { claim, heads },
        sections,
        recipients: toEach(otherPartiesTo(state, claim, self), ['proceedings']),
      }),
    )
  },

  RecordCompensationRefusal(state, { claim, reason }, { now, self }) {
    const found = findClaim(state, claim, self)
    if (!found.ok) return found
    if (found.value.paid !== undefined) return fail({ kind: 'already-done' })
    return ok(
      draft('CompensationRefused', {
        occurredAt: now,
        facts: { claim, reason },
        recipients: toEach(otherPartiesTo(state, claim, self)),
      }),
    )
  },

  RecordCompensationPayment(state, { award, occurredAt }, { now, self }) {
    const claim = findAwardedClaim(state, award)
    if (claim === undefined) return fail({ kind: 'claim-unknown' })
    const found = findClaim(state, claim, self)
    if (!found.ok) return found
    if (found.value.outcome?.event !== award) return fail({ kind: 'not-awarded' })
    if (found.value.paid !== undefined) return fail({ kind: 'already-done' })
    if (occurredAt > now) return fail({ kind: 'in-the-future' })
    return ok(
      draft('CompensationPaid', {
        occurredAt,
        facts: { award },
        recipients: toEach(otherPartiesTo(state, claim, self)),
      }),
    )
  },
}

function findClaim(
  state: CaseState,
  id: EventId,
  self: OrganisationId,
): Result<ClaimState, Rejection> {
  const claim = state.claims[id]
  return claim !== undefined && isPartyTo(state, id, self)
    ? ok(claim)
    : fail({ kind: 'claim-unknown' })
}

function toEach(
  organisations: readonly OrganisationId[],
  needs: IntendedRecipient['needs'] = [],
): readonly IntendedRecipient[] {
  return organisations.map((to) => ({ to, purpose: 'compensation', needs }))
}
