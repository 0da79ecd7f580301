import { fail, ok, type EventId, type OrganisationId, type Result } from '@trm/kernel'
import { hasCustody } from '../case/custody.ts'
import { draft } from '../case/draft.ts'
import type { DecidersOf } from '../case/process.ts'
import type { Rejection } from '../case/rejections.ts'
import type { CaseState } from '../case/state.ts'
import { isEveryGuardianExcluded } from '../children/parties.ts'
import { findClauseFlaw, partiesOf } from '../consent/clauses.ts'
import { findRefusedClause } from '../consent/refusal-deciders.ts'
import { mayBeChild } from '../opening/child.ts'
import type { relayCommands } from './commands.ts'
import { hopOf } from './route.ts'
import type { OneRelayState } from './state.ts'

const HOPS_MAX = 16

export const relayDeciders: DecidersOf<typeof relayCommands> = {
  /** One hop, one consent: who she is told about further on is asked there. */
  GiveRelayConsent(state, { type: _type, clauses, ...facts }, { now, self, kindOf }) {
    if (!mayRelay(state, self)) return fail({ kind: 'not-your-case' })
    if (mayBeChild(state) && facts.giver === 'self') return fail({ kind: 'guardian-required' })
    if (facts.giver === 'guardian' && isEveryGuardianExcluded(state))
      return fail({ kind: 'guardian-excluded' })
    const flaw = findClauseFlaw(clauses, self)
    if (flaw !== undefined) return fail(flaw)
    const foreign = clauses.find(
      ({ discloser, recipient }) => (discloser === self ? recipient : discloser) !== facts.next,
    )
    if (foreign !== undefined) return fail({ kind: 'clause-between-others', clause: foreign.id })
    const refused = findRefusedClause(state, clauses, { self, kindOf })
    if (refused !== undefined) return fail(refused)
    const recipients = partiesOf(clauses, self)
    return ok(draft('RelayConsentGiven', { occurredAt: now, facts, clauses, recipients }))
  },

  /** A disclosure of its own at every hop, that anybody with the right can replay. */
  ForwardRelay(state, { type: _type, sections, ...facts }, { now, self }) {
    const consent = state.relayConsents[facts.consent]
    if (consent?.by !== self) return fail({ kind: 'consent-unknown' })
    if (consent.usedBy !== undefined) return fail({ kind: 'relay-not-consented' })
    if (consent.next !== facts.to) return fail({ kind: 'hop-consented-otherwise' })
    if (facts.expires <= now || facts.expires <= facts.expectedFrom)
      return fail({ kind: 'empty-window' })
    const given = state.consents[facts.consent]
    if (given === undefined || given.ended !== undefined || given.suspended !== undefined)
      return fail({ kind: 'relay-not-consented' })
    const onward = given.clauses.filter(({ recipient }) => recipient === facts.to)
    if (onward.every(({ until }) => until < facts.expires))
      return fail({ kind: 'relay-outlives-consent' })
    const hop = hopOf(state, self) + 1
    if (hop > HOPS_MAX) return fail({ kind: 'too-many-hops' })
    return ok(
      draft('RelayForwarded', {
        occurredAt: now,
        // Doubt goes along, too: who meets her asks a guardian.
        facts: { ...facts, hop, ageStatus: state.ageStatus ?? 'presumedChild' },
        sections,
        recipients: [
          { to: facts.to, purpose: 'handover', needs: ['needs', 'contact', 'demographics'] },
        ],
      }),
    )
  },

  RecordPersonMet(state, { relay, occurredAt }, { now, self }) {
    const found = findRelay(state, relay, self, 'to')
    if (!found.ok) return found
    if (found.value.met !== undefined) return fail({ kind: 'already-done' })
    if (occurredAt > now) return fail({ kind: 'in-the-future' })
    const recipients = [{ to: found.value.by, purpose: 'handover', needs: [] }] as const
    return ok(draft('PersonMet', { occurredAt, facts: { relay }, recipients }))
  },

  IndicateOnwardDestination(state, { participant }, { now, self }) {
    if (!mayRelay(state, self)) return fail({ kind: 'not-your-case' })
    return ok(draft('OnwardDestinationIndicated', { occurredAt: now, facts: { participant } }))
  },

  /** The person leaves, which is normal. What was sent along about her does not stay. */
  ExpireRelay(state, { relay }, { now, self }) {
    const found = findRelay(state, relay, self, 'either')
    if (!found.ok) return found
    const { by, to, met, expired, expires } = found.value
    if (met !== undefined || expired !== undefined) return fail({ kind: 'relay-over' })
    if (now < expires) return fail({ kind: 'not-due-yet' })
    const recipients = [{ to: self === by ? to : by, purpose: 'handover', needs: [] }] as const
    return ok(draft('RelayExpired', { occurredAt: now, facts: { relay }, recipients }))
  },
}

/** Who opened the case, and whoever has met her on her way. */
function mayRelay(state: CaseState, self: OrganisationId): boolean {
  return hasCustody(state, self) || hopOf(state, self) > 0
}

function findRelay(
  { relays }: CaseState,
  id: EventId,
  self: OrganisationId,
  side: 'to' | 'either',
): Result<OneRelayState, Rejection> {
  const relay = relays[id]
  if (relay === undefined || (relay.by !== self && relay.to !== self))
    return fail({ kind: 'relay-unknown' })
  if (side === 'to' && relay.to !== self) return fail({ kind: 'not-your-relay' })
  return ok(relay)
}
