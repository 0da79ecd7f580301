import { custodianOf } from '../case/custody.ts'
import { isGivenTo } from '../case/given-to.ts'
import type { EvolversOf } from '../case/process.ts'
import { withChange, withEntry } from '../case/records.ts'
import { withAgeClaim } from '../opening/age.ts'
import { withConsent, withEndedConsent } from '../consent/evolve.ts'
import type { relayEvents } from './events.ts'
import { mayBeOnRoute } from './route.ts'

export const relayEvolvers: EvolversOf<typeof relayEvents> = {
  RelayConsentGiven(state, event) {
    const { id, author, facts } = event
    if (custodianOf(state) !== undefined && !mayBeOnRoute(state, author)) return state
    // A hop has two sides. What a clause says of anybody else was not hers to be asked here.
    const clauses = event.clauses.filter(({ discloser, recipient }) =>
      [discloser, recipient].every((side) => side === author || side === facts.next),
    )
    const consented = withConsent(state, { ...event, clauses }, facts.giver)
    const consent = { by: author, next: facts.next }
    return { ...consented, relayConsents: withEntry(state.relayConsents, id, consent) }
  },
  RelayForwarded(state, { id, author, facts: { consent, to, hop, expires, ageStatus } }) {
    // What was not consented to, or told to anybody else, did not send her on.
    const given = state.relayConsents[consent]
    if (given?.by !== author || given.next !== to || !isGivenTo(state, id, to)) return state
    const relay = { consent, by: author, to, hop, expires, notSeen: [] }
    const forwarded = {
      ...state,
      relays: withEntry(state.relays, id, relay),
      relayConsents: withChange(state.relayConsents, consent, (used) => ({
        ...used,
        usedBy: used.usedBy ?? id,
      })),
    }
    // Who meets her has to know whether she may consent alone; who knows the custodian knows already.
    return custodianOf(state) === undefined
      ? withAgeClaim(forwarded, { author, ageStatus, event: id })
      : forwarded
  },
  // She may be met after everybody has given her up: that she is safe counts more than the order.
  PersonMet: (state, { id, author, facts: { relay } }) => ({
    ...state,
    relays: withChange(state.relays, relay, (forwarded) =>
      forwarded.to === author ? { ...forwarded, met: forwarded.met ?? id } : forwarded,
    ),
  }),
  OnwardDestinationIndicated: (state, { author, facts: { participant } }) =>
    mayBeOnRoute(state, author)
      ? { ...state, destinations: [...state.destinations, participant] }
      : state,
  RelayExpired(state, { id, author, facts: { relay } }) {
    const forwarded = state.relays[relay]
    if (forwarded === undefined || (forwarded.by !== author && forwarded.to !== author))
      return state
    const expired = { ...forwarded, expired: forwarded.expired ?? id }
    const over = { ...state, relays: withEntry(state.relays, relay, expired) }
    // Whoever has met her needs what was sent along; nobody else does any more, whichever side says so.
    if (forwarded.met !== undefined) return over
    return withEndedConsent(over, { consent: forwarded.consent, by: forwarded.by, event: id })
  },
}
