import { fail, ok, type EventId, type OrganisationId, type Result } from '@trm/kernel'
import { draft } from '../case/draft.ts'
import type { IntendedRecipient } from '../case/events.ts'
import { holdsSomething } from '../case/holding.ts'
import type { DecidersOf } from '../case/process.ts'
import type { Rejection } from '../case/rejections.ts'
import type { CaseState } from '../case/state.ts'
import type { compensationCommands } from './compensation-commands.ts'
import type { ClaimState } from './state.ts'

/** Compensation depends neither on co-operation nor on residence: no rule here asks for either. */
export const compensationDeciders: DecidersOf<typeof compensationCommands> = {
  ClaimCompensation(state, { to, testimony, heads, route, sections }, { now, self }) {
    if (!holdsSomething(state)) return fail({ kind: 'case-unknown' })
    if (testimony !== undefined && state.testimonies[testimony] === undefined)
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
        recipients: toEach(otherParties(state, claim, self), ['proceedings']),
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
        recipients: toEach(otherParties(state, claim, self)),
      }),
    )
  },

  RecordCompensationPayment(state, { award, occurredAt }, { now, self }) {
    const entry = Object.entries(state.claims).find(([, { outcome }]) => outcome?.event === award)
    if (entry === undefined) return fail({ kind: 'not-awarded' })
    const claim = entry[0] as EventId
    const found = findClaim(state, claim, self)
    if (!found.ok) return found
    if (found.value.outcome?.kind !== 'awarded') return fail({ kind: 'not-awarded' })
    if (found.value.paid !== undefined) return fail({ kind: 'already-done' })
    if (occurredAt > now) return fail({ kind: 'in-the-future' })
    return ok(
      draft('CompensationPaid', {
        occurredAt,
        facts: { award },
        recipients: toEach(otherParties(state, claim, self)),
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
  const known = state.known[id]
  const isParty = claim?.by === self || known?.to.includes(self) === true
  return claim !== undefined && isParty ? ok(claim) : fail({ kind: 'claim-unknown' })
}

function otherParties({ claims, known }: CaseState, id: EventId, self: OrganisationId) {
  const parties = [claims[id]?.by, ...(known[id]?.to ?? [])]
  return [...new Set(parties)].filter((party) => party !== undefined && party !== self)
}

function toEach(
  organisations: readonly (OrganisationId | undefined)[],
  needs: IntendedRecipient['needs'] = [],
): readonly IntendedRecipient[] {
  return organisations.flatMap((to) =>
    to === undefined ? [] : [{ to, purpose: 'compensation' as const, needs }],
  )
}
