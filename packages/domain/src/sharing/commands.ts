import { command } from '../definition/command-definition.ts'
import { code, organisation, reference, setOf } from '../definition/field.ts'
import { purposes, sectionNames } from '../vocabulary/lists.ts'

export const sharingCommands = {
  ShareEvent: command({
    meaning: 'Pass on sections of something that was given to us onward, as she consents to.',
    source: ['2:L2663', '2:L1111', 'inferred'],
    emits: ['EventShared'],
    part: 'who was given the sections, and may pass them on',
    input: {
      event: reference(),
      to: organisation,
      sections: setOf(code(sectionNames), { min: 1 }),
      purpose: code(purposes),
    },
  }),
  EndSharing: command({
    meaning: 'Pass on that what was passed on is taken back, suspended or has run out.',
    source: ['2:L1954', 'inferred'],
    emits: ['SharingEnded'],
    part: 'who passed it on',
    givenBy: 'deadline',
    whenClosed: 'goesOn',
    input: { shared: reference('EventShared') },
  }),
} as const
