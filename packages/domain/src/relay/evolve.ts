import type { EvolversOf } from '../case/process.ts'
import { withChange, withEntry } from '../case/records.ts'
import { withConsent } from '../consent/evolve.ts'
import type { relayEvents } from './events.ts'

export const relayEvolvers: EvolversOf<typeof relayEvents> = {
  RelayConsentGiven(state, event) {
    const { id, author, facts } = event
    const consented = withConsent(state, event, facts.giver)
    const consent = { by: author, next: facts.next }
    return { ...consented, relayConsents: withEntry(state.relayConsents, id, consent) }
  },
  RelayForwarded(state, { id, author, facts: { consent, to, hop, expires } }) {
    const relay = { by: author, to, hop, expires, notSeen: [] }
    return {
      ...state,
      relays: withEntry(state.relays, id, relay),
      relayConsents: withChange(state.relayConsents, consent, (given) =>
        given.by === author ? { ...given, usedBy: given.usedBy ?? id } : given,
      ),
    }
  },
  // She may be met after everybody has given her up: that she is safe counts more than the order.
  PersonMet: (state, { id, author, facts: { relay } }) => ({
    ...state,
    relays: withChange(state.relays, relay, (forwarded) =>
      forwarded.to === author ? { ...forwarded, met: forwarded.met ?? id } : forwarded,
    ),
  }),
  OnwardDestinationIndicated: (state, { facts: { participant } }) => ({
    ...state,
    destinations: [...state.destinations, participant],
  }),
  RelayExpired: (state, { id, author, facts: { relay } }) => ({
    ...state,
    relays: withChange(state.relays, relay, (forwarded) =>
      forwarded.by === author || forwarded.to === author
        ? { ...forwarded, expired: forwarded.expired ?? id }
        : forwarded,
    ),
  }),
}
