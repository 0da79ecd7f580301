import type { EventId, OrganisationId } from '@trm/kernel'
import type { CaseCommand } from '../case/commands.ts'
import type {
  CaseEvent,
  ConsentClause,
  EventDraft,
  Grant,
  SectionContents,
} from '../case/events.ts'
import { pick, type Choose } from './random-command.ts'
import { at, belgrade, idOf, skopje, vienna } from './world.ts'

// What the histories of consent are made of.

/** What can happen next, by weight. */
export const kinds = [
  ...(['write', 'write', 'write', 'share', 'share', 'correct', 'correct'] as const),
  ...(['narrow', 'withdraw', 'consent', 'age', 'lie', 'lie', 'lie'] as const),
  ...(['refuse'] as const),
  ...(['receive', 'receive', 'receive', 'receive', 'receive', 'receive', 'receive'] as const),
] as const

/** Something that happens, at whom and to what by a number by chance. */
export type Move = {
  readonly kind: (typeof kinds)[number]
  readonly choice: number
  readonly minutes: number
}

/** What is disclosed, and what is consented to. */
export const sections = ['identity', 'contact'] as const

/** What is worth lying about. */
export const lied: ReadonlySet<string> = new Set([
  'DataConsentGiven',
  'DataConsentNarrowed',
  'DataConsentWithdrawn',
  'DataConsentSuspended',
  'DataConsentResumed',
  'DataConsentClauseExpired',
  'DataConsentRefused',
  'DataConsentRefusalTakenBack',
  'HoldersAnswered',
  'AgeStatusChanged',
  'EventShared',
  'SharingEnded',
])

/** The liar lets itself be told what others told each other, or tells more than it may. */
export function liedClause(
  clause: ConsentClause,
  self: OrganisationId,
  to: OrganisationId,
): ConsentClause {
  const isOutward = clause.discloser === vienna
  return { ...clause, discloser: isOutward ? self : to, recipient: isOutward ? to : self }
}

export function consentOf(choose: Choose, minute: number): CaseCommand {
  const terms = { purposes: ['handover'], sections, from: at(minute - 1), onward: true } as const
  const until = () => at(minute + pick([60, 100_000], choose))
  const pairs = [
    [vienna, belgrade],
    [belgrade, vienna],
    [vienna, skopje],
    [skopje, vienna],
  ] as const
  return {
    type: 'GiveDataConsent',
    giver: 'self',
    form: 'oral',
    formVersion: 'v1',
    language: 'sr',
    interpreter: false,
    matters: ['furtherUse'],
    evidence: [],
    clauses: pairs.map(([discloser, recipient], place) => ({
      ...terms,
      id: `c${String(place + 1)}`,
      until: until(),
      discloser,
      recipient,
    })),
  }
}

/** To one of them or to all, of one section, of both, or of everything. */
export function refusalOf(choose: Choose): CaseCommand {
  const whom = [{ organisation: belgrade }, { organisation: skopje }, { kind: 'cso' }] as const
  return {
    type: 'RecordDataConsentRefused',
    giver: 'self',
    form: 'oral',
    formVersion: 'v1',
    language: 'sr',
    interpreter: false,
    purposes: pick([[], ['handover']] as const, choose),
    refusals: [
      { id: 'c1', ...pick(whom, choose), sections: pick([[], ['identity'], sections], choose) },
    ],
  }
}

/** Puts right some of what an event carried. */
export function correctionOf({ id, sections: names }: CaseEvent, choose: Choose): CaseCommand {
  const right = names.slice(0, 1 + choose(names.length)).map(({ name }) => [name, {}])
  return {
    type: 'IssueCorrection',
    corrects: id,
    reason: 'typingError',
    sections: Object.fromEntries(right) as SectionContents,
  }
}

export function takeBack(refused: EventId): CaseCommand {
  return { type: 'TakeRefusalBack', refused, refusal: 'c1' }
}

/** Who she is and how to reach her. */
export function letter(to: OrganisationId, minute: number): EventDraft {
  return {
    type: 'ContactExchanged',
    occurredAt: at(minute),
    facts: { referral: idOf('offered') },
    sections: { identity: {}, contact: {} },
    clauses: [],
    recipients: [{ to, purpose: 'handover', needs: sections }],
  }
}

/** What travels: the own grant, the clauses that concern the reader, the sections that were granted. */
export function copyFor(event: CaseEvent, grant: Grant): CaseEvent {
  return {
    ...event,
    grants: [grant],
    clauses: event.clauses.filter(
      ({ discloser, recipient }) => discloser === grant.to || recipient === grant.to,
    ),
    sections: event.sections.filter(({ name }) => grant.sections.includes(name)),
  }
}
