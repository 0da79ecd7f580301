import { event } from '../definition/event-definition.ts'
import { code, count, instant, organisation, participant, reference } from '../definition/field.ts'
import { evidence, spoken } from '../consent/events.ts'
import { ageStatuses } from '../vocabulary/lists.ts'
import { meetingPlaces } from '../vocabulary/process-lists.ts'
import { nobody, serving } from '../vocabulary/organisation-groups.ts'

const relay = reference('RelayForwarded')

const given = { next: organisation, ...spoken } as const

export const relayEvents = {
  RelayConsentGiven: event({
    meaning: 'She consents to one hop: who may be told that she is coming, and until when.',
    source: ['3:L604', 'inferred'],
    authors: serving,
    readers: serving,
    carriesClauses: true,
    facts: { ...given, evidence },
    earlier: [{ version: 1, facts: given, upcast: (facts) => ({ ...facts, evidence: [] }) }],
  }),
  RelayForwarded: event({
    meaning:
      'The next organisation on her way is told: a disclosure of its own, that ends by itself.',
    source: ['3:L604', '3:L988'],
    authors: serving,
    readers: serving,
    sections: ['needs', 'contact', 'demographics'],
    standsOn: 'consent',
    facts: {
      consent: reference('RelayConsentGiven'),
      to: organisation,
      ageStatus: code(ageStatuses),
      hop: count(1, 16),
      meetAt: code(meetingPlaces),
      expectedFrom: instant,
      expires: instant,
    },
  }),
  PersonMet: event({
    meaning: 'She was met.',
    source: ['3:L604'],
    authors: serving,
    readers: serving,
    fallback: 'notice',
    about: 'relay',
    facts: { relay },
  }),
  OnwardDestinationIndicated: event({
    meaning: 'She says where she means to go on to.',
    source: ['3:L604', '3:L117'],
    authors: serving,
    readers: nobody,
    facts: { participant },
  }),
  RelayExpired: event({
    meaning: 'Nobody met her in time: what was sent along is purged.',
    source: ['3:L616', 'inferred'],
    authors: serving,
    readers: serving,
    fallback: 'notice',
    about: 'relay',
    facts: { relay },
  }),
} as const
