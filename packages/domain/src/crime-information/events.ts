import { event } from '../definition/event-definition.ts'
import { code } from '../definition/field.ts'
import { crimeMatters } from '../vocabulary/process-lists.ts'
import { serving } from '../vocabulary/organisation-groups.ts'

export const crimeInformationEvents = {
  FutureCrimeInformationPassed: event({
    meaning:
      'Information about a crime to come is passed on, with the person held back: its reference is that of no case and its time that of a day.',
    source: ['2:L1954', '2:L1955'],
    authors: serving,
    readers: ['police', 'prosecution'],
    fallback: 'publicInterest',
    sections: ['notes'],
    carriesUnasked: ['notes'],
    isUntimed: true,
    facts: { matter: code(crimeMatters) },
  }),
} as const
