import { command } from '../definition/command-definition.ts'
import { organisation, setOf } from '../definition/field.ts'
import { compensationEvents as events } from './compensation-events.ts'

export const compensationCommands = {
  ClaimCompensation: command({
    meaning: 'Claim compensation.',
    source: ['2:L2067', '2:L2071'],
    emits: ['CompensationClaimed'],
    part: 'who supports her in the case',
    sections: ['proceedings'],
    input: { to: setOf(organisation, { max: 32 }), ...events.CompensationClaimed.facts },
  }),
  RecordCompensationAward: command({
    meaning: 'Record what was awarded.',
    source: ['2:L1107'],
    emits: ['CompensationAwarded'],
    part: 'a party to the claim',
    sections: ['proceedings'],
    whenClosed: 'goesOn',
    input: events.CompensationAwarded.facts,
  }),
  RecordCompensationRefusal: command({
    meaning: 'Record that the claim was refused.',
    source: ['2:L1107'],
    emits: ['CompensationRefused'],
    part: 'a party to the claim',
    whenClosed: 'goesOn',
    input: events.CompensationRefused.facts,
  }),
  RecordCompensationPayment: command({
    meaning: 'Record that the money has reached her.',
    source: ['2:L1073'],
    emits: ['CompensationPaid'],
    part: 'a party to the claim',
    isTimed: true,
    whenClosed: 'goesOn',
    input: events.CompensationPaid.facts,
  }),
} as const
