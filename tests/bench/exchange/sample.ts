import { sectionSchemas } from '@trm/contracts'
import type { EventDraft, PlannedDisclosure, SectionContents, SectionName } from '@trm/domain'
import {
  plusMilliseconds,
  toInstant,
  type EventId,
  type Instant,
  type OrganisationId,
} from '@trm/kernel'
import { z } from 'zod'

/** How many cases the events are spread over. */
export const CASES = 50

const DAY_MS = 24 * 60 * 60 * 1000

export const now = (): Instant => toInstant(new Date())

/** What each event says of a person who does not exist: five sections, and about 1.5 KiB as plain JSON. */
const sections = {
  identity: { firstName: 'Esperanza', secondName: 'Beispiel', birthdate: '1999-04-12' },
  contact: {
    safeChannel: {
      kind: 'messenger',
      value: '+381600000000',
      safeHours: 'Monday to Friday between ten and twelve, never at the weekend',
    },
  },
  demographics: { citizenships: ['RS'], primaryLanguage: 'sr', secondaryLanguage: 'de' },
  needs: {
    services: ['accommodation', 'psychologicalSupport', 'legalAid'],
    languages: ['sr', 'de'],
    outgoingReferral: {
      organisation: 'An organisation that does not exist in a country that does',
      date: '2026-03-02',
      details:
        'Arrives by coach in the evening and is met at the station by two persons whom she knows by photograph. ' +
        'Needs a room on the ground floor, a quiet first night, and nobody who asks questions before she does.',
    },
  },
  travel: {
    mode: 'coach',
    departsOn: '2026-03-02',
    arrivesOn: '2026-03-02',
    from: 'The coach station of a capital',
    to: 'The coach station of another capital',
    carrier: 'A carrier',
    reference: 'REF-000000',
    codeWord: 'a word',
    accompaniedBy: 'A social worker of the organisation that sends her',
    receivedBy: 'Two social workers of the organisation that receives her',
  },
} as const satisfies SectionContents

const sectionsCarried = Object.keys(sections) as SectionName[]

/** What each recipient may read: four sections the first, two the second. */
const needs: readonly (readonly SectionName[])[] = [
  ['identity', 'contact', 'needs', 'travel'],
  ['contact', 'needs'],
]

const facts = { sections: sectionsCarried, reason: 'newInformation' } as const

/** The first event of a case: she lets each recipient have the five sections. */
export function consentDraft(author: OrganisationId, to: readonly OrganisationId[]): EventDraft {
  return {
    type: 'DataConsentGiven',
    occurredAt: now(),
    facts: {
      giver: 'self',
      form: 'written',
      formVersion: '2026-03',
      language: 'sr-Latn',
      interpreter: false,
      matters: ['furtherUse'],
      evidence: [],
    },
    sections: {},
    clauses: to.map((recipient, place) => ({
      id: `c${place + 1}`,
      discloser: author,
      recipient,
      purposes: ['handover'],
      sections: needs[place] ?? [],
      from: plusMilliseconds(now(), -DAY_MS),
      until: plusMilliseconds(now(), DAY_MS),
      onward: false,
    })),
    recipients: [],
  }
}

/** Every other event: of all types the one that carries any section. */
export function eventDraft(consent: EventId): EventDraft {
  return {
    type: 'CorrectionIssued',
    occurredAt: now(),
    facts: { corrects: consent, ...facts },
    sections,
    clauses: [],
    recipients: [],
  }
}

/** To both recipients, with what each may read. @param consent `this` for the consent itself. */
export function planFor(
  to: readonly OrganisationId[],
  consent: EventId | 'this',
): readonly PlannedDisclosure[] {
  return to.map((recipient, place) => ({
    grant: {
      to: recipient,
      sections: consent === 'this' ? [] : (needs[place] ?? []),
      basis: { kind: 'consent', consent, clause: `c${place + 1}` },
      purpose: 'handover',
      until: plusMilliseconds(now(), DAY_MS / 2),
      onward: false,
    },
    withheld: [],
  }))
}

/** The same event without any protection, as the pipeline beside ours sends it. */
export function plainEvent(reference: string, author: string, to: readonly string[]) {
  const at = now()
  return {
    id: crypto.randomUUID(),
    type: 'CorrectionIssued',
    case: reference,
    author,
    to,
    recordedAt: at,
    occurredAt: at,
    facts: { corrects: 'A'.repeat(43), ...facts },
    sections,
  }
}

/** What the pipeline beside ours checks: the same sections by the same schemas. */
export const plainSchema = z.strictObject({
  id: z.uuid(),
  type: z.literal('CorrectionIssued'),
  case: z.string().max(64),
  author: z.string().max(64),
  to: z.array(z.string().max(64)).max(8),
  recordedAt: z.iso.datetime(),
  occurredAt: z.iso.datetime(),
  facts: z.strictObject({
    corrects: z.string().length(43),
    sections: z.array(z.string().max(40)).max(20),
    reason: z.string().max(40),
  }),
  sections: z.strictObject({
    identity: sectionSchemas.identity,
    contact: sectionSchemas.contact,
    demographics: sectionSchemas.demographics,
    needs: sectionSchemas.needs,
    travel: sectionSchemas.travel,
  }),
})
