import { command } from '../definition/command-definition.ts'
import { closingEvents as events } from './events.ts'

export const closingCommands = {
  CloseCase: command({
    meaning: 'Close the case, when nothing is open.',
    source: ['3:L1295'],
    emits: ['CaseClosed'],
    part: 'who has custody of the case, or had it',
    sections: ['notes'],
    whenClosed: 'goesOn',
    input: events.CaseClosed.facts,
  }),
  ReopenCase: command({
    meaning: 'Go on with the case.',
    source: ['3:L1295'],
    emits: ['CaseReopened'],
    part: 'who closed the case',
    sections: ['notes'],
    whenClosed: 'goesOn',
    input: events.CaseReopened.facts,
  }),
} as const
