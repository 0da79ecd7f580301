import { command } from '../definition/command-definition.ts'
import { relayEvents as events } from './events.ts'

const { hop: _hop, ageStatus: _ageStatus, ...forwarded } = events.RelayForwarded.facts

export const relayCommands = {
  GiveRelayConsent: command({
    meaning: 'Record that she consents to one hop.',
    source: ['3:L604'],
    emits: ['RelayConsentGiven'],
    part: 'who opened the case, or a hop that has met her',
    carriesClauses: true,
    input: events.RelayConsentGiven.facts,
  }),
  ForwardRelay: command({
    meaning: 'Tell the next organisation that she is coming.',
    source: ['3:L604'],
    emits: ['RelayForwarded'],
    part: 'who took the consent to this hop',
    sections: ['needs', 'contact', 'demographics'],
    input: forwarded,
  }),
  RecordPersonMet: command({
    meaning: 'Say that she was met.',
    source: ['3:L604'],
    emits: ['PersonMet'],
    part: 'the hop to which the relay was forwarded',
    isTimed: true,
    whenClosed: 'goesOn',
    input: events.PersonMet.facts,
  }),
  IndicateOnwardDestination: command({
    meaning: 'Record where she means to go on to.',
    source: ['3:L117'],
    emits: ['OnwardDestinationIndicated'],
    part: 'who opened the case, or a hop that has met her',
    input: events.OnwardDestinationIndicated.facts,
  }),
  ExpireRelay: command({
    meaning: 'Record that nobody met her in time.',
    source: ['3:L616'],
    emits: ['RelayExpired'],
    part: 'either side of the hop',
    givenBy: 'deadline',
    whenClosed: 'goesOn',
    input: events.RelayExpired.facts,
  }),
} as const
