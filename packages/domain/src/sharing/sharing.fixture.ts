import type { CaseEvent } from '../case/events.ts'
import {
  caseEvent,
  clauses as storyClauses,
  commitmentTo,
  grantTo,
  story,
} from '../test-support/case-events.ts'
import type { AccessRows, ReachedRows } from '../test-support/rows.ts'
import { sampleCommand } from '../test-support/samples.ts'
import { as, at, belgrade, idOf, police, skopje, vienna } from '../test-support/world.ts'
import type { sharingCommands } from './commands.ts'
import type { sharingRejections } from './rejections.ts'

const [toBelgrade] = storyClauses
const consent = idOf('consent')

/** Vienna to Belgrade, onward too. */
export const onwardClause = { ...toBelgrade, onward: true } as const

/** Belgrade to Skopje: for longer than Belgrade may read it itself, and with a section that it was not given. */
export const nextClause = {
  id: 'c1',
  discloser: belgrade,
  recipient: skopje,
  purposes: ['handover', 'protection'],
  sections: ['identity', 'contact', 'health', 'needs'],
  from: at(0),
  until: at(2000),
  onward: true,
} as const

export const events = {
  consent: {
    ...story.consent,
    clauses: [onwardClause],
    grants: [grantTo(belgrade, { basis: { kind: 'consent', consent: 'this', clause: 'c1' } })],
  },
  contact: {
    ...story.contact,
    grants: [grantTo(belgrade, { sections: ['identity', 'contact'], onward: true })],
  },
  next: caseEvent('DataConsentGiven', 'next', belgrade, 9, story.consent.facts, {
    clauses: [nextClause],
    grants: [grantTo(skopje, { basis: { kind: 'consent', consent: 'this', clause: 'c1' } })],
  }),
  shared: caseEvent(
    'EventShared',
    'shared',
    belgrade,
    10,
    {
      event: story.contact.id,
      writtenBy: vienna,
      to: skopje,
      sections: ['contact'],
      purpose: 'handover',
      until: at(1000),
      putsRight: [],
      among: [],
    },
    {
      sections: [commitmentTo('contact')],
      grants: [
        grantTo(vienna, { basis: { kind: 'notice', about: story.contact.id } }),
        grantTo(skopje, {
          seq: 2,
          prev: idOf('next'),
          basis: { kind: 'consent', consent: idOf('next'), clause: 'c1' },
          sections: ['contact'],
        }),
      ],
    },
  ),
  narrowed: caseEvent(
    'DataConsentNarrowed',
    'narrowed',
    vienna,
    20,
    { consent, clause: 'c1', sections: ['contact'] },
    { grants: [grantTo(belgrade, { basis: { kind: 'notice', about: consent } })] },
  ),
  withdrawn: caseEvent('DataConsentWithdrawn', 'withdrawn', vienna, 20, { consent }),
  ended: caseEvent(
    'SharingEnded',
    'ended',
    belgrade,
    21,
    { shared: idOf('shared'), sections: ['contact'], among: [vienna, skopje] },
    {
      grants: [
        grantTo(vienna, { basis: { kind: 'notice', about: idOf('shared') } }),
        grantTo(skopje, { basis: { kind: 'notice', about: idOf('shared') } }),
      ],
    },
  ),
  answered: caseEvent(
    'HoldersAnswered',
    'answered',
    skopje,
    22,
    { narrowing: idOf('ended'), answer: 'erased', sections: ['contact'], retained: [] },
    {
      grants: [
        grantTo(belgrade, { basis: { kind: 'notice', about: idOf('ended') } }),
        grantTo(vienna, { basis: { kind: 'notice', about: idOf('ended') } }),
      ],
    },
  ),
} as const satisfies Readonly<Record<string, CaseEvent>>

/** What Belgrade holds when it may share, and when it has. */
export const held: readonly CaseEvent[] = [events.consent, events.contact, events.next]
export const hasShared: readonly CaseEvent[] = [...held, events.shared]

/** The same with Vienna and Belgrade in each other's place: Vienna passes on what Belgrade wrote. */
export function otherWayRound(history: readonly CaseEvent[]): readonly CaseEvent[] {
  return JSON.parse(
    JSON.stringify(history)
      .replaceAll(vienna, '<one>')
      .replaceAll(belgrade, vienna)
      .replaceAll('<one>', belgrade),
  ) as readonly CaseEvent[]
}

/** The copy that one of the readers of an event has: its own grant, and of the sections what that lists. */
export function copyTo<Event extends CaseEvent>(reader: typeof skopje, event: Event): Event {
  const grants = event.grants.filter(({ to }) => to === reader)
  const granted = grants.flatMap(({ sections }) => sections)
  return {
    ...event,
    grants,
    sections: event.sections.filter(({ name }) => granted.includes(name)),
  }
}

export const commands = {
  ShareEvent: sampleCommand('ShareEvent', {
    event: story.contact.id,
    to: skopje,
    sections: ['contact'],
    purpose: 'handover',
  }),
  EndSharing: sampleCommand('EndSharing', { shared: events.shared.id }),
} as const

const { ShareEvent, EndSharing } = commands
const bare = {
  ...events.contact,
  grants: [grantTo(belgrade, { sections: ['identity', 'contact'] })],
}
const erased = caseEvent('PersonalDataErased', 'erasedHere', belgrade, 9, {
  sections: ['contact'],
  authority: 'retentionEnded',
})

export const sharingReached: ReachedRows<typeof sharingRejections> = {
  'shared-not-held': [held, { ...ShareEvent, event: idOf('nowhere') }, as(belgrade, 10)],
  'not-onward': [[events.consent, bare, events.next], ShareEvent, as(belgrade, 10)],
  'shared-with-its-author': [held, { ...ShareEvent, to: vienna }, as(belgrade, 10)],
  'wider-than-given': [held, { ...ShareEvent, sections: ['health'] }, as(belgrade, 10)],
  'not-theirs-to-read': [held, { ...ShareEvent, to: police }, as(belgrade, 10)],
  'already-shared': [hasShared, ShareEvent, as(belgrade, 11)],
  'shared-is-erased': [[...held, erased], ShareEvent, as(belgrade, 10)],
  'no-longer-given': [[...held, events.narrowed], ShareEvent, as(belgrade, 21)],
  'onward-not-consented': [[events.consent, events.contact], ShareEvent, as(belgrade, 10)],
  'sharing-unknown': [held, EndSharing, as(belgrade, 21)],
}

const taken = [...hasShared, events.narrowed]

export const sharingAccess: AccessRows<typeof sharingCommands> = {
  ShareEvent: {
    allowed: [[held, ShareEvent, as(belgrade, 10)]],
    refused: [
      // Who wrote it discloses it itself, by an event of its own.
      [held, ShareEvent, as(vienna, 10), 'shared-not-held'],
      [held, ShareEvent, as(skopje, 10), 'shared-not-held'],
      [hasShared, { ...ShareEvent, event: events.shared.id }, as(skopje, 11), 'shared-not-held'],
      [[], ShareEvent, as(belgrade, 10), 'shared-not-held'],
    ],
  },
  EndSharing: {
    allowed: [[taken, EndSharing, as(belgrade, 21)]],
    refused: [
      [taken, EndSharing, as(vienna, 21), 'sharing-unknown'],
      [taken, EndSharing, as(skopje, 21), 'sharing-unknown'],
      [[], EndSharing, as(belgrade, 21), 'sharing-unknown'],
    ],
  },
}
