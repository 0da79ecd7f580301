import { event } from '../definition/event-definition.ts'
import { code, instant, listOf, organisation, reference, setOf } from '../definition/field.ts'
import { purposes, sectionNames } from '../vocabulary/lists.ts'
import { holding } from '../vocabulary/organisation-groups.ts'

const sections = setOf(code(sectionNames), { min: 1 })

const shared = {
  event: reference(),
  writtenBy: organisation,
  to: organisation,
  sections,
  purpose: code(purposes),
  // Until when whoever it is passed on to may read it: never longer than who passes it on.
  until: instant,
} as const

export const sharingEvents = {
  EventShared: event({
    meaning: 'What somebody else wrote is passed on, as she consents to; whoever wrote it is told.',
    source: ['2:L2663', '2:L1111', 'inferred'],
    authors: holding,
    readers: holding,
    sections: sectionNames.codes,
    fallback: 'notice',
    about: 'event',
    // Of a correction: whoever wrote it and whoever is passed it on know of each other, so that what the one
    // answers reaches the other.
    sharedAmong: 'among',
    facts: {
      ...shared,
      // Where it is a correction: what that puts right and when it was issued, as its author signed.
      putsRight: listOf({ corrects: reference(), issuedAt: instant }, { min: 0, max: 1 }),
      among: setOf(organisation, { max: 2 }),
    },
    // A first version did not say of a correction that it is one; nor does it when it is read today.
    earlier: [
      {
        version: 1,
        facts: shared,
        upcast: (facts) => ({ ...facts, putsRight: [], among: [] }),
      },
    ],
  }),
  SharingEnded: event({
    meaning: 'What was passed on is taken back with the consent on which it was given at first.',
    source: ['2:L1954', '2:L2663', 'inferred'],
    authors: holding,
    readers: holding,
    isUrgent: true,
    fallback: 'notice',
    about: 'shared',
    // Who wrote it and who was passed it on know of each other, so that the answer reaches both.
    sharedAmong: 'among',
    facts: {
      shared: reference('EventShared'),
      sections,
      among: setOf(organisation, { min: 1, max: 2 }),
    },
  }),
} as const
