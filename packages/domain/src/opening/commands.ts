import { command } from '../definition/command-definition.ts'
import { openingEvents as events } from './events.ts'
import { code, organisation } from '../definition/field.ts'
import { ageEvidences } from '../vocabulary/process-lists.ts'
import { ageStatuses } from '../vocabulary/lists.ts'

const custodian = 'who has custody of the case'

export const openingCommands = {
  OpenCase: command({
    meaning: 'Open a case.',
    source: ['2:L1009'],
    emits: ['CaseOpened'],
    part: 'anybody, about a case that is not there yet',
    sections: events.CaseOpened.sections,
    input: events.CaseOpened.facts,
  }),
  ObserveIndicators: command({
    meaning: 'Record which indicators were observed.',
    source: ['2:L1563'],
    emits: ['IndicatorsObserved'],
    part: custodian,
    sections: ['identification', 'exploitation'],
    input: events.IndicatorsObserved.facts,
  }),
  RecordPresumedVictim: command({
    meaning: 'Record that the person is presumed to be a victim.',
    source: ['3:L129'],
    emits: ['PresumedVictimRecorded'],
    part: custodian,
    sections: events.PresumedVictimRecorded.sections,
    input: events.PresumedVictimRecorded.facts,
  }),
  RequestFormalIdentification: command({
    meaning: 'Ask an authority to identify the person formally.',
    source: ['3:L989'],
    emits: ['FormalIdentificationRequested'],
    part: custodian,
    sections: ['identity', 'demographics', 'identification', 'exploitation'],
    input: { to: organisation, ...events.FormalIdentificationRequested.facts },
  }),
  IdentifyFormally: command({
    meaning: 'Identify the person formally.',
    source: ['2:L3416'],
    emits: ['FormallyIdentified'],
    part: 'the authority that was asked, where the policy of its Participant gives it that power',
    sections: ['identification'],
    input: events.FormallyIdentified.facts,
  }),
  DoNotIdentify: command({
    meaning: 'Answer that the person is not identified, with a reason.',
    source: ['3:L1295'],
    emits: ['NotIdentified'],
    part: 'the authority that was asked, where the policy of its Participant gives it that power',
    sections: ['identification'],
    input: events.NotIdentified.facts,
  }),
  RecordIdentificationDeclined: command({
    meaning: 'Record that the person declines formal identification.',
    source: ['2:L249'],
    emits: ['IdentificationDeclined'],
    part: custodian,
    whenClosed: 'goesOn',
    input: {},
  }),
  WithdrawIdentificationDecline: command({
    meaning: 'Record that the person no longer declines formal identification.',
    source: ['inferred', '2:L249'],
    emits: ['IdentificationDeclineWithdrawn'],
    part: custodian,
    input: {},
  }),
  ChangeAgeStatus: command({
    meaning: 'Record what is now known of her age.',
    source: ['2:L1565'],
    emits: ['AgeStatusChanged'],
    part: custodian,
    whenClosed: 'goesOn',
    input: { ageStatus: code(ageStatuses), evidence: code(ageEvidences) },
  }),
  RecordRightsExplained: command({
    meaning: 'Record which rights were explained, and how.',
    source: ['3:L786'],
    emits: ['RightsExplained'],
    part: custodian,
    input: events.RightsExplained.facts,
  }),
  LinkCase: command({
    meaning: 'Link another case about the same person.',
    source: ['2:L652'],
    emits: ['CasesLinked'],
    part: custodian,
    input: events.CasesLinked.facts,
  }),
} as const
