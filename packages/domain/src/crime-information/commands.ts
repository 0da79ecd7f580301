import { command } from '../definition/command-definition.ts'
import { organisation } from '../definition/field.ts'
import { crimeInformationEvents as events } from './events.ts'

export const crimeInformationCommands = {
  PassFutureCrimeInformation: command({
    meaning: 'Pass on information about a crime to come, without the person.',
    source: ['2:L1955'],
    emits: ['FutureCrimeInformationPassed'],
    part: 'anybody who serves people, under a reference that is no case',
    sections: ['notes'],
    whenClosed: 'goesOn',
    input: { to: organisation, ...events.FutureCrimeInformationPassed.facts },
  }),
} as const
