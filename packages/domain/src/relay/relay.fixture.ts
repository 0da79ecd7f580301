import { participantOf } from '@trm/kernel'
import type { CaseEvent } from '../case/events.ts'
import { caseEvent, grantTo, story } from '../test-support/case-events.ts'
import type { AccessRows, ReachedRows } from '../test-support/rows.ts'
import { sampleCommand } from '../test-support/samples.ts'
import { as, at, belgrade, idOf, police, skopje, vienna } from '../test-support/world.ts'
import type { relayCommands } from './commands.ts'
import type { relayRejections } from './rejections.ts'

const given = {
  giver: 'self',
  form: 'pictogram',
  formVersion: 'v1',
  language: 'sr',
  interpreter: true,
  evidence: [],
} as const
const terms = {
  purposes: ['handover'],
  sections: ['needs', 'contact', 'demographics'],
  from: at(0),
  until: at(300),
  onward: false,
} as const

/** What she lets Vienna tell Skopje, and Skopje tell Vienna, about this one hop. */
export const clauses = [
  { ...terms, id: 'c1', discloser: vienna, recipient: skopje },
  { ...terms, id: 'c2', discloser: skopje, recipient: vienna, until: at(900) },
] as const

/** The next hop, to which she consents when she has come that far. */
export const nextClauses = [{ ...terms, id: 'c1', discloser: skopje, recipient: belgrade }] as const

const forwarded = {
  consent: idOf('hopConsent'),
  to: skopje,
  meetAt: 'station',
  expectedFrom: at(100),
  expires: at(200),
} as const
const relay = idOf('relay')

/** She goes on from Vienna, is met in Skopje, and goes on to Belgrade. */
export const events = {
  consent: caseEvent(
    'RelayConsentGiven',
    'hopConsent',
    vienna,
    2,
    { next: skopje, ...given },
    { clauses, grants: [grantTo(skopje)] },
  ),
  forwarded: caseEvent(
    'RelayForwarded',
    'relay',
    vienna,
    3,
    { ...forwarded, hop: 1, ageStatus: 'verifiedAdult' },
    { grants: [grantTo(skopje)] },
  ),
  met: caseEvent('PersonMet', 'met', skopje, 110, { relay }),
  expired: caseEvent('RelayExpired', 'expired', vienna, 200, { relay }),
  nextConsent: caseEvent(
    'RelayConsentGiven',
    'nextConsent',
    skopje,
    111,
    { next: belgrade, ...given },
    { clauses: nextClauses, grants: [grantTo(belgrade)] },
  ),
  destination: caseEvent('OnwardDestinationIndicated', 'destination', skopje, 112, {
    participant: participantOf(belgrade),
  }),
} as const satisfies Readonly<Record<string, CaseEvent>>

export const sections = {
  needs: { services: ['accommodation'] },
  contact: { mobilePhone: '+43100000000' },
} as const

export const commands = {
  consent: sampleCommand('GiveRelayConsent', { ...events.consent.facts, clauses }),
  forward: sampleCommand('ForwardRelay', { ...forwarded, sections }),
  meet: sampleCommand('RecordPersonMet', { relay, occurredAt: at(109) }),
  indicate: sampleCommand('IndicateOnwardDestination', { participant: participantOf(belgrade) }),
  expire: sampleCommand('ExpireRelay', { relay }),
} as const

/** Up to the second hop, as an observer would hold it who reads everything. */
export const toSkopje = [story.opened, events.consent, events.forwarded] as const
export const metInSkopje = [...toSkopje, events.met] as const

/** The last hop that a relay may have, and how she was met at its end. */
export const lastHop = [
  events.consent,
  { ...events.forwarded, facts: { ...events.forwarded.facts, hop: 16 } },
  events.met,
] as const

const c = commands
const nowhere = idOf('nowhere')

export const relayReached: ReachedRows<typeof relayRejections> = {
  'relay-unknown': [toSkopje, c.meet, as(belgrade, 110)],
  'not-your-relay': [toSkopje, c.meet, as(vienna, 110)],
  'relay-not-consented': [toSkopje, c.forward, as(vienna, 4)],
  'hop-consented-otherwise': [
    [story.opened, events.consent],
    { ...c.forward, to: belgrade },
    as(vienna, 3),
  ],
  'relay-over': [metInSkopje, c.expire, as(vienna, 200)],
  'relay-outlives-consent': [
    [story.opened, events.consent],
    { ...c.forward, expires: at(301) },
    as(vienna, 3),
  ],
  'too-many-hops': [
    [...lastHop, events.nextConsent],
    { ...c.forward, consent: events.nextConsent.id, to: belgrade },
    as(skopje, 112),
  ],
}

export const relayAccess: AccessRows<typeof relayCommands> = {
  GiveRelayConsent: {
    allowed: [
      [[story.opened], c.consent, as(vienna, 2)],
      [metInSkopje, { ...c.consent, next: belgrade, clauses: nextClauses }, as(skopje, 111)],
    ],
    refused: [
      [[], c.consent, as(vienna, 2), 'not-your-case'],
      [
        toSkopje,
        { ...c.consent, next: belgrade, clauses: nextClauses },
        as(skopje, 4),
        'not-your-case',
      ],
      [metInSkopje, c.consent, as(belgrade, 111), 'not-your-case'],
    ],
  },
  ForwardRelay: {
    allowed: [[[story.opened, events.consent], c.forward, as(vienna, 3)]],
    refused: [
      [[story.opened], c.forward, as(vienna, 3), 'consent-unknown'],
      [[story.opened, events.consent], c.forward, as(skopje, 3), 'consent-unknown'],
      [[story.opened, events.consent], c.forward, as(belgrade, 3), 'consent-unknown'],
    ],
  },
  RecordPersonMet: {
    allowed: [[toSkopje, c.meet, as(skopje, 110)]],
    refused: [
      [toSkopje, c.meet, as(vienna, 110), 'not-your-relay'],
      [toSkopje, c.meet, as(belgrade, 110), 'relay-unknown'],
      [toSkopje, { ...c.meet, relay: nowhere }, as(skopje, 110), 'relay-unknown'],
    ],
  },
  IndicateOnwardDestination: {
    allowed: [
      [[story.opened], c.indicate, as(vienna, 2)],
      [metInSkopje, c.indicate, as(skopje, 112)],
    ],
    refused: [
      [[], c.indicate, as(vienna, 2), 'not-your-case'],
      [toSkopje, c.indicate, as(skopje, 4), 'not-your-case'],
      [metInSkopje, c.indicate, as(belgrade, 112), 'not-your-case'],
    ],
  },
  ExpireRelay: {
    allowed: [vienna, skopje].map((self) => [toSkopje, c.expire, as(self, 200)]),
    refused: [belgrade, police].map((self) => [toSkopje, c.expire, as(self, 200), 'relay-unknown']),
  },
}
