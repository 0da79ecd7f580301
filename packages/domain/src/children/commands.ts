import { command } from '../definition/command-definition.ts'
import { organisation, setOf } from '../definition/field.ts'
import { childrenEvents as events } from './events.ts'

const to = setOf(organisation, { max: 32 })
const custodian = 'who has custody of the case'

export const childrenCommands = {
  AppointGuardian: command({
    meaning: 'Record who is there for the child.',
    source: ['2:L1832'],
    emits: ['GuardianAppointed'],
    part: custodian,
    sections: ['child'],
    input: { to, ...events.GuardianAppointed.facts },
  }),
  ExcludeGuardian: command({
    meaning: 'Exclude a guardian, with a reason.',
    source: ['2:L1839'],
    emits: ['GuardianExcluded'],
    part: custodian,
    whenClosed: 'goesOn',
    input: { to, ...events.GuardianExcluded.facts },
  }),
  DetermineBestInterests: command({
    meaning: 'Record what is best for this child.',
    source: ['2:L1829'],
    emits: ['BestInterestsDetermined'],
    part: custodian,
    sections: ['child'],
    input: { to, ...events.BestInterestsDetermined.facts },
  }),
  ArrangeCare: command({
    meaning: 'Record that care is arranged.',
    source: ['2:L1833'],
    emits: ['CareArranged'],
    part: 'either side of an accepted referral, or the custodian',
    sections: ['child'],
    input: { to, ...events.CareArranged.facts },
  }),
  AppointReceiver: command({
    meaning: 'Record who receives the child.',
    source: ['2:L1832', '2:L1839'],
    emits: ['ReceiverAppointed'],
    part: 'either side of an accepted referral, or the custodian',
    sections: ['child'],
    input: { to, ...events.ReceiverAppointed.facts },
  }),
  AskFocalPoint: command({
    meaning: 'Ask the focal point of another Participant.',
    source: ['2:L1015'],
    emits: ['FocalPointAsked'],
    part: 'a focal point for children that holds something of the case',
    sections: ['identity', 'child'],
    input: { to: organisation, ...events.FocalPointAsked.facts },
  }),
  AnswerFocalPoint: command({
    meaning: 'Answer another focal point.',
    source: ['2:L1015'],
    emits: ['FocalPointAnswered'],
    part: 'the focal point that was asked',
    sections: ['child'],
    input: events.FocalPointAnswered.facts,
  }),
  RecordMajority: command({
    meaning: 'Record that the child has come of age.',
    source: ['0:L1271'],
    emits: ['MajorityReached'],
    part: custodian,
    input: {},
  }),
} as const
